import { decryptSecret } from "@kunna/credentials";
import type { TenantTransaction } from "@kunna/database";
import { ConnectorUnknown } from "@kunna/domain";
import { type Connector, ConnectorAnswerInvalid, type ConnectorContext, ConnectorError } from "@kunna/lms-kit";
import { z } from "zod";
import type { Services } from "../../services.ts";

/** How long a connector may take for one call, in milliseconds. */
const callTimeout = 60_000;

const settingsSchema = z.record(z.string(), z.string());

/** A connection with what its connector needs, as it is kept. */
export interface OpenedConnection {
  readonly id: string;
  readonly organisationId: string;
  readonly connector: string;
  readonly settings: unknown;
  readonly secrets: readonly { readonly id: string; readonly key: string; readonly encryptedSecret: Uint8Array }[];
}

/** What is read of a connection for its connector. */
export const openedSelect = {
  ...{ id: true, organisationId: true, connector: true, settings: true },
  secrets: { select: { id: true, key: true, encryptedSecret: true } },
} as const;

/** A connection with what its connector needs; null: there is none. */
export function openConnection(tx: TenantTransaction, connectionId: string): Promise<OpenedConnection | null> {
  return tx.lmsConnection.findUnique({ where: { id: connectionId }, select: openedSelect });
}

/** The secrets of a connection can't be opened with this installation's secret. */
class SecretNotReadable extends Error {}

/**
 * Asks a connection's connector, with no transaction open. What it gives is not yet parsed.
 * @throws ConnectorUnknown, and what `failureOf` tells of; `signal.reason` when that ends
 */
export async function askConnector<T>(
  services: Services,
  connection: OpenedConnection,
  signal: AbortSignal,
  ask: (connector: Connector, context: ConnectorContext) => Promise<T>,
): Promise<T> {
  const connector = services.connectors.get(connection.connector);
  if (!connector) throw new ConnectorUnknown(connection.connector);
  const late = AbortSignal.timeout(callTimeout);
  const either = AbortSignal.any([signal, late]);
  const context: ConnectorContext = {
    settings: settingsSchema.parse(connection.settings),
    secrets: opened(connection, services.installationSecret),
    fetch: services.connectorFetch,
    now: services.now,
    signal: either,
  };
  // One that does not heed its signal is waited for no longer.
  let stop = () => {};
  const ended = new Promise<never>((_, reject) => {
    stop = () => reject(either.reason);
    either.addEventListener("abort", stop, { once: true });
  });
  try {
    either.throwIfAborted();
    return await Promise.race([ask(connector, context), ended]);
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (late.aborted) throw new ConnectorError("UNREACHABLE", "The LMS did not answer in time.");
    throw error;
  } finally {
    either.removeEventListener("abort", stop);
  }
}

function opened({ secrets }: OpenedConnection, installationSecret: Uint8Array): Record<string, string> {
  try {
    return Object.fromEntries(
      secrets.map(({ id, key, encryptedSecret }) => [key, decryptSecret(encryptedSecret, installationSecret, id)]),
    );
  } catch (cause) {
    throw new SecretNotReadable("The secrets of a connection can't be opened.", { cause });
  }
}

/** Why something with an LMS failed, as an administrator is told. */
export interface ConnectorFailure {
  /** Stable: a `ConnectorProblem`, or one of ours. */
  readonly code: string;
  readonly sentence: string;
  /** How long the LMS asks to be left alone, in milliseconds. */
  readonly retryAfter: number | null;
}

/** The longest sentence of a connector that is kept, in characters. */
const longestSentence = 500;

/** What is told of an error that came of asking a connector. Of what is not foreseen, nothing: it may have a secret in it. */
export function failureOf(error: unknown): ConnectorFailure {
  if (error instanceof ConnectorError) {
    const { code, message, retryAfter } = error;
    // The database keeps no U+0000.
    return { code, sentence: message.replaceAll("\u0000", "").slice(0, longestSentence), retryAfter };
  }
  if (error instanceof ConnectorAnswerInvalid)
    return {
      code: error.code,
      sentence: "The connector handed over what can't be read. Tell whoever wrote it.",
      retryAfter: null,
    };
  if (error instanceof ConnectorUnknown)
    return { code: error.code, sentence: `${error.message} Ask whoever runs it to add it.`, retryAfter: null };
  if (error instanceof SecretNotReadable)
    return {
      code: "SECRET_NOT_READABLE",
      sentence: "The secrets of this connection can't be opened: the installation's secret has changed. Connect anew.",
      retryAfter: null,
    };
  return {
    code: "CONNECTOR_FAILED",
    sentence: "The connector failed in a way that was not foreseen. The server's log says how.",
    retryAfter: null,
  };
}
