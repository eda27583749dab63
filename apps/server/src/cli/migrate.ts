import type { Database } from "@kunna/database";

/** Applies the migrations that are missing. @throws MigrationEdited, MigrationMissing, MigrationFailed, SchemaDrift; then nothing was changed */
export async function migrateDatabase(database: Database, onStep: (step: string) => void): Promise<void> {
  const { applied } = await database.migrate();
  if (applied.length > 0)
    onStep(`Applied ${applied.length} ${applied.length === 1 ? "migration" : "migrations"} (${applied.join(", ")})`);
}
