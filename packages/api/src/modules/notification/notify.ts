import type { TenantTransaction } from "@kunna/database";
import { frequencyOf, notifyingEventTypes, sendAfter } from "@kunna/domain";
import type { Services } from "../../services.ts";
import { newRowIds } from "../organisation/index.ts";
import { loadChoices } from "./choices.ts";
import { loadRecipients } from "./recipients.ts";

/** How many events are read in one transaction. */
const batchSize = 50;

/**
 * Reads on in the feed of each organisation and notes whom each event notifies, and when. The place in the feed moves on in
 * the transaction that notes, so that each event is read once, by any number of processes.
 * @returns how many notifications were noted
 */
export async function notify({ database, now }: Services, isStopped: () => boolean = () => false): Promise<number> {
  let noted = 0;
  const grown = await database.asSystem(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      SELECT f."organisationId" AS "id" FROM "Feed" f
      LEFT JOIN "NotificationFeed" n ON n."organisationId" = f."organisationId"
      WHERE f."position" > coalesce(n."position", 0)`,
  );
  for (const { id } of grown) {
    for (let goOn = true; goOn && !isStopped(); ) {
      const step = await database.transact(id, (tx) => notifyBatch(tx, id, now()));
      noted += step.noted;
      goOn = step.isMore;
    }
  }
  return noted;
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
  const events = await tx.event.findMany({
    where: { position: { gt: place.position, lte: end }, type: { in: [...notifyingEventTypes] } },
    orderBy: { position: "asc" },
    take: batchSize,
    select: {
      id: true,
      organisationId: true,
      type: true,
      position: true,
      actorId: true,
      personId: true,
      dueAt: true,
      occurredAt: true,
    },
  });
  const isMore = events.length === batchSize;
  // What happened before the organisation was recorded here is history: it was loaded, and is nobody's news.
  const noted = await note(
    tx,
    events.filter(({ dueAt, occurredAt }) => (dueAt ?? occurredAt) >= place.since),
    now,
  );
  await tx.notificationFeed.update({
    where: { organisationId },
    data: { position: (isMore ? events.at(-1)?.position : end) ?? end },
    select: { organisationId: true },
  });
  return { noted, isMore };
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
  const { timeZone } = await tx.organisation.findFirstOrThrow({ select: { timeZone: true } });
  const recipients = await loadRecipients(tx, events);
  const choicesOf = await loadChoices(
    tx,
    [...recipients.values()].flat().map(({ personId }) => personId),
  );
  const rows = [...recipients].flatMap(([eventId, told]) =>
    told.flatMap(({ personId, kind }) => {
      const frequency = frequencyOf(kind, choicesOf(personId));
      const due = sendAfter(frequency, now, timeZone);
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
