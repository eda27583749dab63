import type { OpenTransaction } from "./driver.ts";
import { translateError } from "./errors.ts";
import type { Prisma, PrismaClient } from "./generated/prisma/client.ts";
import { systemScope, type TransactionScope, tenantScope, transactionScope } from "./scope.ts";

declare const tenant: unique symbol;
declare const system: unique symbol;

/** Prisma's transaction client, in one organisation: row-level security hides every other one's rows. */
export type TenantTransaction = Prisma.TransactionClient & { readonly [tenant]: true };

/** Prisma's transaction client as the owner, who sees every organisation. */
export type SystemTransaction = Prisma.TransactionClient & { readonly [system]: true };

/** How long to wait for a connection, and how long a transaction may take. */
const limits = { maxWait: 10_000, timeout: 15_000 };

/** What is known of an open transaction of an organisation. */
interface Tenancy {
  readonly organisationId: string;
  readonly outbox: Outbox;
}

/** How the relays hear of the events that a transaction writes. */
export interface Outbox {
  /** By the statement that writes them; otherwise `nudge` is called once they are committed. */
  readonly sendsFromSql: boolean;
  readonly nudge: () => void;
}

const tenancies = new WeakMap<object, Tenancy>();
/** Those that have written events. */
const writers = new WeakSet<object>();

/** The organisation that a transaction was opened for. */
export function organisationOf(tx: TenantTransaction): string {
  return tenancyOf(tx).organisationId;
}

/** Says that events are written. Whether the statement that writes them is to wake the relays. */
export function writesEvents(tx: TenantTransaction): boolean {
  writers.add(tx);
  return tenancyOf(tx).outbox.sendsFromSql;
}

function tenancyOf(tx: TenantTransaction): Tenancy {
  const tenancy = tenancies.get(tx);
  if (!tenancy) throw new TypeError("Not a transaction of transact.");
  return tenancy;
}

/** What only reads writes no event. */
const noOutbox: Outbox = { sendsFromSql: true, nudge() {} };

/** Runs the work in a transaction that writes. */
export async function runWriter<T>(
  client: PrismaClient,
  organisationId: string,
  outbox: Outbox,
  work: (tx: TenantTransaction) => Promise<T>,
): Promise<T> {
  let hasWritten = false;
  const result = await run(client, tenantScope(organisationId, false), async (tx) => {
    tenancies.set(tx, { organisationId, outbox });
    const done = await work(tx as TenantTransaction);
    hasWritten = writers.has(tx);
    return done;
  });
  if (hasWritten && !outbox.sendsFromSql) outbox.nudge();
  return result;
}

/**
 * Runs the work in a transaction that only reads.
 * @param open a transaction that is open in this scope already, to go on in and to end
 */
export async function runReader<T>(
  client: PrismaClient,
  organisationId: string,
  work: (tx: TenantTransaction) => Promise<T>,
  open?: OpenTransaction,
): Promise<T> {
  const scope = { ...tenantScope(organisationId, true), ...(open ? { open } : {}) };
  return run(client, scope, (tx) => {
    tenancies.set(tx, { organisationId, outbox: noOutbox });
    return work(tx as TenantTransaction);
  });
}

export function runSystem<T>(client: PrismaClient, work: (tx: SystemTransaction) => Promise<T>): Promise<T> {
  return run(client, systemScope, (tx) => work(tx as SystemTransaction));
}

async function run<T>(
  client: PrismaClient,
  scope: TransactionScope,
  work: (tx: Prisma.TransactionClient) => Promise<T>,
): Promise<T> {
  try {
    // The scope is for the opening alone: the work may open other transactions, in scopes of their own.
    return await transactionScope.run(scope, () =>
      client.$transaction((tx) => transactionScope.exit(() => work(tx)), limits),
    );
  } catch (error) {
    throw translateError(error);
  }
}
