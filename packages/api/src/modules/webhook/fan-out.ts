import type { TenantTransaction } from "@kunna/database";
import { isWanted, webhookSubject } from "@kunna/domain";
import type { Services } from "../../services.ts";
import { addDeliveries, callFirst, lockFreeEndpoint } from "./delivery-store.ts";

/** How many events of the feed are looked at in one transaction. */
const batchSize = 500;

/** An endpoint, wherever it is. */
export interface EndpointPlace {
  readonly organisationId: string;
  readonly endpointId: string;
}

/** The endpoints in use that have not come to the end of their feeds. */
export function endpointsBehind({ database }: Services): Promise<EndpointPlace[]> {
  return database.asSystem(
    (tx) => tx.$queryRaw<EndpointPlace[]>`
      SELECT e."id" AS "endpointId", e."organisationId" FROM "WebhookEndpoint" e
      JOIN "Feed" f ON f."organisationId" = e."organisationId"
      WHERE e."status" = 'ACTIVE' AND e."position" < f."position"`,
  );
}

/**
 * Makes deliveries of the next events that the endpoint asks for, and moves it on, in one transaction: however often it is
 * done, and by however many, each event becomes one delivery.
 * @returns whether there may be more; not while another holds the endpoint, who is at it, or ends and is followed by the next round
 */
export async function fanOut(services: Services, { organisationId, endpointId }: EndpointPlace): Promise<boolean> {
  return services.database.transact(organisationId, async (tx) => {
    if (!(await lockFreeEndpoint(tx, endpointId))) return false;
    const endpoint = await tx.webhookEndpoint.findUnique({ where: { id: endpointId } });
    if (endpoint?.status !== "ACTIVE") return false;
    const events = await eventsAfter(tx, endpoint.position, batchSize);
    const last = events.at(-1);
    if (!last) return false;
    const deliveries = events.filter((event) => isWanted(endpoint, event));
    const now = services.now();
    await addDeliveries(tx, endpointId, deliveries, now);
    if (deliveries.length > 0)
      await callFirst(
        tx,
        endpointId,
        deliveries.map(({ subject }) => subject),
        now,
      );
    await tx.webhookEndpoint.update({
      where: { id: endpointId },
      data: { position: last.position },
      select: { id: true },
    });
    return events.length === batchSize;
  });
}

/** Events after a position, in the order of the feed, with what they are about. */
export async function eventsAfter(tx: TenantTransaction, after: bigint, limit: number, until?: bigint) {
  const events = await tx.event.findMany({
    where: { position: { gt: after, ...(until === undefined ? {} : { lte: until }) } },
    orderBy: { position: "asc" },
    take: limit,
    select: { id: true, position: true, type: true, personId: true, programId: true, enrolmentId: true },
  });
  return events.flatMap(({ id, position, type, ...about }) =>
    position === null
      ? []
      : [{ eventId: id, position, type, programId: about.programId, subject: webhookSubject(about) }],
  );
}
