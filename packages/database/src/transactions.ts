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

const organisations = new WeakMap<object, string>();

/** The organisation that a transaction was opened for. */
export function organisationOf(tx: TenantTransaction): string {
  const organisationId = organisations.get(tx);
  if (organisationId === undefined) throw new TypeError("Not a transaction of transact.");
  return organisationId;
}

/** @param open a transaction that is open in this scope already, to go on in and to end */
export async function runTenant<T>(
  client: PrismaClient,
  organisationId: string,
  readOnly: boolean,
  work: (tx: TenantTransaction) => Promise<T>,
  open?: OpenTransaction,
): Promise<T> {
  const scope = { ...tenantScope(organisationId, readOnly), ...(open ? { open } : {}) };
  return run(client, scope, (tx) => {
    organisations.set(tx, organisationId);
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
