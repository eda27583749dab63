import type {
  IsolationLevel,
  SqlDriverAdapter,
  SqlDriverAdapterFactory,
  SqlQuery,
  SqlQueryable,
  Transaction,
} from "@prisma/driver-adapter-utils";
import type { Driver, OpenTransaction } from "./driver.ts";
import type { QueryLog } from "./queries.ts";
import { beginStatements, transactionScope } from "./scope.ts";

/** Names as Prisma's own factories give them: the client chooses its dialect by them. */
const identity = { provider: "postgres", adapterName: "@prisma/adapter-pg" } as const;

/**
 * What the Prisma client talks to. Every statement runs in a transaction that was opened in a scope (see scope.ts);
 * one outside is refused, so no query can miss its organisation.
 */
export function prismaAdapterFactory(driver: Driver, log: QueryLog): SqlDriverAdapterFactory {
  const adapter: SqlDriverAdapter = {
    ...identity,
    queryRaw: refuse,
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: (isolationLevel) => startTransaction(driver, log, isolationLevel),
    getConnectionInfo: () => ({ schemaName: "public", supportsRelationJoins: true }),
    dispose: async () => {},
  };
  return { ...identity, connect: async () => adapter };
}

async function refuse(): Promise<never> {
  throw new Error("A statement outside of a transaction: use transact, reader or asSystem.");
}

async function startTransaction(driver: Driver, log: QueryLog, isolationLevel?: IsolationLevel): Promise<Transaction> {
  const scope = transactionScope.getStore();
  if (!scope) return refuse();
  if (isolationLevel) throw new Error("The scope decides the isolation level.");
  const open = scope.open ?? (await log.observe(beginStatements(scope), [], () => driver.begin(scope)));
  return new ScopedTransaction(open, log);
}

class ScopedTransaction implements Transaction {
  readonly provider = identity.provider;
  readonly adapterName = identity.adapterName;
  /** COMMIT and ROLLBACK are ours to send, in commit() and rollback(). */
  readonly options = { usePhantomQuery: true };
  readonly #open: OpenTransaction;
  readonly #queryable: SqlQueryable;
  readonly #log: QueryLog;

  constructor(open: OpenTransaction, log: QueryLog) {
    this.#open = open;
    this.#queryable = open.queryable;
    this.#log = log;
  }

  queryRaw(query: SqlQuery) {
    return this.#log.observe(query.sql, query.args, () => this.#queryable.queryRaw(query));
  }

  executeRaw(query: SqlQuery) {
    return this.#log.observe(query.sql, query.args, () => this.#queryable.executeRaw(query));
  }

  commit() {
    return this.#log.observe("COMMIT", [], () => this.#open.commit());
  }

  rollback() {
    return this.#log.observe("ROLLBACK", [], () => this.#open.rollback());
  }

  createSavepoint(name: string) {
    return this.#control(`SAVEPOINT ${name}`);
  }

  rollbackToSavepoint(name: string) {
    return this.#control(`ROLLBACK TO SAVEPOINT ${name}`);
  }

  releaseSavepoint(name: string) {
    return this.#control(`RELEASE SAVEPOINT ${name}`);
  }

  async #control(sql: string): Promise<void> {
    await this.executeRaw({ sql, args: [], argTypes: [] });
  }
}
