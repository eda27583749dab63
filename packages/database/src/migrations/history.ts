import type { MigrationSession } from "../driver.ts";
import { MigrationEdited, MigrationFailed, MigrationMissing } from "./errors.ts";
import type { Migration } from "./files.ts";

/** A row of the engine's own table. */
export interface AppliedMigration {
  readonly name: string;
  readonly checksum: string;
  readonly finished: boolean;
  readonly log: string | null;
}

/** What was applied, oldest first, without what was rolled back; null when no migration ever ran here. */
export async function readHistory(session: MigrationSession): Promise<AppliedMigration[] | null> {
  const [table] = await session.query(`SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS present`);
  if (table?.present !== true) return null;
  const rows = await session.query(
    `SELECT migration_name, checksum, finished_at IS NOT NULL AS finished, logs
       FROM public._prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows.map((row) => ({
    name: String(row.migration_name),
    checksum: String(row.checksum),
    finished: row.finished === true,
    log: typeof row.logs === "string" ? row.logs : null,
  }));
}

/** What keeps the migrations from being applied; null when nothing does. */
export function historyProblem(
  migrations: readonly Migration[],
  history: readonly AppliedMigration[],
): MigrationEdited | MigrationMissing | MigrationFailed | null {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const failed = history.find(({ finished }) => !finished);
  if (failed) return new MigrationFailed(failed.name, firstLine(failed.log));
  const missing = history.filter(({ name }) => !known.has(name));
  if (missing.length > 0) return new MigrationMissing(missing.map(({ name }) => name));
  const edited = history.filter(({ name, checksum }) => known.get(name)?.checksum !== checksum);
  if (edited.length > 0) return new MigrationEdited(edited.map(({ name }) => name));
  return null;
}

export function pendingMigrations(
  migrations: readonly Migration[],
  history: readonly AppliedMigration[] | null,
): Migration[] {
  const applied = new Set(history?.map(({ name }) => name));
  return migrations.filter(({ name }) => !applied.has(name));
}

/** The engine's log is a report of many lines, of which one says what the database said. */
export function firstLine(log: string | null): string | null {
  if (log === null) return null;
  return log.match(/ERROR: (.+)$/m)?.[1] ?? log.match(/message: "([^"]+)"/)?.[1] ?? log.split("\n", 1)[0] ?? null;
}
