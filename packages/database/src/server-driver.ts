import { PrismaPg } from "@prisma/adapter-pg";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import pg from "pg";
import type { ChannelListener, Driver, MigrationSession, OpenTransaction } from "./driver.ts";
import { asAdapterError, engineAdapterFactory, overConnection } from "./driver.ts";
import { DatabaseUnavailable, TransactionAborted } from "./errors.ts";
import { PreparedStatements } from "./fast-read/prepared-statements.ts";
import { scopeStatement, type TransactionScope, transactionMode } from "./scope.ts";
import { ServerListener } from "./server-listener.ts";

/** Any number will do that nothing else in the database uses. */
const migrationLock = 5_866_201;

/** A PostgreSQL server, by a pool of connections. */
export class ServerDriver implements Driver {
  readonly kind = "server";
  readonly #url: string;
  readonly #pool: pg.Pool;
  readonly #adapter: SqlDriverAdapter;
  readonly #listener: ServerListener;
  readonly #statements = new PreparedStatements();

  private constructor(url: string, pool: pg.Pool, adapter: SqlDriverAdapter) {
    this.#url = url;
    this.#pool = pool;
    this.#adapter = adapter;
    this.#listener = new ServerListener(url);
  }

  /** Throws DatabaseUnavailable when the server doesn't answer or refuses. */
  static async open(url: string, poolSize: number): Promise<ServerDriver> {
    let pool: pg.Pool;
    try {
      pool = new pg.Pool({
        connectionString: url,
        max: poolSize,
        connectionTimeoutMillis: 5_000,
        application_name: "kunna",
        // As long as Prisma lets a transaction take: fast reads don't pass through it.
        statement_timeout: 15_000,
        // Prisma's adapter writes instants without a zone and counts on UTC.
        onConnect: async (client) => void (await client.query("SET TIME ZONE 'UTC'")),
      });
      pool.on("error", () => {}); // An idle connection that breaks is replaced at the next use.
      const connection = await pool.connect();
      connection.release();
    } catch (error) {
      throw new DatabaseUnavailable(
        `The PostgreSQL server can't be used (${reason(error)}): check that it runs and that the database URL is right.`,
        { cause: error },
      );
    }
    return new ServerDriver(url, pool, await new PrismaPg(pool).connect());
  }

  /** BEGIN and the scope go in one round trip. */
  async begin(scope: TransactionScope): Promise<OpenTransaction> {
    const connection = await this.#pool.connect().catch((error: unknown) => {
      throw asAdapterError(this.#adapter, error);
    });
    const ignore = () => {}; // The statement under way reports it; without a listener it would end the process.
    connection.on("error", ignore);
    const release = (broken: boolean) => {
      connection.off("error", ignore);
      connection.release(broken || this.#statements.isFull(connection));
    };
    let last: Promise<unknown> = Promise.resolve();
    // Prisma asks in parallel, and pg no longer wants to be asked before it has answered.
    const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
      const result = last.then(run, run);
      last = result;
      return result;
    };
    let ended = false;
    const control = async (sql: string): Promise<string> => {
      ended = sql === "COMMIT" || sql === "ROLLBACK";
      try {
        const result = await inTurn(() => connection.query(sql));
        return Array.isArray(result) ? "" : result.command;
      } catch (error) {
        release(true);
        throw asAdapterError(this.#adapter, error);
      }
    };
    await control([`BEGIN ${transactionMode(scope)}`, scopeStatement(scope) ?? ""].join(";"));
    return {
      queryable: overConnection(this.#adapter, {
        query: (query: pg.QueryConfig, values?: unknown[]) => inTurn(() => connection.query(query, values)),
      }),
      readValue: async (text, parameters) => {
        // The connection may serve another organisation by now.
        if (ended) throw new Error("A statement after the end of its transaction.");
        const name = this.#statements.nameFor(connection, text);
        const query = { ...(name === null ? {} : { name }), text, values: [...parameters], rowMode: "array" as const };
        const { rows } = await inTurn(() => connection.query<unknown[]>(query)).catch((error: unknown) => {
          throw asAdapterError(this.#adapter, error);
        });
        return rows[0]?.[0];
      },
      commit: async () => {
        const command = await control("COMMIT");
        release(false);
        // What PostgreSQL answers when a statement had failed, as if nothing were wrong.
        if (command === "ROLLBACK") throw new TransactionAborted("A statement failed, so nothing was written.");
      },
      rollback: async () => {
        await control("ROLLBACK");
        release(false);
      },
    };
  }

  async whileMigrating<T>(work: (session: MigrationSession) => Promise<T>): Promise<T> {
    const client = new pg.Client({ connectionString: this.#url, application_name: "kunna migrate" });
    client.on("error", () => {});
    await client.connect();
    try {
      await client.query(`SELECT pg_advisory_lock(${migrationLock})`);
      return await work({
        query: async (sql) => (await client.query<Record<string, unknown>>(sql)).rows,
        withEngineAdapter: (engineWork) => this.#withEngineAdapter(engineWork),
      });
    } finally {
      await client.end(); // Gives the lock back.
    }
  }

  /** The engine leaves its own advisory lock on the connection that it used, so that connection is not kept. */
  async #withEngineAdapter<T>(work: Parameters<MigrationSession["withEngineAdapter"]>[0]): Promise<T> {
    const pool = new pg.Pool({ connectionString: this.#url, max: 1, application_name: "kunna migrate" });
    try {
      const factory = new PrismaPg(pool);
      const adapter = withCharColumns(await factory.connect());
      return (await work(engineAdapterFactory(adapter, factory, (script) => pool.query(script)))) as T;
    } finally {
      await pool.end();
    }
  }

  get isListening(): boolean {
    return this.#listener.isListening;
  }

  listen(channel: string, listener: ChannelListener): Promise<() => Promise<void>> {
    return this.#listener.listen(channel, listener);
  }

  async close(): Promise<void> {
    await this.#listener.close();
    await this.#pool.end();
  }
}

/**
 * The engine's introspection reads columns of the type "char", which Prisma's pg adapter does not know: it gets them as
 * text, by their type's number (18 becomes 25).
 */
function withCharColumns(adapter: SqlDriverAdapter): SqlDriverAdapter {
  type Rows = { fields: Array<{ dataTypeID: number }> };
  const performIO = (adapter as unknown as { performIO(query: unknown): Promise<Rows> }).performIO.bind(adapter);
  return Object.create(adapter, {
    performIO: {
      value: async (query: unknown): Promise<Rows> => {
        const rows = await performIO(query);
        for (const field of rows.fields) if (field.dataTypeID === 18) field.dataTypeID = 25;
        return rows;
      },
    },
  }) as SqlDriverAdapter;
}

function reason(error: unknown): string {
  const { message, code } = error as { message?: string; code?: string };
  return message || code || "no reason given";
}
