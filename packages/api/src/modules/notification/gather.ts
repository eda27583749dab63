import type { TenantTransaction } from "@kunna/database";
import { type NotificationFrequency, type NotificationKind, notificationKinds } from "@kunna/domain";
import { newRowIds } from "../organisation/index.ts";

/** How many people's mails are made in one transaction. */
const batchSize = 100;

/** What a newer server beside this one notes of kinds that are not known here waits for it. */
const known = Object.keys(notificationKinds);

/** More than this many that are due to one person at once come as one mail. */
const atOnce = 3;

/**
 * Makes the mails of what is due: one for each notification that is told at once, and one of all that wait for a digest. What
 * belongs together is settled here, before anything is sent, and does not change when a mail is tried again.
 * @returns whether there may be more
 */
export async function gatherMails(tx: TenantTransaction, organisationId: string, now: Date): Promise<boolean> {
  // One process at a time, so that no digest comes in two parts.
  const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`mails ${organisationId}`}, 0)) AS taken`;
  if (!lock?.taken) return false;
  const due = await tx.$queryRaw<DueNotification[]>`
    SELECT n."id", n."personId", n."kind", n."frequency" FROM "Notification" n
    WHERE n."status" = 'PENDING' AND n."mailId" IS NULL AND n."sendAfter" <= ${now} AND n."kind" = ANY(${known}) AND n."personId" IN (
      SELECT d."personId" FROM "Notification" d
      WHERE d."status" = 'PENDING' AND d."mailId" IS NULL AND d."sendAfter" <= ${now} AND d."kind" = ANY(${known})
      GROUP BY d."personId" ORDER BY min(d."sendAfter"), d."personId" LIMIT ${batchSize}
    )
    ORDER BY n."sendAfter", n."id"`;
  if (due.length === 0) return false;
  const made = [...groups(due).values()];
  const mailIds = newRowIds(made.length);
  const mails = made.map((group, index) => ({ id: mailIds[index] ?? "", ...group }));
  await tx.mail.createMany({
    data: mails.map(({ ids: _, ...mail }) => ({ ...mail, organisationId, createdAt: now, dueAt: now })),
  });
  const parts = mails.flatMap(({ id: mailId, ids }) => ids.map((id) => ({ id, mailId })));
  await tx.$executeRaw`
    UPDATE "Notification" n SET "mailId" = p."mailId"
    FROM jsonb_to_recordset(${JSON.stringify(parts)}::jsonb) AS p("id" uuid, "mailId" uuid) WHERE n."id" = p."id"`;
  return new Set(due.map(({ personId }) => personId)).size === batchSize;
}

interface DueNotification {
  readonly id: string;
  readonly personId: string;
  readonly kind: NotificationKind;
  readonly frequency: NotificationFrequency;
}

interface Group {
  readonly personId: string;
  readonly mandatory: boolean;
  readonly ids: string[];
}

/** What makes one mail. What can't be called off is never mixed with what can: a mail is the one or the other. */
function groups(due: readonly DueNotification[]): ReadonlyMap<string, Group> {
  const keyOf = ({ personId, kind, frequency }: DueNotification) =>
    `${personId} ${notificationKinds[kind].mandatory} ${frequency === "IMMEDIATE"}`;
  const counts = new Map<string, number>();
  for (const one of due) counts.set(keyOf(one), (counts.get(keyOf(one)) ?? 0) + 1);
  const found = new Map<string, Group>();
  for (const one of due) {
    const isAlone = one.frequency === "IMMEDIATE" && (counts.get(keyOf(one)) ?? 0) <= atOnce;
    const key = isAlone ? `${keyOf(one)} ${one.id}` : keyOf(one);
    const { mandatory } = notificationKinds[one.kind];
    const group = found.get(key) ?? { personId: one.personId, mandatory, ids: [] };
    group.ids.push(one.id);
    found.set(key, group);
  }
  return found;
}
