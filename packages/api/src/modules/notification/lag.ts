import type { Database } from "@kunna/database";

/** How far the notifications are behind, over all organisations. */
export interface NotificationLag {
  /** How many places of the feeds have not been read yet for whom they notify. */
  readonly unread: number;
  /** How long the oldest notification or mail that is due has waited, in seconds; 0: none has. */
  readonly oldestDueSeconds: number;
  /** How many notifications are due and have no mail yet, and how many mails are due. */
  readonly due: number;
  /** How many mails could not be sent, or may not have been. */
  readonly failed: number;
}

export async function notificationLag(database: Database, now: Date): Promise<NotificationLag> {
  const [row] = await database.asSystem(
    (tx) => tx.$queryRaw<{ unread: bigint; oldest: Date | null; due: bigint; failed: bigint }[]>`
      SELECT u."unread", least(n."oldest", m."oldest") AS "oldest", n."due" + m."due" AS "due", f."failed"
      FROM (
        SELECT coalesce(sum(feed."position" - coalesce(place."position", 0)), 0)::bigint AS "unread" FROM "Feed" feed
        LEFT JOIN "NotificationFeed" place ON place."organisationId" = feed."organisationId"
      ) AS u, (
        SELECT min("sendAfter") AS "oldest", count(*) AS "due" FROM "Notification"
        WHERE "status" = 'PENDING' AND "mailId" IS NULL AND "sendAfter" <= ${now}
      ) AS n, (
        SELECT min("dueAt") AS "oldest", count(*) AS "due" FROM "Mail" WHERE "dueAt" IS NOT NULL AND "dueAt" <= ${now}
      ) AS m, (
        SELECT count(*) AS "failed" FROM "Mail" WHERE "status" IN ('FAILED', 'UNCERTAIN')
      ) AS f`,
  );
  return {
    unread: Number(row?.unread ?? 0),
    oldestDueSeconds: row?.oldest ? (now.getTime() - row.oldest.getTime()) / 1_000 : 0,
    due: Number(row?.due ?? 0),
    failed: Number(row?.failed ?? 0),
  };
}
