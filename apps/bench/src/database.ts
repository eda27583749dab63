import { openDatabase } from "@kunna/database";
import pg from "pg";
import { stoppable } from "./stopping.ts";

/** A fresh database of Kunna's own migrations, on the PostgreSQL server that DATABASE_URL names. */
export interface BenchDatabase {
  readonly url: string;
  query<Row extends pg.QueryResultRow>(sql: string, values?: readonly unknown[]): Promise<Row[]>;
  /** Drops it, whoever is still connected. */
  drop(): Promise<void>;
}

export async function createBenchDatabase(serverUrl: string): Promise<BenchDatabase> {
  const name = `kunna_bench_${process.pid}`;
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const dropIfThere = () => runOn(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await dropIfThere();
  const drop = stoppable(dropIfThere);
  await runOn(serverUrl, `CREATE DATABASE ${name}`);
  try {
    const database = await openDatabase({ kind: "server", url: url.href, poolSize: 1 });
    await database.migrate().finally(() => database.close());
  } catch (error) {
    await drop();
    throw error;
  }
  return {
    url: url.href,
    query: (sql, values) => runOn(url.href, sql, values),
    drop,
  };
}

/** The server and its settings, for the report. */
export async function describeServer(serverUrl: string): Promise<string> {
  const [row] = await runOn<{ version: string }>(serverUrl, "SELECT current_setting('server_version') AS version");
  return `PostgreSQL ${row?.version.split(" ")[0]}`;
}

async function runOn<Row extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, application_name: "kunna bench" });
  client.on("error", () => {}); // The query under way reports it.
  await client.connect();
  try {
    return (await client.query<Row>(sql, [...values])).rows;
  } finally {
    await client.end();
  }
}
