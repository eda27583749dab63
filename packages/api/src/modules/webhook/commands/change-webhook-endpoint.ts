import { NotFound, type WebhookAddressProblem, WebhookAddressRefused } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { endpointInUse, sound } from "../endpoint-store.ts";

export interface ChangeWebhookEndpoint {
  readonly endpointId: string;
  /** What is left out stays. */
  readonly url?: string;
  /** What the check of a new address found, before any transaction. */
  readonly problem: WebhookAddressProblem | null;
  readonly description?: string;
  readonly types?: readonly string[];
  readonly programId?: string | null;
}

/**
 * Changes where an endpoint is and what it is sent: what was made into deliveries before goes to the new address.
 * @throws NotPermitted, NotFound, WebhookEndpointRetired, WebhookAddressRefused
 */
export const changeWebhookEndpoint: Command<ChangeWebhookEndpoint, { endpointId: string }> = async (
  { tx, actor, emit },
  { endpointId, url, problem, description, types, programId },
) => {
  authorize(actor, "webhook.edit");
  const endpoint = await endpointInUse(tx, endpointId);
  if (url !== undefined && problem) throw new WebhookAddressRefused(url, problem);
  if (programId && !(await tx.program.findUnique({ where: { id: programId }, select: { id: true } })))
    throw new NotFound("program");
  await tx.webhookEndpoint.update({
    where: { id: endpointId },
    data: {
      // What the old address did says nothing of the new one.
      ...(url === undefined || url === endpoint.url ? {} : { url, ...sound }),
      ...(description === undefined ? {} : { description }),
      ...(types === undefined ? {} : { types: [...types] }),
      ...(programId === undefined ? {} : { programId }),
    },
    select: { id: true },
  });
  emit({ type: "WEBHOOK_ENDPOINT_CHANGED", personId: endpoint.ownerId, facts: { endpointId } });
  return { endpointId };
};
