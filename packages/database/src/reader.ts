import { type Deferred, deferred } from "./deferred.ts";
import { prismaCode, ReadOnlyClient } from "./errors.ts";
import { FastReads } from "./fast-read/fast-reads.ts";
import { modelOfProperty } from "./fast-read/model.ts";
import { type ReadSource, ReadTransaction } from "./fast-read/read-transaction.ts";
import type { PrismaClient } from "./generated/prisma/client.ts";
import type { TenantTransaction } from "./transactions.ts";

/** The reads of one request. */
export interface Reader {
  /**
   * Looks like a Prisma client, and reads only: a write throws ReadOnlyClient. The calls share one transaction, and so
   * one snapshot, that opens by itself and ends once none is under way for a turn of the event loop. What fast-read/ can
   * put into one statement does not go through Prisma; the answers are the same.
   */
  readonly client: PrismaClient;
  /** Waits until the open transaction has ended. Needed before a transaction of another kind: PGlite has one connection. */
  end(): Promise<void>;
}

const readMethods: ReadonlySet<string> = new Set([
  "findMany",
  "findFirst",
  "findFirstOrThrow",
  "findUnique",
  "findUniqueOrThrow",
  "count",
  "aggregate",
  "groupBy",
]);
const readRaw: ReadonlySet<string> = new Set(["$queryRaw", "$queryRawUnsafe"]);

export function createReader(source: ReadSource, organisationId: string): Reader {
  const shared = new SharedTransaction(source, organisationId);
  const fast = new FastReads((work) => shared.call(work));
  const { client } = source;
  const models = new Map<string, unknown>();
  const proxy = new Proxy(
    {},
    {
      has: (_, name) => name in client, // Pothos asks before it takes a model.
      get(_, name) {
        if (typeof name === "symbol" || name === "then") return undefined;
        if (readRaw.has(name)) {
          return (...args: unknown[]) => shared.call(async (read) => method(await read.prisma(), name)(...args));
        }
        if (name.startsWith("$")) return refuse(name);
        if (!(name in client)) return undefined;
        if (!models.has(name)) models.set(name, modelProxy(shared, fast, name));
        return models.get(name);
      },
    },
  );
  return { client: proxy as unknown as PrismaClient, end: () => shared.end() };
}

function modelProxy(shared: SharedTransaction, fast: FastReads, property: string): unknown {
  const model = modelOfProperty(property);
  return new Proxy(
    {},
    {
      get(_, name) {
        if (typeof name === "symbol" || name === "then") return undefined;
        if (!readMethods.has(name)) return refuse(`${property}.${name}`);
        return (...args: unknown[]) => {
          const byPrisma = () =>
            shared.call(async (read) => {
              const tx = await read.prisma();
              return method(tx[property as keyof TenantTransaction] as object, name)(...args);
            });
          return (model && fast.read(model, name, args, byPrisma)) ?? byPrisma();
        };
      },
    },
  );
}

function method(target: object, name: string): (...args: unknown[]) => Promise<unknown> {
  const found = (target as Record<string, (...args: unknown[]) => Promise<unknown>>)[name];
  if (!found) throw new TypeError(`Prisma has no ${name}.`);
  return found.bind(target);
}

function refuse(what: string): () => never {
  return () => {
    throw new ReadOnlyClient(`${what} is not for a reader: write in a command's transaction.`);
  };
}

/** One open transaction at a time, opened by the first call that finds none. */
class SharedTransaction {
  readonly #source: ReadSource;
  readonly #organisationId: string;
  #current: OpenRead | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(source: ReadSource, organisationId: string) {
    this.#source = source;
    this.#organisationId = organisationId;
  }

  async call<T>(work: (read: ReadTransaction) => Promise<T>): Promise<T> {
    this.#current ??= this.#start();
    const open = this.#current;
    open.inFlight += 1;
    try {
      return await work(await open.transaction.promise);
    } catch (error) {
      // A failed statement spoils the transaction for the calls after it; what was not found does not.
      if (prismaCode(error) !== "P2025") this.#detach(open);
      throw error;
    } finally {
      open.inFlight -= 1;
      if (open.inFlight === 0) setImmediate(() => this.#release(open));
    }
  }

  async end(): Promise<void> {
    const open = this.#current;
    if (open?.inFlight === 0) this.#release(open);
    await this.#last;
  }

  #start(): OpenRead {
    const open: OpenRead = { transaction: deferred(), released: deferred(), inFlight: 0 };
    const before = this.#last;
    const run = async (): Promise<void> => {
      await before; // A request never holds two connections.
      const read = await ReadTransaction.begin(this.#source, this.#organisationId);
      open.transaction.resolve(read);
      await open.released.promise;
      await read.end();
    };
    // Each call has got its own answer or error; the end of a transaction that only read has nothing to add.
    this.#last = run().catch((error: unknown) => {
      open.transaction.reject(error);
      this.#detach(open);
    });
    return open;
  }

  #release(open: OpenRead): void {
    if (open.inFlight > 0) return;
    this.#detach(open);
    open.released.resolve();
  }

  #detach(open: OpenRead): void {
    if (this.#current === open) this.#current = null;
  }
}

interface OpenRead {
  readonly transaction: Deferred<ReadTransaction>;
  readonly released: Deferred<void>;
  inFlight: number;
}
