import type { TenantTransaction } from "@kunna/database";
import type { Actor } from "@kunna/domain";
import { frequencyOf, type NotificationKind } from "@kunna/domain";
import type { Services } from "../../services.ts";
import { addresses } from "../certificate/index.ts";
import { type CertificationKey, loadCertifications } from "../certification/index.ts";
import { loadChoices } from "./choices.ts";
import type { OutgoingMail } from "./mail-transport.ts";
import { loadRecipients } from "./recipients.ts";
import { oneLine, renderLetter } from "./render.ts";
import { isStillTrue, loadPresent } from "./still-true.ts";
import { loadEvents, type Telling, type ToldEvent, tellingOf } from "./tellings.ts";
import { mailLanguageOf } from "./texts/words.ts";
import { unsubscribeUrl } from "./unsubscribe-link.ts";

/** How long a process has to send a mail and to write what became of it, in milliseconds; then it is taken for dead. */
const abandonedAfter = 10 * 60_000;

/** A mail that this process sends, and no other. */
export interface ClaimedMail {
  readonly id: string;
  readonly mandatory: boolean;
  /** Which try it is: what is written of an earlier one is not taken. */
  readonly tries: number;
  readonly mail: OutgoingMail;
}

interface DueMail {
  readonly id: string;
  readonly personId: string;
  readonly mandatory: boolean;
  readonly status: "WAITING" | "SENDING";
  readonly tries: number;
}

/** Takes the next mail that is due. What is null had nothing to send. @returns "NONE" when nothing is due */
export async function claimMail(
  tx: TenantTransaction,
  organisationId: string,
  services: Services,
): Promise<ClaimedMail | null | "NONE"> {
  const now = services.now();
  const [due] = await tx.$queryRaw<DueMail[]>`
    SELECT "id", "personId", "mandatory", "status", "tries" FROM "Mail" WHERE "dueAt" <= ${now}
    ORDER BY "dueAt", "id" LIMIT 1 FOR UPDATE SKIP LOCKED`;
  if (!due) return "NONE";
  const end = (status: "DROPPED" | "FAILED" | "UNCERTAIN", problem: string) => endMail(tx, due.id, { status, problem });
  // Whoever sent it died before writing whether it was taken. What must be known is sent again, under the same Message-ID;
  // what need not be is not: twice is worse there than never.
  if (due.status === "SENDING" && !due.mandatory && !services.mail.isIdempotent)
    return end("UNCERTAIN", "The process that sent it ended before the answer.");
  const { recipient, tellings } = await whatHolds(tx, due, now);
  if (tellings.length === 0) return end("DROPPED", "Nothing of it holds any more.");
  if (!/^[^\s@<>,;:"()[\]\\\p{Cc}]+@[^\s@<>,;:"()[\]\\\p{Cc}]+$/u.test(recipient.email))
    return end("FAILED", "The person has no address that mails can be sent to.");
  const tries = due.tries + 1;
  const dueAt = new Date(now.getTime() + abandonedAfter);
  await tx.mail.update({ where: { id: due.id }, data: { status: "SENDING", tries, dueAt }, select: { id: true } });
  const mail = write(services, organisationId, due, recipient, tellings, now);
  return { id: due.id, mandatory: due.mandatory, tries, mail };
}

/** Ends a mail that is not sent. */
async function endMail(
  tx: TenantTransaction,
  id: string,
  { status, problem }: { status: "DROPPED" | "FAILED" | "UNCERTAIN"; problem: string },
): Promise<null> {
  await tx.mail.update({ where: { id }, data: { status, problem, dueAt: null }, select: { id: true } });
  if (status !== "DROPPED")
    await tx.notification.updateMany({
      where: { mailId: id, status: "PENDING" },
      data: { status: "FAILED", reason: status },
    });
  return null;
}

async function loadRecipient(tx: TenantTransaction, personId: string) {
  return tx.person.findUniqueOrThrow({
    where: { id: personId },
    select: {
      id: true,
      organisationId: true,
      name: true,
      email: true,
      roles: true,
      locale: true,
      organisation: { select: { key: true, name: true, timeZone: true, locale: true } },
    },
  });
}

/** Who is written to, and what of the mail is still to be told to them: the rest is dropped, and it is written why. */
async function whatHolds(tx: TenantTransaction, { id: mailId, personId }: DueMail, now: Date) {
  const recipient = await loadRecipient(tx, personId);
  const { timeZone } = recipient.organisation;
  const notifications = await tx.notification.findMany({
    where: { mailId, status: "PENDING" },
    orderBy: { id: "asc" },
    select: { id: true, personId: true, eventId: true, kind: true },
  });
  const events = await loadEvents(
    tx,
    notifications.map(({ eventId }) => eventId),
  );
  const recipients = await loadRecipients(tx, [...events.values()]);
  const choices = (await loadChoices(tx, [personId]))(personId);
  const reader: Actor = { organisationId: recipient.organisationId, personId, roles: recipient.roles };
  const found = notifications.map((notification) => {
    const event = events.get(notification.eventId);
    const rule = recipients.get(notification.eventId)?.find((one) => one.personId === personId);
    return { notification, event, rule };
  });
  const certificationOf = await loadCertificationsOf(tx, [...events.values()]);
  const told = found.flatMap(({ event, rule }) => (event && rule ? [{ event, condition: rule.while }] : []));
  const present = { now, timeZone, certificationOf, ...(await loadPresent(tx, reader, told)) };
  const tellings: Telling[] = [];
  const dropped = new Map<string, string[]>();
  for (const { notification, event, rule } of found) {
    let reason: string | null = null;
    if (!event || !rule) reason = "NOT_A_RECIPIENT";
    else if (frequencyOf(notification.kind as NotificationKind, choices) === "NEVER") reason = "CALLED_OFF";
    else if (rule.while && !isStillTrue(rule.while, event, present)) reason = "NOT_TRUE_ANY_MORE";
    else tellings.push(tellingOf(notification, event, certificationOf(event), now));
    if (reason) dropped.set(reason, [...(dropped.get(reason) ?? []), notification.id]);
  }
  for (const [reason, ids] of dropped)
    await tx.notification.updateMany({ where: { id: { in: ids } }, data: { status: "DROPPED", reason } });
  return { recipient, tellings };
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

function write(
  services: Services,
  organisationId: string,
  { id, personId, mandatory }: DueMail,
  recipient: Awaited<ReturnType<typeof loadRecipient>>,
  tellings: readonly Telling[],
  date: Date,
): OutgoingMail {
  const { name, email, organisation } = recipient;
  const language = mailLanguageOf(recipient.locale, organisation.locale);
  const kinds = tellings.map(({ kind }) => kind);
  const callOff = mandatory ? null : unsubscribeUrl(services, { organisationId, personId, kinds });
  const letter = renderLetter({
    language,
    timeZone: organisation.timeZone,
    organisationName: organisation.name,
    recipientName: name,
    tellings,
    mandatory,
    certificateUrl: (number) => addresses.certificate(services.publicUrl, number),
    portalUrl: services.portalUrl,
    unsubscribeUrl: callOff,
  });
  const host = URL.canParse(services.publicUrl) ? new URL(services.publicUrl).hostname : "kunna.invalid";
  return {
    messageId: `${id}@${host}`,
    fromName: oneLine(organisation.name),
    to: { name: oneLine(name), address: email },
    ...letter,
    language,
    date,
    unsubscribeUrl: callOff,
  };
}
