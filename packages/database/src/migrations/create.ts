import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EmbeddedDriver } from "../embedded-driver.ts";
import { diffToSchema } from "./engine.ts";
import { defaultFolder, type PrismaFolder } from "./files.ts";
import { migrate } from "./migrate.ts";

/**
 * Writes a migration that brings what the migrations make to what the Prisma schema says. Applies the migrations to an
 * empty database in memory for it, so it needs no server. Returns null, and writes nothing, when there is no difference.
 *
 * @param options.now decides the timestamp, in UTC, that the migrations are ordered by.
 */
export async function createMigration(options: {
  readonly name: string;
  readonly now: Date;
  readonly folder?: PrismaFolder;
}): Promise<{ readonly name: string; readonly file: string } | null> {
  const { folder = defaultFolder, now } = options;
  if (!/^[a-z][a-z0-9_]*$/.test(options.name)) {
    throw new TypeError("A migration's name is lower-case letters, digits and underscores.");
  }
  const driver = await EmbeddedDriver.open(null);
  try {
    await migrate(driver, folder);
    const sql = await driver.whileMigrating((session) => diffToSchema(session, folder));
    if (sql === null) return null;
    const name = `${now.toISOString().slice(0, 19).replaceAll(/\D/g, "")}_${options.name}`;
    const file = join(folder.migrations, name, "migration.sql");
    await mkdir(join(folder.migrations, name));
    await writeFile(file, sql.endsWith("\n") ? sql : `${sql}\n`);
    return { name, file };
  } finally {
    await driver.close();
  }
}
