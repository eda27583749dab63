import type { TenantTransaction } from "@kunna/database";
import { mailRetryAt } from "@kunna/domain";
import type { Services } from "../../services.ts";
import { isAddress, languageOf, loadAddressee, writeLetter } from "./letter.ts";
import type { OutgoingMail } from "./mail-transport.ts";
import { tellIn } from "./render.ts";
import { whatHolds } from "./what-holds.ts";

/** How long a process has to send a mail and to write what became of it, in milliseconds; then it is taken for dead. */
const abandonedAfter = 10 * 60_000;

/** Shown to administrators; what it was may hold anything, and is for the log alone. */
const unreadable = "It could not be written: the server's log says why.";

/** A mail that this process sends, and no other. */
export interface ClaimedMail {
  readonly id: string;
  readonly mandatory: boolean;
  /** Which try it is: what is written of an earlier one is not taken. */
  readonly tries: number;
  readonly mail: OutgoingMail;
}

/** What came of looking for the next mail. NONE: none is due. ENDED: it had nothing to send. PUT_OFF: it could not be written. */
export type Claim =
  | { readonly kind: "NONE" | "ENDED" }
  | { readonly kind: "CLAIMED"; readonly claimed: ClaimedMail }
  | { readonly kind: "PUT_OFF"; readonly error: unknown };

interface DueMail {
  readonly id: string;
  readonly personId: string;
  readonly mandatory: boolean;
  readonly status: "WAITING" | "SENDING";
  readonly tries: number;
}

/** Takes the next mail of an organisation that is due. One that can't be written is put off, so that those after it are sent. */
export async function claimNext(services: Services, organisationId: string): Promise<Claim> {
  const now = services.now();
  let due: DueMail | undefined;
  try {
    return await services.database.transact(organisationId, async (tx) => {
      due = await nextDue(tx, now);
      return due ? await claimMail(tx, due, services, now) : { kind: "NONE" };
    });
  } catch (error) {
    const unwritten = due;
    if (!unwritten) throw error;
    // In a transaction of its own: the other wrote nothing.
    await services.database.transact(organisationId, (tx) => putOff(tx, unwritten, now));
    return { kind: "PUT_OFF", error };
  }
}

/** The mail that has been due for longest, held until the transaction ends. */
async function nextDue(tx: TenantTransaction, now: Date): Promise<DueMail | undefined> {
  const [due] = await tx.$queryRaw<DueMail[]>`
    SELECT "id", "personId", "mandatory", "status", "tries" FROM "Mail" WHERE "dueAt" <= ${now}
    ORDER BY "dueAt", "id" LIMIT 1 FOR UPDATE SKIP LOCKED`;
  return due;
}

async function claimMail(tx: TenantTransaction, due: DueMail, services: Services, now: Date): Promise<Claim> {
  const end = async (status: EndedMail["status"], problem: string): Promise<Claim> => {
    await endMail(tx, due.id, { status, problem });
    return { kind: "ENDED" };
  };
  // Whoever sent it died before writing whether it was taken. What must be known is sent again, under the same Message-ID;
  // what need not be is not: twice is worse there than never.
  if (due.status === "SENDING" && !due.mandatory && !services.mail.isIdempotent)
    return end("UNCERTAIN", "The process that sent it ended before the answer.");
  const to = await loadAddressee(tx, due.personId);
  const { timeZone } = to.organisation;
  const reader = { organisationId: to.organisationId, personId: to.id, roles: to.roles };
  const told = await whatHolds(tx, { mailId: due.id, reader, now, timeZone, tell: tellIn(languageOf(to), timeZone) });
  if (told.length === 0) return end("DROPPED", "Nothing of it holds any more.");
  if (!isAddress(to.email)) return end("FAILED", "The person has no address that mails can be sent to.");
  const tries = due.tries + 1;
  const dueAt = new Date(now.getTime() + abandonedAfter);
  await tx.mail.update({ where: { id: due.id }, data: { status: "SENDING", tries, dueAt }, select: { id: true } });
  const mail = writeLetter(services, due, to, told, now);
  return { kind: "CLAIMED", claimed: { id: due.id, mandatory: due.mandatory, tries, mail } };
}

/** Tries a mail that can't be written again later, as long as one that can't be handed over; unless another process took it. */
async function putOff(tx: TenantTransaction, { id, status, tries }: DueMail, now: Date): Promise<void> {
  const dueAt = mailRetryAt(tries + 1, now);
  const { count } = await tx.mail.updateMany({
    where: { id, status, tries },
    data: { status: "WAITING", tries: tries + 1, dueAt, problem: unreadable },
  });
  if (count > 0 && !dueAt) await endMail(tx, id, { status: "FAILED", problem: unreadable });
}

interface EndedMail {
  readonly status: "DROPPED" | "FAILED" | "UNCERTAIN";
  readonly problem: string;
}

/** Ends a mail that is not sent. */
async function endMail(tx: TenantTransaction, id: string, { status, problem }: EndedMail): Promise<void> {
  await tx.mail.update({ where: { id }, data: { status, problem, dueAt: null }, select: { id: true } });
  if (status !== "DROPPED")
    await tx.notification.updateMany({
      where: { mailId: id, status: "PENDING" },
      data: { status: "FAILED", reason: status },
    });
}
