import { Failures } from "../../failures.ts";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";

/** How many events of one organisation are looked at in one transaction. */
const batchSize = 10_000;

/**
 * Lets each feed begin later: what is older than the feed is kept is no longer given (R13). The events themselves stay,
 * for they are why a certificate was awarded.
 */
export const retentionJob: Job = {
  name: "feed-retention",
  everyMs: 3_600_000,
  wakesOnFeed: false,
  run: moveBeginnings,
};

async function moveBeginnings(
  services: Services,
  isStopped: () => boolean,
  tell?: (error: unknown) => void,
): Promise<void> {
  const failures = new Failures(tell);
  const { database, feedKeptFor, now } = services;
  if (feedKeptFor === null) return;
  const before = new Date(now().getTime() - feedKeptFor);
  const feeds = await database.asSystem((tx) => tx.feed.findMany({ select: { organisationId: true } }));
  for (const { organisationId } of feeds) {
    try {
      await moveBeginning(services, organisationId, before, isStopped);
    } catch (error) {
      // One organisation's failure is not the others'.
      failures.add(error);
    }
  }
  failures.end();
}

async function moveBeginning(
  { database }: Services,
  organisationId: string,
  before: Date,
  isStopped: () => boolean,
): Promise<void> {
  for (let goOn = true; goOn && !isStopped(); ) {
    // From where it begins now: how long a feed is costs nothing. What stands before something that is kept is kept too.
    const moved = await database.asSystem(
      (tx) => tx.$queryRaw<{ looked: bigint }[]>`
        WITH looked AS (
          SELECT e."position", e."occurredAt" FROM "Feed" f JOIN "Event" e ON e."organisationId" = f."organisationId"
          WHERE f."organisationId" = ${organisationId}::uuid AND e."position" > f."keptAfter"
          ORDER BY e."position" LIMIT ${batchSize}
        ), gone AS (
          SELECT max("position") AS "position", count(*) AS "count" FROM looked
          WHERE "position" < COALESCE((SELECT min("position") FROM looked WHERE "occurredAt" >= ${before}), 9223372036854775807)
        )
        UPDATE "Feed" f SET "keptAfter" = GREATEST(f."keptAfter", gone."position") FROM gone
        WHERE f."organisationId" = ${organisationId}::uuid AND gone."count" > 0
        RETURNING gone."count" AS "looked"`,
    );
    goOn = Number(moved[0]?.looked ?? 0) === batchSize;
  }
}
