import { type Deferred, deferred } from "../deferred.ts";
import type { Driver, OpenTransaction } from "../driver.ts";
import { translateError } from "../errors.ts";
import type { PrismaClient } from "../generated/prisma/client.ts";
import type { QueryLog } from "../queries.ts";
import { beginStatements, type TransactionScope, tenantScope } from "../scope.ts";
import { runReader, type TenantTransaction } from "../transactions.ts";
import type { Parameter } from "./values.ts";

/** What a reader reads from. */
export interface ReadSource {
  readonly client: PrismaClient;
  readonly driver: Driver;
  readonly log: QueryLog;
}

/**
 * One transaction that only reads, in an organisation's scope. Our own statements go straight to its connection; the
 * first call that needs Prisma hands the same transaction to it, so that all of them see one snapshot.
 */
export class ReadTransaction {
  readonly #source: ReadSource;
  readonly #organisationId: string;
  readonly #open: OpenTransaction;
  #adopted: Adopted | null = null;

  private constructor(source: ReadSource, organisationId: string, open: OpenTransaction) {
    this.#source = source;
    this.#organisationId = organisationId;
    this.#open = open;
  }

  static async begin(source: ReadSource, organisationId: string): Promise<ReadTransaction> {
    const scope: TransactionScope = tenantScope(organisationId, true);
    const begun = source.log.observe(beginStatements(scope), [], () => source.driver.begin(scope));
    const open = await begun.catch((error: unknown) => {
      throw translateError(error);
    });
    return new ReadTransaction(source, organisationId, open);
  }

  /** The one value that the statement answers with; undefined when it gives no row. */
  run(sql: string, parameters: readonly Parameter[]): Promise<unknown> {
    return this.#source.log.observe(sql, parameters, () => this.#open.readValue(sql, parameters));
  }

  /** This transaction as Prisma's. */
  prisma(): Promise<TenantTransaction> {
    this.#adopted ??= this.#adopt();
    return this.#adopted.transaction.promise;
  }

  /** To be called once, when no statement is under way. */
  async end(): Promise<void> {
    if (!this.#adopted) return this.#source.log.observe("COMMIT", [], () => this.#open.commit());
    this.#adopted.released.resolve();
    await this.#adopted.ended;
  }

  #adopt(): Adopted {
    const transaction = deferred<TenantTransaction>();
    const released = deferred<void>();
    const work = async (tx: TenantTransaction): Promise<void> => {
      transaction.resolve(tx);
      await released.promise;
    };
    const ended = runReader(this.#source.client, this.#organisationId, work, this.#open);
    ended.catch(transaction.reject);
    return { transaction, released, ended };
  }
}

interface Adopted {
  readonly transaction: Deferred<TenantTransaction>;
  readonly released: Deferred<void>;
  /** When Prisma has committed, or rolled back. */
  readonly ended: Promise<void>;
}
