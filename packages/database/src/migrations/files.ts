import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** From src/migrations and from dist/migrations alike. */
const prismaFolder = fileURLToPath(new URL("../../../../prisma", import.meta.url));

/** Where the schema and the migrations are; tests give another. */
export interface PrismaFolder {
  readonly schema: string;
  readonly migrations: string;
}

export const defaultFolder: PrismaFolder = {
  schema: join(prismaFolder, "schema"),
  migrations: join(prismaFolder, "migrations"),
};

export interface Migration {
  /** Timestamp and name, such as 20261124120000_tables. */
  readonly name: string;
  readonly sql: string;
  /** As Prisma's engine keeps it. */
  readonly checksum: string;
}

/** All migrations, oldest first. */
export function readMigrations(folder: PrismaFolder): Migration[] {
  return readdirSync(folder.migrations, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder.migrations, name, "migration.sql"), "utf8").replaceAll("\r\n", "\n");
      return { name, sql, checksum: createHash("sha256").update(sql).digest("hex") };
    });
}

/** The Prisma schema as the engine takes it. */
export function readSchema(folder: PrismaFolder): Array<{ path: string; content: string }> {
  return readdirSync(folder.schema)
    .filter((file) => file.endsWith(".prisma"))
    .sort()
    .map((file) => ({ path: file, content: readFileSync(join(folder.schema, file), "utf8") }));
}
