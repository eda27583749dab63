import { uuidv7 } from "@kunna/database";
import { authorize, type Command } from "../../../command.ts";
import { endpointInUse } from "../endpoint-store.ts";
import type { OfWebhookEndpoint } from "./webhook-endpoint-status.ts";

/**
 * Sends an endpoint a test, once, though it be paused: no event of the feed, and it neither waits for others nor do they
 * for it.
 * @throws NotPermitted, NotFound, WebhookEndpointRetired
 */
export const sendTestWebhook: Command<OfWebhookEndpoint, { deliveryId: string }> = async (
  { tx, actor, now },
  { endpointId },
) => {
  authorize(actor, "webhook.edit");
  await endpointInUse(tx, endpointId);
  const [id, eventId] = [uuidv7(), uuidv7()];
  const { organisationId } = actor;
  const of = { id, organisationId, endpointId, eventId, subject: `tests/${eventId}` };
  await tx.webhookDelivery.create({ data: { ...of, createdAt: now, nextAttemptAt: now }, select: { id: true } });
  return { deliveryId: id };
};
