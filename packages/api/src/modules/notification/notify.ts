import type { Database, TenantTransaction } from "@kunna/database";
import { frequencyOf, notificationDueAt, notifyingEventTypes } from "@kunna/domain";
import { Failures } from "../../failures.ts";
import { inTurns } from "../../in-turns.ts";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";
import { timeZoneOf } from "../../time-zone.ts";
import { newRowIds } from "../organisation/index.ts";
import { loadChoices } from "./choices.ts";
import { loadRecipients } from "./recipients.ts";

/** How many events that may notify somebody are read in one transaction. */
const batchSize = 50;

/** How many places of a feed are looked through for them in one transaction, where few or none do. */
const longestLook = 1_000;

/** The reading of the feeds as the worker does it. */
export const notificationJob: Job = { name: "notifications", everyMs: 15_000, wakesOnFeed: true, run: notify };

/**
 * Reads on in the feed of each organisation, in turns, and notes whom each event notifies, and when. The place in the feed
 * moves on in the transaction that notes, so that each event is read once, by any number of processes.
 * @returns how many notifications were noted
 * @param tell is told at once of what fails for one organisation; left out: it is thrown when the others are done
 */
export async function notify(
  { database, now }: Services,
  isStopped: () => boolean = () => false,
  tell?: (error: unknown) => void,
): Promise<number> {
  const failures = new Failures(tell);
  let noted = 0;
  const piece = async (organisationId: string) => {
    const step = await database.transact(organisationId, (tx) => notifyBatch(tx, organisationId, now()));
    noted += step.noted;
    return step.isMore;
  };
  await inTurns(await findGrown(database), isStopped, piece, failures);
  failures.end();
  return noted;
}

async function findGrown(database: Database): Promise<string[]> {
  const grown = await database.asSystem(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      SELECT f."organisationId" AS "id" FROM "Feed" f
      LEFT JOIN "NotificationFeed" n ON n."organisationId" = f."organisationId"
      WHERE f."position" > coalesce(n."position", 0)`,
  );
  return grown.map(({ id }) => id);
}

async function notifyBatch(
  tx: TenantTransaction,
  organisationId: string,
  now: Date,
): Promise<{ noted: number; isMore: boolean }> {
  const place = await lockPlace(tx, organisationId);
  // Another process reads this feed now.
  if (!place) return { noted: 0, isMore: false };
  const feed = await tx.feed.findUnique({ where: { organisationId }, select: { position: true } });
  const end = feed?.position ?? 0n;
  const furthest = place.position + BigInt(longestLook);
  const until = furthest < end ? furthest : end;
  const events = await tx.event.findMany({
    where: {
      position: { gt: place.position, lte: until },
      type: { in: [...notifyingEventTypes] },
      // What happened before the organisation was recorded here is history: it was loaded, and is nobody's news.
      OR: [{ dueAt: { gte: place.since } }, { dueAt: null, occurredAt: { gte: place.since } }],
    },
    orderBy: { position: "asc" },
    take: batchSize,
    select: { id: true, organisationId: true, type: true, position: true, actorId: true, personId: true },
  });
  const noted = await note(tx, events, now);
  const position = (events.length === batchSize ? events.at(-1)?.position : until) ?? until;
  await tx.notificationFeed.update({ where: { organisationId }, data: { position }, select: { organisationId: true } });
  return { noted, isMore: position < end };
}

async function lockPlace(
  tx: TenantTransaction,
  organisationId: string,
): Promise<{ position: bigint; since: Date } | undefined> {
  await tx.$executeRaw`
    INSERT INTO "NotificationFeed" ("organisationId", "position", "since")
    SELECT o."id", 0, o."createdAt" FROM "Organisation" o
    WHERE NOT EXISTS (SELECT FROM "NotificationFeed" n WHERE n."organisationId" = o."id")
    ON CONFLICT DO NOTHING`;
  const [place] = await tx.$queryRaw<{ position: bigint; since: Date }[]>`
    SELECT "position", "since" FROM "NotificationFeed" WHERE "organisationId" = ${organisationId}::uuid FOR UPDATE SKIP LOCKED`;
  return place;
}

async function note(
  tx: TenantTransaction,
  events: ReadonlyArray<Parameters<typeof loadRecipients>[1][number]>,
  now: Date,
): Promise<number> {
  if (events.length === 0) return 0;
  const timeZone = await timeZoneOf(tx);
  const recipients = await loadRecipients(tx, events);
  const choicesOf = await loadChoices(
    tx,
    [...recipients.values()].flat().map(({ personId }) => personId),
  );
  const rows = [...recipients].flatMap(([eventId, told]) =>
    told.flatMap(({ personId, kind }) => {
      const frequency = frequencyOf(kind, choicesOf(personId));
      const due = notificationDueAt(frequency, now, timeZone);
      return due ? [{ personId, eventId, kind, frequency, createdAt: now, sendAfter: due }] : [];
    }),
  );
  if (rows.length === 0) return 0;
  const ids = newRowIds(rows.length);
  return tx.$executeRaw`
    INSERT INTO "Notification" ("id", "organisationId", "personId", "eventId", "kind", "frequency", "createdAt", "sendAfter")
    SELECT n."id", kunna_organisation(), n."personId", n."eventId", n."kind", n."frequency", n."createdAt", n."sendAfter"
    FROM jsonb_to_recordset(${JSON.stringify(rows.map((row, index) => ({ id: ids[index], ...row })))}::jsonb) AS n("id" uuid, "personId" uuid, "eventId" uuid, "kind" text,
      "frequency" "NotificationFrequency", "createdAt" timestamptz(3), "sendAfter" timestamptz(3))
    ORDER BY n."id"
    ON CONFLICT ("personId", "eventId") DO NOTHING`;
}
