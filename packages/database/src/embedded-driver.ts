import { PGlite, type Transaction } from "@electric-sql/pglite";
import type { SqlDriverAdapter } from "@prisma/driver-adapter-utils";
import { PrismaPGlite } from "pglite-prisma-adapter";
import { deferred } from "./deferred.ts";
import type { ChannelListener, Driver, MigrationSession, OpenTransaction } from "./driver.ts";
import { asAdapterError, engineAdapterFactory, overConnection } from "./driver.ts";
import { DatabaseUnavailable, TransactionAborted } from "./errors.ts";
import { lockFolder } from "./folder-lock.ts";
import { scopeStatement, type TransactionScope, transactionMode } from "./scope.ts";

/** PGlite in this process. It has one connection: while a transaction is open, everything else waits. */
export class EmbeddedDriver implements Driver {
  readonly kind = "embedded";
  readonly isListening = true;
  readonly #pglite: PGlite;
  readonly #adapter: SqlDriverAdapter;
  readonly #unlock: () => void;
  #migrating: Promise<unknown> = Promise.resolve();

  private constructor(pglite: PGlite, adapter: SqlDriverAdapter, unlock: () => void) {
    this.#pglite = pglite;
    this.#adapter = adapter;
    this.#unlock = unlock;
  }

  /** Throws DatabaseUnavailable when the folder is in use or its data can't be read. */
  static async open(folder: string | null, snapshot?: Blob): Promise<EmbeddedDriver> {
    const unlock = folder === null ? () => {} : lockFolder(folder);
    try {
      const pglite = await PGlite.create({
        ...(folder === null ? {} : { dataDir: folder }),
        ...(snapshot ? { loadDataDir: snapshot } : {}),
      });
      return new EmbeddedDriver(pglite, await new PrismaPGlite(pglite).connect(), unlock);
    } catch (error) {
      unlock();
      throw new DatabaseUnavailable(
        folder === null
          ? "The database in memory can't be started: free some memory, or give the URL of a PostgreSQL server."
          : `The data folder ${folder} can't be opened: restore it from a backup, or move it away to begin with an empty one.`,
        { cause: error },
      );
    }
  }

  /** PGlite gives a transaction to a callback, so the callback waits until we are told how it ends. */
  async begin(scope: TransactionScope): Promise<OpenTransaction> {
    const end = deferred<"commit" | "rollback">();
    const begun = deferred<Transaction>();
    const ended = this.#pglite.transaction(async (transaction) => {
      await transaction.exec([`SET TRANSACTION ${transactionMode(scope)}`, scopeStatement(scope) ?? ""].join(";"));
      begun.resolve(transaction);
      if ((await end.promise) === "rollback") await transaction.rollback();
      else await refuseAborted(transaction);
    });
    ended.catch(begun.reject);
    const transaction = await begun.promise.catch((error: unknown) => {
      throw asAdapterError(this.#adapter, error);
    });
    const finish = (how: "commit" | "rollback") => async () => {
      end.resolve(how);
      await ended.catch((error: unknown) => {
        throw asAdapterError(this.#adapter, error);
      });
    };
    return {
      queryable: overConnection(this.#adapter, transaction),
      readValue: async (sql, parameters) => {
        const answer = transaction.query<unknown[]>(sql, [...parameters], { rowMode: "array" });
        const { rows } = await answer.catch((error: unknown) => {
          throw asAdapterError(this.#adapter, error);
        });
        return rows[0]?.[0];
      },
      commit: finish("commit"),
      rollback: finish("rollback"),
    };
  }

  /** No other process has the folder, so a queue in this one is enough. */
  whileMigrating<T>(work: (session: MigrationSession) => Promise<T>): Promise<T> {
    const result = this.#migrating.then(() => work(this.#migrationSession()));
    this.#migrating = result.catch(() => {});
    return result;
  }

  #migrationSession(): MigrationSession {
    const factory = new PrismaPGlite(this.#pglite);
    return {
      query: async (sql) => (await this.#pglite.query<Record<string, unknown>>(sql)).rows,
      withEngineAdapter: async (work) => {
        try {
          return await work(engineAdapterFactory(this.#adapter, factory, (script) => this.#pglite.exec(script)));
        } finally {
          await this.#pglite.exec("SELECT pg_advisory_unlock_all()"); // The engine leaves its own.
        }
      },
    };
  }

  listen(channel: string, listener: ChannelListener): Promise<() => Promise<void>> {
    return this.#pglite.listen(channel, (payload) => listener.onMessage(payload));
  }

  /** The whole database as a file, for openDatabase's `snapshot`. */
  snapshot(): Promise<Blob> {
    return this.#pglite.dumpDataDir("none");
  }

  async close(): Promise<void> {
    try {
      await this.#pglite.close();
    } finally {
      this.#unlock();
    }
  }
}

/** COMMIT after a failed statement rolls back without a word; any statement says so. */
async function refuseAborted(transaction: Transaction): Promise<void> {
  await transaction.query("SELECT 1").catch((error: unknown) => {
    throw new TransactionAborted("A statement failed, so nothing was written.", { cause: error });
  });
}
