import { createHash, randomBytes } from "node:crypto";
import pg from "pg";
import { type Database, openDatabase } from "./database.ts";
import type { DatabaseLocation } from "./location.ts";
import { defaultFolder, readMigrations } from "./migrations/files.ts";
import { isRedisInstalled } from "./testing-redis.ts";
import { seedsKept, type TestSeed } from "./testing-seed.ts";
import { embeddedSnapshot } from "./testing-snapshot.ts";

export { freePort, startTestProxy, startTestRedis, type TestProxy, type TestRedis } from "./testing-redis.ts";

export { allPlaced, hashOfSources, type TestSeed } from "./testing-seed.ts";

export type TestDatabaseKind = "embedded" | "postgres";

export interface TestDatabase extends Database {
  /** To open it a second time, as another process would; an embedded one can't be. */
  readonly location: DatabaseLocation;
}

/** Reading the environment here, and here alone, lets every package's tests run without being told anything. */
const serverUrl = process.env.KUNNA_TEST_POSTGRES_URL ?? "postgres://postgres@127.0.0.1:5432/postgres";
const isContinuousIntegration = process.env.CI === "true";

/** Names what the migrations make: a change in them makes new templates. */
const migrationsHash = (): string => {
  const hash = createHash("sha256");
  for (const { name, checksum } of readMigrations(defaultFolder)) hash.update(`${name}:${checksum}\n`);
  return hash.digest("hex").slice(0, 16);
};

/**
 * A fresh, migrated database of one's own, gone after `close`. Both kinds come from a template made once, and so does what a
 * seed puts into it.
 */
export function createTestDatabase(kind: TestDatabaseKind, seed: TestSeed | null = null): Promise<TestDatabase> {
  return kind === "embedded" ? createEmbedded(seed) : createOnServer(seed);
}

/** Makes an embedded database with what the seed puts into it, in a folder, for another process or a server to open. */
export async function seedFolder(folder: string, seed: TestSeed): Promise<void> {
  const snapshot = await embeddedSnapshot(migrationsHash(), seed);
  await (await openDatabase({ kind: "embedded", folder, snapshot })).close();
}

/**
 * The kinds that can be used here. Without a PostgreSQL server, `postgres` is left out with the reason, to be shown as
 * skipped; in continuous integration that throws, so that nothing is left untested there by mistake.
 */
export async function availableTestDatabases(): Promise<{
  readonly kinds: readonly TestDatabaseKind[];
  readonly skipped: ReadonlyArray<{ readonly kind: TestDatabaseKind; readonly reason: string }>;
}> {
  try {
    await withServer(serverUrl, (client) => client.query("SELECT 1"));
    return { kinds: ["embedded", "postgres"], skipped: [] };
  } catch (error) {
    const { message, code } = error as { message?: string; code?: string };
    const reason = `no PostgreSQL server at KUNNA_TEST_POSTGRES_URL (${message || code})`;
    if (isContinuousIntegration)
      throw new Error(`Continuous integration tests both databases: ${reason}`, { cause: error });
    return { kinds: ["embedded"], skipped: [{ kind: "postgres", reason }] };
  }
}

/** Why a test can't start a Redis of its own here, or null; in continuous integration that throws. */
export function redisUnavailable(): string | null {
  if (isRedisInstalled()) return null;
  if (isContinuousIntegration)
    throw new Error("Continuous integration tests Redis too: redis-server is not installed.");
  return "redis-server is not installed";
}

async function createEmbedded(seed: TestSeed | null): Promise<TestDatabase> {
  const snapshot = await embeddedSnapshot(migrationsHash(), seed);
  const location: DatabaseLocation = { kind: "embedded", folder: null, snapshot };
  return Object.assign(await openDatabase(location), { location });
}

async function createOnServer(seed: TestSeed | null): Promise<TestDatabase> {
  const name = `kunna_test_${randomBytes(6).toString("hex")}`;
  await withServer(serverUrl, async (client) => {
    // Under the lock, so that nobody takes the template away meanwhile. It is given back with the connection.
    await client.query("SELECT pg_advisory_lock(5866202)");
    const template = await ensureTemplate(client, seed);
    await client.query(`CREATE DATABASE ${name} TEMPLATE ${template}`);
    // No test kills the database server: what is committed is seen by all, and need not be on the disk.
    await client.query(`ALTER DATABASE ${name} SET synchronous_commit TO off`);
  });
  const location: DatabaseLocation = { kind: "server", url: databaseUrl(name), poolSize: 5 };
  const database = await openDatabase(location);
  const close = database.close.bind(database);
  return Object.assign(database, {
    location,
    async close() {
      await close();
      await withServer(serverUrl, (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`));
    },
  });
}

/** Made under another name and renamed when complete: a run that was killed leaves nothing that looks finished. */
async function ensureTemplate(client: pg.Client, seed: TestSeed | null): Promise<string> {
  const template = seed ? `kunna_seeded_${migrationsHash()}_${seed.hash}` : `kunna_template_${migrationsHash()}`;
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [template]);
  if (rowCount === 0) {
    const unfinished = `${template}_unfinished`;
    await client.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${unfinished}`);
    const database = await openDatabase({ kind: "server", url: databaseUrl(unfinished), poolSize: seed ? 5 : 1 });
    try {
      await database.migrate();
      await seed?.load(database);
    } finally {
      await database.close();
    }
    await client.query(`ALTER DATABASE ${unfinished} RENAME TO ${template}`);
    if (seed) await dropOldSeeded(client);
  }
  return template;
}

/** What earlier states of the code were seeded with: each change of it makes another. Later databases have larger oids. */
async function dropOldSeeded(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    "SELECT datname FROM pg_database WHERE datname LIKE 'kunna\\_seeded\\_%' ORDER BY oid DESC OFFSET $1",
    [seedsKept],
  );
  for (const { datname } of rows) await client.query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(datname)}`);
}

function databaseUrl(name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function withServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3_000 });
  client.on("error", () => {});
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
