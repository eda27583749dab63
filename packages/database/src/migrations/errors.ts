/** A migration was changed after it was applied here. */
export class MigrationEdited extends Error {
  readonly code = "MIGRATION_EDITED";
  override readonly name = "MigrationEdited";
  readonly migrations: readonly string[];

  constructor(migrations: readonly string[]) {
    super(
      `Edited after it was applied to this database: ${migrations.join(", ")}. Put its migration.sql back as it was, and make the change in a new migration.`,
    );
    this.migrations = migrations;
  }
}

/** The database has had a migration that this program does not know: it is older than the database, or a file is lost. */
export class MigrationMissing extends Error {
  readonly code = "MIGRATION_MISSING";
  override readonly name = "MigrationMissing";
  readonly migrations: readonly string[];

  constructor(migrations: readonly string[]) {
    super(
      `Applied to this database but absent here: ${migrations.join(", ")}. Run the version of Kunna that has it, or restore its folder in prisma/migrations.`,
    );
    this.migrations = migrations;
  }
}

/** A migration began and did not end, now or earlier. */
export class MigrationFailed extends Error {
  readonly code = "MIGRATION_FAILED";
  override readonly name = "MigrationFailed";
  readonly migration: string;

  constructor(migration: string, reason: string | null, cause?: unknown) {
    super(
      `The migration ${migration} failed${reason ? ` (${reason})` : ""}; its statements were rolled back as one. Remove the reason, then let it be tried again (retryMigration).`,
      cause === undefined ? {} : { cause },
    );
    this.migration = migration;
  }
}

/** The live schema is not what the migrations made: somebody changed it by hand. */
export class SchemaDrift extends Error {
  readonly code = "SCHEMA_DRIFT";
  override readonly name = "SchemaDrift";
  /** What differs, such as "table Person: changed". */
  readonly differences: readonly string[];

  constructor(differences: readonly string[]) {
    super(
      `The database is not as the migrations made it: ${differences.join("; ")}. Undo that by hand, or write it into a migration; nothing was applied.`,
    );
    this.differences = differences;
  }
}

export type MigrationProblem = MigrationEdited | MigrationMissing | MigrationFailed | SchemaDrift;
