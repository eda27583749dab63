import type { TenantTransaction } from "@kunna/database";
import { type Actor, frequencyOf, type NotificationKind, type Recipient } from "@kunna/domain";
import { type CertificationKey, loadCertifications } from "../certification/index.ts";
import { loadChoices } from "./choices.ts";
import { loadRecipients } from "./recipients.ts";
import type { ToldTelling } from "./render.ts";
import { isStillTrue, loadPresent } from "./still-true.ts";
import { loadEvents, type Telling, type ToldEvent, tellingOf } from "./tellings.ts";

interface Question {
  readonly mailId: string;
  readonly reader: Actor;
  readonly now: Date;
  readonly timeZone: string;
  /** The words of one thing; may throw. */
  readonly tell: (telling: Telling) => ToldTelling;
}

/**
 * What of a mail is still to be told to its reader, in words. The rest is dropped, and it is written why. What can't be put into
 * words is taken out, and comes in a mail of its own, which is put off: it keeps nothing else from being told.
 * @throws the first failure, when nothing else is left
 */
export async function whatHolds(
  tx: TenantTransaction,
  { mailId, reader, now, timeZone, tell }: Question,
): Promise<ToldTelling[]> {
  const notifications = await tx.notification.findMany({
    where: { mailId, status: "PENDING" },
    orderBy: { id: "asc" },
    select: { id: true, personId: true, eventId: true, kind: true },
  });
  const events = await loadEvents(
    tx,
    notifications.map(({ eventId }) => eventId),
  );
  const rules = await loadRules(tx, events, reader);
  const choices = (await loadChoices(tx, [reader.personId]))(reader.personId);
  const certificationOf = await loadCertificationsOf(tx, [...events.values()]);
  const conditions = [...events].flatMap(([id, event]) => {
    const rule = rules.get(id);
    return rule ? [{ event, condition: rule.while }] : [];
  });
  const present = { now, timeZone, certificationOf, ...(await loadPresent(tx, reader, conditions)) };
  const told: ToldTelling[] = [];
  const dropped = new Map<string, string[]>();
  const failed: string[] = [];
  const failures: unknown[] = [];
  for (const notification of notifications) {
    const event = events.get(notification.eventId);
    const rule = rules.get(notification.eventId);
    try {
      let reason: string | null = null;
      if (!event || !rule) reason = "NOT_A_RECIPIENT";
      else if (frequencyOf(notification.kind as NotificationKind, choices) === "NEVER") reason = "CALLED_OFF";
      else if (rule.while && !isStillTrue(rule.while, event, present)) reason = "NOT_TRUE_ANY_MORE";
      else told.push(tell(tellingOf(notification, event, certificationOf(event), now)));
      if (reason) dropped.set(reason, [...(dropped.get(reason) ?? []), notification.id]);
    } catch (error) {
      failed.push(notification.id);
      failures.push(error);
    }
  }
  if (told.length === 0 && failures.length > 0) throw failures[0];
  for (const [reason, ids] of dropped)
    await tx.notification.updateMany({ where: { id: { in: ids } }, data: { status: "DROPPED", reason } });
  if (failed.length > 0) await tx.notification.updateMany({ where: { id: { in: failed } }, data: { mailId: null } });
  return told;
}

/** By which rule each event notifies the reader, as things are now; by its id. */
async function loadRules(
  tx: TenantTransaction,
  events: ReadonlyMap<string, ToldEvent>,
  { personId }: Actor,
): Promise<ReadonlyMap<string, Recipient>> {
  const recipients = await loadRecipients(tx, [...events.values()], personId);
  return new Map(
    [...recipients].flatMap(([eventId, found]) => {
      const rule = found.find((one) => one.personId === personId);
      return rule ? [[eventId, rule] as const] : [];
    }),
  );
}

/** The certifications that the certificates of these events belong to. */
async function loadCertificationsOf(tx: TenantTransaction, events: readonly ToldEvent[]) {
  const keys = events.flatMap(({ personId, programId, certificateId }): CertificationKey[] =>
    personId && programId && certificateId ? [{ personId, programId }] : [],
  );
  const unique = [...new Map(keys.map((key) => [`${key.personId} ${key.programId}`, key])).values()];
  const found = unique.length === 0 ? [] : await loadCertifications(tx, unique);
  return (event: ToldEvent) =>
    found.find(({ personId, programId }) => personId === event.personId && programId === event.programId);
}
