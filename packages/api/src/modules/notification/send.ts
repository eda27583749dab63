import { mailRetryAt } from "@kunna/domain";
import { Failures } from "../../failures.ts";
import { inTurns } from "../../in-turns.ts";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";
import { type ClaimedMail, claimNext } from "./claim.ts";
import { gatherMails } from "./gather.ts";
import type { MailOutcome } from "./mail-transport.ts";

/** How many mails one process sends side by side. */
const lanes = 4;

/** How many mails of an organisation are sent before it is the next one's turn. */
const mailsATurn = 40;

/** The sending as the worker does it: beside the reading of the feed, which no mail server holds up. */
export const mailJob: Job = { name: "mails", everyMs: 5_000, wakesOnFeed: false, run: sendMails };

/**
 * Makes the mails that are due and sends them, each claimed by one process before it is sent, the organisations in turns.
 * Nothing is sent while a transaction is open.
 * @returns how many were sent
 * @param tell is told at once of what fails for one organisation, or one mail; left out: it is thrown when the others are done
 */
export async function sendMails(
  services: Services,
  isStopped: () => boolean = () => false,
  tell?: (error: unknown) => void,
): Promise<number> {
  const run: Run = { services, isStopped, isAway: false, sent: 0, failures: new Failures(tell) };
  const organisations = await findDueOrganisations(services);
  await inTurns(
    organisations,
    () => isOver(run),
    (id) => takeTurn(run, id),
    run.failures,
  );
  run.failures.end();
  return run.sent;
}

interface Run {
  readonly services: Services;
  readonly isStopped: () => boolean;
  /** Whether the mail server can't be reached: there is one for all, and the others would wait for nothing until the next run. */
  isAway: boolean;
  sent: number;
  readonly failures: Failures;
}

function isOver({ isStopped, isAway }: Run): boolean {
  return isAway || isStopped();
}

async function findDueOrganisations({ database, now }: Services): Promise<string[]> {
  const at = now();
  const found = await database.asSystem(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      SELECT o."id" FROM "Organisation" o WHERE EXISTS (
        SELECT FROM "Notification" n WHERE n."organisationId" = o."id"
          AND n."status" = 'PENDING' AND n."mailId" IS NULL AND n."sendAfter" <= ${at}
      ) OR EXISTS (
        SELECT FROM "Mail" m WHERE m."organisationId" = o."id" AND m."dueAt" IS NOT NULL AND m."dueAt" <= ${at}
      )`,
  );
  return found.map(({ id }) => id);
}

/** Gathers some of an organisation's mails and sends some. @returns whether there may be more */
async function takeTurn(run: Run, organisationId: string): Promise<boolean> {
  const { database, now } = run.services;
  const isMoreToGather = await database.transact(organisationId, (tx) => gatherMails(tx, organisationId, now()));
  const turn = { organisationId, left: mailsATurn };
  // Each lane ends what it has begun, though another failed.
  const ends = await Promise.allSettled(Array.from({ length: lanes }, () => sendNext(run, turn)));
  const failures = new Failures();
  for (const end of ends) if (end.status === "rejected") failures.add(end.reason);
  failures.end();
  return isMoreToGather || turn.left <= 0;
}

/** Sends the mails of a turn one after the other, until it is over or nothing is due. */
async function sendNext(run: Run, turn: { readonly organisationId: string; left: number }): Promise<void> {
  const { services } = run;
  while (turn.left > 0 && !isOver(run)) {
    turn.left--;
    const claim = await claimNext(services, turn.organisationId);
    if (claim.kind === "NONE") {
      turn.left++;
      return;
    }
    if (claim.kind === "PUT_OFF") run.failures.add(claim.error);
    if (claim.kind !== "CLAIMED") continue;
    const outcome = await services.mail.send(claim.claimed.mail);
    await record(services, turn.organisationId, claim.claimed, outcome);
    if (outcome.kind === "SENT") run.sent++;
    if (outcome.kind === "LATER" && outcome.unreachable) run.isAway = true;
  }
}

async function record(
  services: Services,
  organisationId: string,
  { id, tries, mandatory }: ClaimedMail,
  outcome: MailOutcome,
): Promise<void> {
  const now = services.now();
  const isAgain = outcome.kind === "LATER" || (outcome.kind === "UNKNOWN" && (mandatory || services.mail.isIdempotent));
  const next = isAgain ? mailRetryAt(tries, now) : null;
  const problem = outcome.kind === "SENT" ? null : outcome.problem.slice(0, 500);
  await services.database.transact(organisationId, async (tx) => {
    const write = async (status: "WAITING" | "SENT" | "FAILED" | "UNCERTAIN") => {
      const { count } = await tx.mail.updateMany({
        where: { id, tries, status: "SENDING" },
        data: { status, problem, dueAt: status === "WAITING" ? next : null, sentAt: status === "SENT" ? now : null },
      });
      if (count === 0 || status === "WAITING") return;
      const became = status === "SENT" ? ({ status } as const) : ({ status: "FAILED", reason: status } as const);
      await tx.notification.updateMany({ where: { mailId: id, status: "PENDING" }, data: became });
    };
    if (outcome.kind === "SENT") await write("SENT");
    else if (next) await write("WAITING");
    else await write(outcome.kind === "UNKNOWN" ? "UNCERTAIN" : "FAILED");
  });
}
