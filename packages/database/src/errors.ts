/** The database can't be opened. The message says why and what to do. */
export class DatabaseUnavailable extends Error {
  readonly code = "DATABASE_UNAVAILABLE";
  override readonly name = "DatabaseUnavailable";
}

/** A concurrent transaction won (serialization failure or deadlock): the whole of this one may be tried again. */
export class TransactionConflict extends Error {
  readonly code = "TRANSACTION_CONFLICT";
  override readonly name = "TransactionConflict";
}

/** The work ended without an error, but a statement in it had failed, so the database rolled all of it back. */
export class TransactionAborted extends Error {
  readonly code = "TRANSACTION_ABORTED";
  override readonly name = "TransactionAborted";
}

/** A trigger refused to change what never changes: a published version, a submitted revision, a review, a certificate, an event (R1, R3, R13). */
export class ImmutableRow extends Error {
  readonly code = "IMMUTABLE_ROW";
  override readonly name = "ImmutableRow";
}

/** A write through a reader. */
export class ReadOnlyClient extends Error {
  readonly code = "READ_ONLY_CLIENT";
  override readonly name = "ReadOnlyClient";
}

/** SQLSTATE that the triggers of the `immutability` migration raise. */
const immutableState = "KN001";

/** The SQLSTATE that the database gave, looked for through Prisma's wrappers; null when the error has none. */
export function sqlState(error: unknown): string | null {
  const cause = driverError(error);
  return cause?.originalCode ?? cause?.code ?? null;
}

/** The name of the constraint or unique index that refused a row; null when the error is none of that kind. */
export function violatedConstraint(error: unknown): string | null {
  return driverError(error)?.originalMessage?.match(/constraint "([^"]+)"/)?.[1] ?? null;
}

/** Turns what the caller can act on into a class of its own; leaves every other error as it is. */
export function translateError(error: unknown): unknown {
  switch (sqlState(error)) {
    case "40001":
    case "40P01":
      return new TransactionConflict("A concurrent change won; try again.", { cause: error });
    case immutableState:
      return new ImmutableRow(driverError(error)?.originalMessage ?? "This never changes.", { cause: error });
    default:
      return prismaCode(error) === "P2034"
        ? new TransactionConflict("A concurrent change won; try again.", { cause: error })
        : error;
  }
}

/**
 * What node says of a connection, SQLSTATE of its classes, and what Prisma says of one that it could not have. Prisma's P2028 is
 * none of them by itself: it also says that a transaction took too long, and that would again.
 */
const lostCodes =
  /^(E(CONNRESET|CONNREFUSED|CONNABORTED|PIPE|TIMEDOUT|HOSTUNREACH|NETUNREACH|NOTFOUND|AI_AGAIN)|08\w{3}|57P0[1-3]|53300|P1001|P1002|P1008|P1017|P2024)$/;
const lostKinds: ReadonlySet<string> = new Set([
  "ConnectionClosed",
  "DatabaseNotReachable",
  "SocketTimeout",
  "TooManyConnections",
]);

/** Whether the database could not be reached, or the connection was lost on the way: what only reads may be tried again. */
export function isConnectionLost(error: unknown, depth = 0): boolean {
  if (typeof error !== "object" || error === null || depth > 5) return false;
  const { code, originalCode, kind, message, cause, meta } = error as Record<string, unknown>;
  return (
    [code, originalCode].some((one) => typeof one === "string" && lostCodes.test(one)) ||
    (typeof kind === "string" && lostKinds.has(kind)) ||
    (typeof message === "string" &&
      /connection (was )?(terminated|closed)|connection timeout|connection error|when trying to connect|unable to start a transaction/i.test(
        message,
      )) ||
    isConnectionLost(cause, depth + 1) ||
    isConnectionLost((meta as { driverAdapterError?: unknown } | undefined)?.driverAdapterError, depth + 1)
  );
}

export function prismaCode(error: unknown): string | null {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === "string" && /^P\d{4}$/.test(code) ? code : null;
}

interface DriverError {
  readonly originalCode?: string;
  readonly originalMessage?: string;
  readonly code?: string;
}

/** Known request errors carry the driver's in `meta`, raw ones as `cause`, and a commit's error is the driver's own. */
function driverError(error: unknown): DriverError | null {
  if (typeof error !== "object" || error === null) return null;
  const { meta, cause } = error as { meta?: { driverAdapterError?: { cause?: unknown } }; cause?: unknown };
  const found = meta?.driverAdapterError?.cause ?? cause;
  if (typeof found !== "object" || found === null) return null;
  if ("originalCode" in found || "kind" in found) return found as DriverError;
  return driverError(found);
}
