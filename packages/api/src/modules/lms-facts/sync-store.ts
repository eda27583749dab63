import type { TenantTransaction } from "@kunna/database";
import { type OpenedConnection, openedSelect } from "./ask-connector.ts";

// Of a connection, this module writes where reading its facts stands, and nothing else.

/** How long a connection's facts are left to the worker that reads them, in milliseconds: well over what a page may take. */
const leaseTime = 5 * 60_000;

/** A connection whose facts this worker reads. */
export interface LeasedConnection extends OpenedConnection {
  readonly cursor: string | null;
  readonly leasedUntil: Date;
  readonly failures: number;
}

/** Takes a connection whose facts are due; null: another worker has it, or there is nothing to do. */
export async function leaseSync(
  tx: TenantTransaction,
  connectionId: string,
  now: Date,
): Promise<LeasedConnection | null> {
  const leasedUntil = new Date(now.getTime() + leaseTime);
  const taken = await tx.$executeRaw`
    UPDATE "LmsConnection" SET "leasedUntil" = ${leasedUntil}
    WHERE "id" = ${connectionId}::uuid AND "status" = 'ACTIVE' AND "nextSyncAt" <= ${now}
      AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now}) AND ("restUntil" IS NULL OR "restUntil" <= ${now})`;
  if (taken === 0) return null;
  const select = { ...openedSelect, cursor: true, failures: true };
  return { ...(await tx.lmsConnection.findUniqueOrThrow({ where: { id: connectionId }, select })), leasedUntil };
}

/** Where reading goes on, and when. */
export interface SyncPlace {
  readonly cursor: string | null;
  readonly nextSyncAt: Date;
}

/**
 * Keeps where reading goes on, if the connection is still this worker's and stands where it began. That is asked of the row
 * as it is when it is written, so of two workers one goes on.
 * @returns whether it was
 */
export async function moveSync(
  tx: TenantTransaction,
  { id, cursor, leasedUntil }: LeasedConnection,
  next: SyncPlace,
): Promise<boolean> {
  const { count } = await tx.lmsConnection.updateMany({
    where: { id, cursor, leasedUntil },
    data: { ...next, leasedUntil: null },
  });
  return count > 0;
}

/** Lets go of a connection without having read: whoever comes next begins where this one did. */
export async function releaseSync(tx: TenantTransaction, { id, leasedUntil }: LeasedConnection): Promise<void> {
  await tx.lmsConnection.updateMany({ where: { id, leasedUntil }, data: { leasedUntil: null } });
}
