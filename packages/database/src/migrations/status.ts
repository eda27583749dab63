import type { MigrationSession } from "../driver.ts";
import { diffToSchema } from "./engine.ts";
import { type MigrationProblem, SchemaDrift } from "./errors.ts";
import { defaultFolder, type PrismaFolder, readMigrations } from "./files.ts";
import { differences, readKept, readLive } from "./fingerprint.ts";
import { type AppliedMigration, historyProblem, pendingMigrations, readHistory } from "./history.ts";

export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** What `migrate` would throw; null when it would not. */
  readonly problem: MigrationProblem | null;
}

/** Compares the migrations here, the database's history and its live schema. Changes nothing. */
export async function migrationStatus(
  session: MigrationSession,
  folder: PrismaFolder = defaultFolder,
): Promise<MigrationStatus> {
  const migrations = readMigrations(folder);
  const history = await readHistory(session);
  const pending = pendingMigrations(migrations, history).map(({ name }) => name);
  return {
    applied: (history ?? []).filter(({ finished }) => finished).map(({ name }) => name),
    pending,
    problem: historyProblem(migrations, history ?? []) ?? (await drift(session, folder, history, pending.length === 0)),
  };
}

async function drift(
  session: MigrationSession,
  folder: PrismaFolder,
  history: readonly AppliedMigration[] | null,
  complete: boolean,
): Promise<SchemaDrift | null> {
  const live = await readLive(session);
  const last = history?.at(-1);
  if (!last) {
    const found = Object.keys(live.objects).map((name) => `${name}: not made by a migration`);
    return found.length > 0 ? new SchemaDrift(found) : null;
  }
  const kept = await readKept(session);
  if (kept?.upTo === last.name) {
    const found = differences(kept, live);
    return found.length > 0 ? new SchemaDrift(found) : null;
  }
  // The last run ended between the migrations and the comment, or another tool applied them: then only the tables can
  // be compared, by the engine's own introspection, and only with the schema's last state.
  const script = complete ? await diffToSchema(session, folder) : null;
  return script === null ? null : new SchemaDrift([script.trim()]);
}
