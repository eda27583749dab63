import { type Deferred, deferred } from "../deferred.ts";
import { sqlState } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { type CompiledRead, compileRead } from "./compile.ts";
import { gather, gatherKey, type WaitingLookup } from "./lookups.ts";
import type { Model } from "./model.ts";
import type { ReadTransaction } from "./read-transaction.ts";
import { Inconsistent } from "./selection.ts";

/** Runs work in the reader's transaction. */
type InTransaction = <T>(work: (read: ReadTransaction) => Promise<T>) => Promise<T>;

interface Gathered {
  readonly lookups: WaitingLookup[];
  readonly found: Deferred<(lookup: WaitingLookup) => unknown>;
}

/** Prisma's reads, each by one statement that builds the whole answer, where we know how to say it in one. */
export class FastReads {
  readonly #inTransaction: InTransaction;
  readonly #waiting = new Map<string, Gathered>();

  constructor(inTransaction: InTransaction) {
    this.#inTransaction = inTransaction;
  }

  /** What Prisma's method would answer; null: Prisma has to be asked. */
  read(
    model: Model,
    method: string,
    args: readonly unknown[],
    byPrisma: () => Promise<unknown>,
  ): Promise<unknown> | null {
    const compiled = args.length <= 1 ? compileRead(model, method, args[0]) : null;
    return compiled && this.#answer(model, args[0], compiled, byPrisma);
  }

  async #answer(
    model: Model,
    args: unknown,
    compiled: CompiledRead,
    byPrisma: () => Promise<unknown>,
  ): Promise<unknown> {
    let answer: unknown;
    try {
      const key = gatherKey(compiled);
      answer = await (key === null ? this.#run(compiled) : this.#gathered(key, { model, args, compiled }));
    } catch (error) {
      // A value that its column does not take, above all: Prisma has its own error for each such case.
      if (error instanceof Inconsistent || /^(22|42)/.test(sqlState(error) ?? "")) return byPrisma();
      throw error;
    }
    if (answer === null && compiled.orThrow) throw notFound(model);
    return answer;
  }

  #run({ sql, parameters, decode }: CompiledRead): Promise<unknown> {
    return this.#inTransaction(async (read) => decode(await read.run(sql, parameters)));
  }

  /** Lookups by id that are asked for in one tick become one statement, as with Prisma. */
  async #gathered(key: string, lookup: WaitingLookup): Promise<unknown> {
    let group = this.#waiting.get(key);
    if (!group) {
      const started: Gathered = { lookups: [], found: deferred() };
      group = started;
      this.#waiting.set(key, started);
      process.nextTick(() => {
        this.#waiting.delete(key);
        this.#lookUp(started).then(started.found.resolve, started.found.reject);
      });
    }
    group.lookups.push(lookup);
    return (await group.found.promise)(lookup);
  }

  async #lookUp({ lookups }: Gathered): Promise<(lookup: WaitingLookup) => unknown> {
    const gathered = lookups.length > 1 ? gather(lookups) : null;
    if (gathered) {
      const { sql, parameters } = gathered.compiled;
      return this.#inTransaction(async (read) => gathered.rowOf(await read.run(sql, parameters)));
    }
    const answers = new Map<WaitingLookup, unknown>();
    for (const lookup of lookups) answers.set(lookup, await this.#run(lookup.compiled));
    return (lookup) => answers.get(lookup);
  }
}

function notFound({ name }: Model): Error {
  return new Prisma.PrismaClientKnownRequestError("No record was found for a query.", {
    code: "P2025",
    clientVersion: Prisma.prismaVersion.client,
    meta: { modelName: name, cause: "No record was found for a query." },
  });
}
