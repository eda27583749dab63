import type { Driver, MigrationSession } from "../driver.ts";
import { applyMigrations, markRolledBack } from "./engine.ts";
import { MigrationFailed } from "./errors.ts";
import { defaultFolder, type PrismaFolder, readMigrations } from "./files.ts";
import { keep, readKept } from "./fingerprint.ts";
import { firstLine, pendingMigrations, readHistory } from "./history.ts";
import { migrationStatus } from "./status.ts";

export interface MigrationResult {
  /** The names of the migrations applied now. */
  readonly applied: string[];
}

/** See Database.migrate. */
export function migrate(driver: Driver, folder: PrismaFolder = defaultFolder): Promise<MigrationResult> {
  return driver.whileMigrating(async (session) => {
    const { pending, problem, applied } = await migrationStatus(session, folder);
    if (problem) throw problem;
    if (pending.length === 0) {
      await keepIfStale(session, applied.at(-1));
      return { applied: [] };
    }
    const names = await apply(session, folder);
    await keepIfStale(session, names.at(-1));
    return { applied: names };
  });
}

/** See Database.retryMigration. */
export function retryMigration(driver: Driver, name: string, folder: PrismaFolder = defaultFolder): Promise<void> {
  return driver.whileMigrating((session) => markRolledBack(session, folder, name));
}

async function apply(session: MigrationSession, folder: PrismaFolder): Promise<string[]> {
  const migrations = readMigrations(folder);
  try {
    return await applyMigrations(session, folder, migrations);
  } catch (error) {
    const history = await readHistory(session);
    const failed = history?.find(({ finished }) => !finished);
    const name = failed?.name ?? pendingMigrations(migrations, history)[0]?.name;
    if (name === undefined) throw error;
    throw new MigrationFailed(name, firstLine(failed?.log ?? (error as Error).message), error);
  }
}

async function keepIfStale(session: MigrationSession, last: string | undefined): Promise<void> {
  if (last === undefined || (await readKept(session))?.upTo === last) return;
  await keep(session, last);
}
