import { ConnectorUnknown, NotFound } from "@kunna/domain";
import { type ConnectorHealth, parseHealth } from "@kunna/lms-kit";
import type { Services } from "../../services.ts";
import { type ConnectionPlace, recordHealth } from "../lms/index.ts";
import { askConnector, failureOf, openConnection } from "./ask-connector.ts";

/**
 * Tries a connection from end to end, with no transaction open, and keeps how it is. What fails is a check that is not ok.
 * @throws NotFound, ConnectorUnknown
 */
export async function checkConnection(services: Services, place: ConnectionPlace): Promise<ConnectorHealth> {
  const { organisationId, connectionId } = place;
  const { database, connectors } = services;
  const connection = await database.transact(organisationId, (tx) => openConnection(tx, connectionId));
  if (!connection) throw new NotFound("connection");
  if (!connectors.has(connection.connector)) throw new ConnectorUnknown(connection.connector);
  const health = await askConnector(services, connection, new AbortController().signal, async (connector, context) =>
    parseHealth(await connector.check(context)),
  ).catch((error: unknown): ConnectorHealth => {
    const { code, sentence } = failureOf(error);
    return { ok: false, checks: [{ name: code, ok: false, detail: sentence }] };
  });
  const failed = health.checks.find(({ ok }) => !ok);
  await database.transact(organisationId, (tx) =>
    recordHealth(
      tx,
      connectionId,
      failed
        ? {
            ok: false,
            code: "CHECK_FAILED",
            sentence: `${failed.name}: ${failed.detail}`.replaceAll("\u0000", "").slice(0, 500),
          }
        : { ok: true },
      services.now(),
    ),
  );
  return health;
}
