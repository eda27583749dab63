import { AsyncLocalStorage } from "node:async_hooks";
import type { OpenTransaction } from "./driver.ts";

/** What a transaction is opened as. Without an organisation it runs as the owner, whom row-level security lets through. */
export interface TransactionScope {
  readonly organisationId: string | null;
  readonly readOnly: boolean;
  /** Opened in this scope already: Prisma goes on in it, and ends it. */
  readonly open?: OpenTransaction;
}

/**
 * How the scope reaches the driver adapter, which begins the transaction: Prisma has no way to pass it. The adapter
 * refuses a transaction that comes without one, so a forgotten scope is an error and never a transaction as the owner.
 */
export const transactionScope = new AsyncLocalStorage<TransactionScope>();

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The scope of an organisation's transaction. Throws a TypeError when the id is no UUID: it becomes part of a statement. */
export function tenantScope(organisationId: string, readOnly: boolean): TransactionScope {
  if (!uuid.test(organisationId)) throw new TypeError("The organisation's id is not a UUID.");
  return { organisationId, readOnly };
}

export const systemScope: TransactionScope = { organisationId: null, readOnly: false };

/** How a transaction begins, as the query log shows it. */
export function beginStatements(scope: TransactionScope): string {
  return [`BEGIN ${transactionMode(scope)}`, scopeStatement(scope)].filter((part) => part !== null).join("; ");
}

/** What follows BEGIN. Reads see one snapshot however many queries they take. */
export function transactionMode(scope: TransactionScope): string {
  return scope.readOnly ? "ISOLATION LEVEL REPEATABLE READ READ ONLY" : "ISOLATION LEVEL READ COMMITTED";
}

/** The first statement of a tenant's transaction; it holds until the transaction ends. Null for the owner. */
export function scopeStatement(scope: TransactionScope): string | null {
  if (scope.organisationId === null) return null;
  return `SELECT set_config('role', 'kunna_app', true), set_config('app.organisation', '${scope.organisationId}', true)`;
}
