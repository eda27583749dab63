import { secretOverlap } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { addSecret, endpointInUse } from "../endpoint-store.ts";

export interface RotateWebhookSecret {
  readonly endpointId: string;
}

/**
 * Gives an endpoint a new secret, told once, here. For a day the one before signs beside it.
 * @throws NotPermitted, NotFound, WebhookEndpointRetired
 */
export const rotateWebhookSecret: Command<RotateWebhookSecret, { endpointId: string; secret: string }> = async (
  run,
  { endpointId },
) => {
  const { tx, actor, now, emit } = run;
  authorize(actor, "webhook.edit");
  const { ownerId } = await endpointInUse(tx, endpointId);
  await tx.webhookSecret.deleteMany({ where: { endpointId, expiresAt: { lte: now } } });
  await tx.webhookSecret.updateMany({
    where: { endpointId, expiresAt: null },
    data: { expiresAt: new Date(now.getTime() + secretOverlap) },
  });
  const secret = await addSecret(run, endpointId);
  emit({ type: "WEBHOOK_SECRET_ROTATED", personId: ownerId, facts: { endpointId } });
  return { endpointId, secret };
};
