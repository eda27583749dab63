import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";

/** How long a mail that has ended is kept, in milliseconds: so that last year's reminders can still be looked up when this year's come. */
const keptFor = 400 * 24 * 60 * 60 * 1_000;

/** What the worker does so that mails do not pile up for ever. */
export const mailClearanceJob: Job = {
  name: "mail-clearance",
  everyMs: 10 * 60 * 1_000,
  wakesOnFeed: false,
  run: removeOldMails,
};

/**
 * Removes up to five thousand mails that ended long ago, with the notifications that they told. What was told of stays in the
 * feed; nobody is told of it again, for the feed is read on from its place.
 */
async function removeOldMails({ database, now }: Services): Promise<void> {
  const before = new Date(now().getTime() - keptFor);
  await database.asSystem(async (tx) => {
    const old = await tx.$queryRaw<{ id: string }[]>`
      SELECT "id" FROM "Mail" WHERE "dueAt" IS NULL AND "createdAt" < ${before}
      ORDER BY "createdAt" LIMIT 5000 FOR UPDATE SKIP LOCKED`;
    const ids = old.map(({ id }) => id);
    if (ids.length === 0) return;
    await tx.$executeRaw`
      DELETE FROM "Notification" n USING "Mail" m
      WHERE m."id" = ANY(${ids}::uuid[]) AND n."organisationId" = m."organisationId" AND n."mailId" = m."id"`;
    await tx.$executeRaw`DELETE FROM "Mail" WHERE "id" = ANY(${ids}::uuid[])`;
  });
}
