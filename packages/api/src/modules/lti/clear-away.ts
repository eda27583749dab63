import { Prisma } from "@kunna/database";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";

/** How many are removed in one transaction. */
const batch = 10_000;

/** What has its time: logins that nobody ended, values that would be refused for their age, keys that nobody is told of. */
const expired = [
  { table: Prisma.raw(`"LtiState"`), key: Prisma.raw(`"id"`), at: Prisma.raw(`"expiresAt"`) },
  {
    table: Prisma.raw(`"LtiUsedValue"`),
    key: Prisma.raw(`"connectionId", "valueHash"`),
    at: Prisma.raw(`"expiresAt"`),
  },
  { table: Prisma.raw(`"LtiKey"`), key: Prisma.raw(`"id"`), at: Prisma.raw(`"removedAt"`) },
] as const;

/** What the worker does so that logins do not pile up for ever. */
export const ltiClearanceJob: Job = {
  name: "lti-clearance",
  everyMs: 10 * 60 * 1_000,
  wakesOnFeed: false,
  run: removeExpired,
};

async function removeExpired({ database, now }: Services, isStopped: () => boolean): Promise<void> {
  for (const { table, key, at } of expired) {
    for (let removed = batch; removed === batch && !isStopped(); )
      removed = await database.asSystem(
        (tx) => tx.$executeRaw`
          DELETE FROM ${table} WHERE (${key}) IN (
            SELECT ${key} FROM ${table} WHERE ${at} < ${now()} LIMIT ${batch} FOR UPDATE SKIP LOCKED)`,
      );
  }
}
