import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";

/** How long what was delivered is kept, in milliseconds. What is dead is kept until it is replayed. */
const keptFor = 30 * 24 * 60 * 60 * 1_000;

/** What the worker does so that deliveries do not pile up for ever. */
export const webhookClearanceJob: Job = {
  name: "webhook-clearance",
  everyMs: 10 * 60 * 1_000,
  wakesOnFeed: false,
  run: removeDelivered,
};

/** Removes up to ten thousand deliveries that were made long ago; their events are in the feed, and can be replayed from there. */
export async function removeDelivered({ database, now }: Services): Promise<void> {
  const before = new Date(now().getTime() - keptFor);
  await database.asSystem(
    (tx) => tx.$executeRaw`
      DELETE FROM "WebhookDelivery" WHERE "id" IN (
        SELECT "id" FROM "WebhookDelivery" WHERE "status" = 'DELIVERED' AND "settledAt" < ${before}
        ORDER BY "settledAt" LIMIT 10000 FOR UPDATE SKIP LOCKED)`,
  );
}
