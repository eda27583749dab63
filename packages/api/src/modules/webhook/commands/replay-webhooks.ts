import { InvalidInput, isWanted, NotFound } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { addDeliveries, callFirst, holdOthers } from "../delivery-store.ts";
import { endpointInUse } from "../endpoint-store.ts";
import { eventsAfter } from "../fan-out.ts";

/** How many events one replay looks at. */
const maximumEvents = 10_000;

export interface ReplayWebhookDelivery {
  readonly deliveryId: string;
}

/** Sends one delivery again, whatever became of it, under the id that it had. @throws NotPermitted, NotFound, WebhookEndpointRetired */
export const replayWebhookDelivery: Command<ReplayWebhookDelivery, { deliveryId: string }> = async (
  { tx, actor, now },
  { deliveryId },
) => {
  authorize(actor, "webhook.edit");
  const delivery = await tx.webhookDelivery.findUnique({ where: { id: deliveryId } });
  if (!delivery) throw new NotFound("webhook delivery");
  const { endpointId, subject } = delivery;
  await endpointInUse(tx, endpointId);
  await tx.webhookDelivery.updateMany({
    where: { id: deliveryId, status: { not: "PENDING" } },
    data: { status: "PENDING", failures: 0, nextAttemptAt: now, settledAt: null },
  });
  // One that waits for its next attempt does so no longer.
  await tx.webhookDelivery.updateMany({
    where: { id: deliveryId, nextAttemptAt: { not: null } },
    data: { failures: 0, nextAttemptAt: now },
  });
  await holdOthers(tx, endpointId, [subject]);
  return { deliveryId };
};

export interface ReplayWebhooks {
  readonly endpointId: string;
  readonly after: bigint;
  /** Null: to where the endpoint stands. */
  readonly until: bigint | null;
}

export interface WebhookReplay {
  readonly endpointId: string;
  /** How many are sent again, or for the first time. */
  readonly replayed: number;
  /** The position up to which that is so. */
  readonly position: string;
  readonly isComplete: boolean;
}

/**
 * Sends an endpoint again what is in a range of the feed and it asks for, in the feed's order for each subject: also what
 * it was never sent. What waits already is not made to wait twice.
 * @throws NotPermitted, NotFound, WebhookEndpointRetired, InvalidInput
 */
export const replayWebhooks: Command<ReplayWebhooks, WebhookReplay> = async (
  { tx, actor, now },
  { endpointId, after, until },
) => {
  authorize(actor, "webhook.edit");
  const endpoint = await endpointInUse(tx, endpointId);
  if (until !== null && until < after) throw backwards();
  // What lies ahead of the endpoint comes by itself.
  const end = until !== null && until < endpoint.position ? until : endpoint.position;
  const events = after < end ? await eventsAfter(tx, after, maximumEvents, end) : [];
  const wanted = events.filter((event) => isWanted(endpoint, event));
  const subjects = wanted.map(({ subject }) => subject);
  const replayed = await addDeliveries(tx, endpointId, wanted, now);
  await callFirst(tx, endpointId, subjects, now);
  await holdOthers(tx, endpointId, subjects);
  const isComplete = events.length < maximumEvents;
  const reached = isComplete ? end : (events.at(-1)?.position ?? end);
  return { endpointId, replayed, position: String(reached), isComplete };
};

function backwards(): InvalidInput {
  return new InvalidInput([
    {
      code: "RANGE_BACKWARDS",
      path: "input.until",
      message: "The range ends before it begins.",
      fix: "Give as `until` a cursor that is later in the feed than `after`.",
    },
  ]);
}
