import { Prisma } from "@kunna/database";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";

/** How long what was delivered is kept, in milliseconds. What is dead is kept until it is replayed, where it can be. */
const keptFor = 30 * 24 * 60 * 60 * 1_000;
/** How many are removed in one transaction. */
const batch = 10_000;

/** What the worker does so that deliveries do not pile up for ever. */
export const webhookClearanceJob: Job = {
  name: "webhook-clearance",
  everyMs: 10 * 60 * 1_000,
  wakesOnFeed: false,
  run: removeSettled,
};

/** What is not looked at again, each by an index of its own. */
const settled = [
  // Their events are in the feed, and can be replayed from there.
  Prisma.sql`d."status" = 'DELIVERED'`,
  // A test is not sent twice.
  Prisma.sql`d."status" = 'DEAD' AND d."type" IS NULL`,
  // To an endpoint that was retired nothing is replayed.
  Prisma.sql`d."status" = 'DEAD' AND d."endpointId" IN (SELECT "id" FROM "WebhookEndpoint" WHERE "status" = 'RETIRED')`,
];

/** Removes the deliveries that were settled long ago and that nobody can send again, a batch at a time. */
export async function removeSettled({ database, now }: Services, isStopped: () => boolean): Promise<void> {
  const before = new Date(now().getTime() - keptFor);
  for (const which of settled) {
    for (let removed = batch; removed === batch && !isStopped(); )
      removed = await database.asSystem(
        (tx) => tx.$executeRaw`
          DELETE FROM "WebhookDelivery" WHERE "id" IN (
            SELECT d."id" FROM "WebhookDelivery" d WHERE ${which} AND d."settledAt" < ${before}
            LIMIT ${batch} FOR UPDATE OF d SKIP LOCKED)`,
      );
  }
}
