import { authorize, type Command } from "../../../command.ts";
import { endpointInUse, pauseEndpoint, sound } from "../endpoint-store.ts";

export interface OfWebhookEndpoint {
  readonly endpointId: string;
}

/** Sends an endpoint nothing until it is resumed; what happens meanwhile is not lost. @throws NotPermitted, NotFound, WebhookEndpointRetired */
export const pauseWebhookEndpoint: Command<OfWebhookEndpoint, { endpointId: string }> = async (
  { tx, actor, now, emit },
  { endpointId },
) => {
  authorize(actor, "webhook.edit");
  const endpoint = await endpointInUse(tx, endpointId);
  if (endpoint.status === "ACTIVE") emit(await pauseEndpoint(tx, endpoint, "BY_HAND", now));
  return { endpointId };
};

/** Goes on from where it stood: what waits is tried at once, and as often as if it were new. @throws NotPermitted, NotFound, WebhookEndpointRetired */
export const resumeWebhookEndpoint: Command<OfWebhookEndpoint, { endpointId: string }> = async (
  { tx, actor, now, emit },
  { endpointId },
) => {
  authorize(actor, "webhook.edit");
  const { status, ownerId } = await endpointInUse(tx, endpointId);
  if (status === "ACTIVE") return { endpointId };
  await tx.webhookEndpoint.update({
    where: { id: endpointId },
    data: { status: "ACTIVE", pausedAt: null, pauseReason: null, ...sound },
    select: { id: true },
  });
  await tx.webhookDelivery.updateMany({
    where: { endpointId, status: "PENDING", nextAttemptAt: { not: null } },
    data: { failures: 0, nextAttemptAt: now },
  });
  emit({ type: "WEBHOOK_ENDPOINT_RESUMED", personId: ownerId, facts: { endpointId } });
  return { endpointId };
};

/** Sends nothing to it any more, and forgets its secrets; what was sent stays on record. @throws NotPermitted, NotFound, WebhookEndpointRetired */
export const retireWebhookEndpoint: Command<OfWebhookEndpoint, { endpointId: string }> = async (
  { tx, actor, now, emit },
  { endpointId },
) => {
  authorize(actor, "webhook.edit");
  const { ownerId } = await endpointInUse(tx, endpointId);
  await tx.webhookEndpoint.update({
    where: { id: endpointId },
    data: { status: "RETIRED", retiredAt: now, pausedAt: null, pauseReason: null, ...sound },
    select: { id: true },
  });
  await tx.webhookSecret.deleteMany({ where: { endpointId } });
  await tx.webhookDelivery.updateMany({
    where: { endpointId, status: "PENDING" },
    data: { status: "DEAD", error: "ENDPOINT_RETIRED", nextAttemptAt: null, leasedUntil: null, settledAt: now },
  });
  emit({ type: "WEBHOOK_ENDPOINT_RETIRED", personId: ownerId, facts: { endpointId } });
  return { endpointId };
};
