import { NotFound, type WebhookAddressProblem, WebhookAddressRefused } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { addSecret } from "../endpoint-store.ts";

export interface CreateWebhookEndpoint {
  readonly url: string;
  /** What its check found, before any transaction. */
  readonly problem: WebhookAddressProblem | null;
  readonly description: string;
  /** None: all. */
  readonly types: readonly string[];
  readonly programId: string | null;
  /** The place in the feed that it begins after; null: it begins now. */
  readonly after: bigint | null;
}

/** Creates an endpoint. Its secret is told once, here. @throws NotPermitted, WebhookAddressRefused, NotFound */
export const createWebhookEndpoint: Command<CreateWebhookEndpoint, { endpointId: string; secret: string }> = async (
  run,
  { url, problem, description, types, programId, after },
) => {
  const { tx, actor, now, emit } = run;
  authorize(actor, "webhook.edit");
  if (problem) throw new WebhookAddressRefused(url, problem);
  if (programId !== null && !(await tx.program.findUnique({ where: { id: programId }, select: { id: true } })))
    throw new NotFound("program");
  const { organisationId, personId: ownerId } = actor;
  const feed = await tx.feed.findUnique({ where: { organisationId } });
  const end = feed?.position ?? 0n;
  const position = after !== null && after < end ? after : end;
  const { id: endpointId } = await tx.webhookEndpoint.create({
    data: { organisationId, url, description, types: [...types], programId, position, ownerId, createdAt: now },
    select: { id: true },
  });
  const secret = await addSecret(run, endpointId);
  emit({ type: "WEBHOOK_ENDPOINT_CREATED", personId: ownerId, facts: { endpointId } });
  return { endpointId, secret };
};
