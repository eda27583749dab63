import { LmsConnectionNotInUse } from "@kunna/domain";
import type { InboundMessage } from "@kunna/lms-kit";
import { ConnectorAnswerInvalid, ConnectorError, parseReceivedFacts } from "@kunna/lms-kit";
import type { Services } from "../../services.ts";
import { recordHealth } from "../lms/index.ts";
import { askConnector, failureOf, openConnection } from "./ask-connector.ts";
import { type Ingested, ingestFacts } from "./ingest.ts";

/** What came of a message that an LMS sent. */
export type Received =
  | { readonly kind: "TAKEN"; readonly ingested: Ingested }
  /** Nothing is received there: there is no such connection, it is not in use, or its connector takes no messages. */
  | { readonly kind: "NOT_FOUND" }
  /** INVALID_MESSAGE: it is not authentic, or not readable. CONNECTOR_ANSWER_INVALID: what it says can't be taken. */
  | {
      readonly kind: "REFUSED";
      readonly code: "INVALID_MESSAGE" | "CONNECTOR_ANSWER_INVALID";
      readonly sentence: string;
    }
  | { readonly kind: "FAILED"; readonly code: string; readonly sentence: string; readonly retryAfter: number | null };

/**
 * Takes a message that an LMS sent to a connection's address. Nothing in it is believed before its connector has; what it says is
 * committed when this answers. Told again, it does nothing.
 */
export async function receiveLmsMessage(
  services: Services,
  connectionId: string,
  message: InboundMessage,
  signal: AbortSignal,
): Promise<Received> {
  const found = await services.database.asSystem((tx) =>
    tx.lmsConnection.findUnique({
      where: { id: connectionId },
      select: { organisationId: true, status: true, connector: true },
    }),
  );
  const connector = services.connectors.get(found?.connector ?? "");
  if (found?.status !== "ACTIVE" || !connector?.capabilities.includes("INBOUND")) return { kind: "NOT_FOUND" };
  const { organisationId } = found;
  const connection = await services.database.transact(organisationId, (tx) => openConnection(tx, connectionId));
  if (!connection) return { kind: "NOT_FOUND" };
  try {
    const facts = await askConnector(services, connection, signal, async ({ receive }, context) =>
      parseReceivedFacts(await receive?.call(connector, context, message)),
    );
    const ingested = await ingestFacts(services, { organisationId, connectionId }, facts, {
      last: ({ tx, now }) => recordHealth(tx, connectionId, { ok: true }, now),
    });
    return { kind: "TAKEN", ingested };
  } catch (error) {
    if (signal.aborted) throw error;
    if (error instanceof LmsConnectionNotInUse) return { kind: "NOT_FOUND" };
    // What strangers send says nothing of how the LMS is: it is not kept with the connection.
    if (error instanceof ConnectorError && error.code === "INVALID_MESSAGE")
      return { kind: "REFUSED", code: "INVALID_MESSAGE", sentence: failureOf(error).sentence };
    if (error instanceof ConnectorAnswerInvalid)
      return { kind: "REFUSED", code: error.code, sentence: failureOf(error).sentence };
    if (error instanceof ConnectorError) return { kind: "FAILED", ...failureOf(error) };
    throw error;
  }
}

/** Where an LMS sends its messages to a connection. */
export function inboundUrl({ publicUrl }: Pick<Services, "publicUrl">, connectionId: string): string {
  return `${publicUrl}/lms/${connectionId}`;
}
