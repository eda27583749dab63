import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { bindMigrationAwareSqlAdapterFactory } from "@prisma/driver-adapter-utils";
import * as bindings from "@prisma/schema-engine-wasm/schema_engine_bg";
import type { MigrationSession } from "../driver.ts";
import { type Migration, type PrismaFolder, readSchema } from "./files.ts";

/** TypeScript knows WebAssembly from the browser's types only. */
declare const WebAssembly: {
  instantiate(module: Uint8Array, imports: object): Promise<{ instance: { exports: WasmExports } }>;
};
interface WasmExports {
  __wbindgen_start(): void;
}

type SchemaEngine = bindings.SchemaEngine;

const noFilters = { externalTables: [], externalEnums: [] };
let started: Promise<void> | null = null;

/** Starts the WebAssembly module once in a process: Node 20 does not import .wasm by itself. */
function start(): Promise<void> {
  started ??= instantiate();
  return started;
}

async function instantiate(): Promise<void> {
  const file = new URL("schema_engine_bg.wasm", import.meta.resolve("@prisma/schema-engine-wasm/schema_engine_bg"));
  const { instance } = await WebAssembly.instantiate(await readFile(fileURLToPath(file)), {
    "./schema_engine_bg.js": bindings,
  });
  const { __wbg_set_wasm } = bindings as unknown as { __wbg_set_wasm(exports: WasmExports): void };
  __wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

async function withEngine<T>(
  session: MigrationSession,
  folder: PrismaFolder,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  await start();
  return session.withEngineAdapter(async (factory) => {
    const bound = bindMigrationAwareSqlAdapterFactory(factory);
    const datamodels = readSchema(folder).map(({ path, content }): [string, string] => [path, content]);
    const engine = await bindings.SchemaEngine.new({ datamodels }, () => {}, bound);
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  });
}

/** Applies what `_prisma_migrations` does not have yet; returns the names. */
export function applyMigrations(
  session: MigrationSession,
  folder: PrismaFolder,
  migrations: readonly Migration[],
): Promise<string[]> {
  const migrationsList = {
    baseDir: folder.migrations,
    lockfile: { path: "migration_lock.toml", content: 'provider = "postgresql"\n' },
    shadowDbInitScript: "",
    migrationDirectories: migrations.map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: sql } },
    })),
  };
  return withEngine(session, folder, async (engine) => {
    const { appliedMigrationNames } = await engine.applyMigrations({ migrationsList, filters: noFilters });
    return appliedMigrationNames;
  });
}

/** Lets a failed migration be tried again. */
export async function markRolledBack(session: MigrationSession, folder: PrismaFolder, name: string): Promise<void> {
  await withEngine(session, folder, (engine) => engine.markMigrationRolledBack({ migrationName: name }));
}

/** The SQL that turns the live schema into the Prisma schema's; null when there is nothing to turn. */
export function diffToSchema(session: MigrationSession, folder: PrismaFolder): Promise<string | null> {
  const files = readSchema(folder);
  return withEngine(session, folder, async (engine) => {
    const { exitCode, stdout } = await engine.diff({
      from: { tag: "schemaDatasource", files, configDir: folder.schema },
      to: { tag: "schemaDatamodel", files },
      script: true,
      exitCode: true,
      filters: noFilters,
    });
    return exitCode === 0 ? null : (stdout ?? "");
  });
}
