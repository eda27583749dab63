import type { Database } from "@kunna/database";

/** How far the notifications are behind, over all organisations. */
export interface NotificationLag {
  /** How many places of the feeds have not been read yet for whom they notify. */
  readonly unread: number;
  /** How long the oldest notification or mail that is due has waited, in seconds; 0: none has. */
  readonly oldestDueSeconds: number;
  /** How many notifications are due and have no mail yet, and how many mails are due; at most 10,000 of each are counted. */
  readonly due: number;
  /** How many mails could not be sent, or may not have been; at most 10,000 of each are counted. */
  readonly failed: number;
}

/** Beyond so many it is no matter how many there are. */
const counted = 10_000;

/** A few rows an organisation, by indexes, however many mails there are. */
export async function notificationLag(database: Database, now: Date): Promise<NotificationLag> {
  const [row] = await database.asSystem(
    (tx) => tx.$queryRaw<{ unread: bigint; oldest: Date | null; due: bigint; failed: bigint }[]>`
      SELECT
        (SELECT coalesce(sum(feed."position" - coalesce(place."position", 0)), 0)::bigint FROM "Feed" feed
          LEFT JOIN "NotificationFeed" place ON place."organisationId" = feed."organisationId") AS "unread",
        (SELECT min(least(n."sendAfter", m."dueAt")) FROM "Organisation" o
          LEFT JOIN LATERAL (
            SELECT "sendAfter" FROM "Notification"
            WHERE "organisationId" = o."id" AND "status" = 'PENDING' AND "mailId" IS NULL AND "sendAfter" <= ${now}
            ORDER BY "sendAfter" LIMIT 1
          ) AS n ON true
          LEFT JOIN LATERAL (
            SELECT "dueAt" FROM "Mail"
            WHERE "organisationId" = o."id" AND "dueAt" IS NOT NULL AND "dueAt" <= ${now} ORDER BY "dueAt" LIMIT 1
          ) AS m ON true) AS "oldest",
        (SELECT count(*) FROM (
          SELECT FROM "Organisation" o CROSS JOIN LATERAL (
            SELECT FROM "Notification"
            WHERE "organisationId" = o."id" AND "status" = 'PENDING' AND "mailId" IS NULL AND "sendAfter" <= ${now}
            LIMIT ${counted}
          ) AS each LIMIT ${counted}
        ) AS counted) + (SELECT count(*) FROM (
          SELECT FROM "Organisation" o CROSS JOIN LATERAL (
            SELECT FROM "Mail"
            WHERE "organisationId" = o."id" AND "dueAt" IS NOT NULL AND "dueAt" <= ${now} LIMIT ${counted}
          ) AS each LIMIT ${counted}
        ) AS counted) AS "due",
        (SELECT count(*) FROM (SELECT FROM "Mail" WHERE "status" = 'FAILED' LIMIT ${counted}) AS counted)
          + (SELECT count(*) FROM (SELECT FROM "Mail" WHERE "status" = 'UNCERTAIN' LIMIT ${counted}) AS counted) AS "failed"`,
  );
  return {
    unread: Number(row?.unread ?? 0),
    oldestDueSeconds: row?.oldest ? (now.getTime() - row.oldest.getTime()) / 1_000 : 0,
    due: Number(row?.due ?? 0),
    failed: Number(row?.failed ?? 0),
  };
}
