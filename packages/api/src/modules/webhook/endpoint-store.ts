import { encryptSecret } from "@kunna/credentials";
import type { NewEvent, TenantTransaction, WebhookEndpoint, WebhookPauseReason } from "@kunna/database";
import { NotFound, WebhookEndpointRetired } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { lockEndpoint } from "./delivery-store.ts";
import { newWebhookSecret } from "./signature.ts";

/** What an endpoint that has not failed is like. */
export const sound = { failingSince: null, failures: 0, restUntil: null } as const;

/** The endpoint, held until the transaction ends. @throws NotFound, WebhookEndpointRetired */
export async function endpointInUse(tx: TenantTransaction, endpointId: string): Promise<WebhookEndpoint> {
  await lockEndpoint(tx, endpointId);
  const endpoint = await tx.webhookEndpoint.findUnique({ where: { id: endpointId } });
  if (!endpoint) throw new NotFound("webhook endpoint");
  if (endpoint.status === "RETIRED") throw new WebhookEndpointRetired();
  return endpoint;
}

/** Gives an endpoint a new secret. It is told once, here, and kept encrypted. */
export async function addSecret({ tx, actor, now, services }: CommandRun, endpointId: string): Promise<string> {
  const [id, secret] = [crypto.randomUUID(), newWebhookSecret()];
  const encryptedSecret = encryptSecret(secret, services.installationSecret, id);
  await tx.webhookSecret.create({
    data: { id, organisationId: actor.organisationId, endpointId, encryptedSecret, createdAt: now },
  });
  return secret;
}

/** Sends an endpoint nothing from now on. Gives the event that tells so, to its owner. */
export async function pauseEndpoint(
  tx: TenantTransaction,
  { id, ownerId }: Pick<WebhookEndpoint, "id" | "ownerId">,
  reason: WebhookPauseReason,
  now: Date,
): Promise<Pick<NewEvent, "personId" | "facts"> & { readonly type: "WEBHOOK_ENDPOINT_PAUSED" }> {
  await tx.webhookEndpoint.update({
    where: { id },
    data: { status: "PAUSED", pauseReason: reason, pausedAt: now },
    select: { id: true },
  });
  return { type: "WEBHOOK_ENDPOINT_PAUSED", personId: ownerId, facts: { endpointId: id, cause: reason } };
}
