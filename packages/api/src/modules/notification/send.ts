import { retryAfter } from "@kunna/domain";
import type { Services } from "../../services.ts";
import { type ClaimedMail, claimMail } from "./claim.ts";
import { gatherMails } from "./gather.ts";
import type { MailOutcome } from "./mail-transport.ts";

/** How many mails of an organisation one process sends side by side. */
const lanes = 4;

/**
 * Makes the mails that are due and sends them, each claimed by one process before it is sent. Nothing is sent while a
 * transaction is open.
 * @returns how many were sent
 */
export async function sendMails(services: Services, isStopped: () => boolean = () => false): Promise<number> {
  const { database, now } = services;
  let sent = 0;
  const failures: unknown[] = [];
  for (const organisationId of await findDueOrganisations(services)) {
    while (!isStopped() && (await database.transact(organisationId, (tx) => gatherMails(tx, organisationId, now()))));
    const run: Run = { services, organisationId, isOver: isStopped };
    // Each lane ends what it has begun, though another failed.
    const ends = await Promise.allSettled(Array.from({ length: lanes }, () => sendAll(run)));
    for (const end of ends) {
      if (end.status === "rejected") failures.push(end.reason);
      else sent += end.value;
    }
  }
  // What fails in one organisation keeps no other one waiting.
  if (failures.length > 0) throw failures[0];
  return sent;
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

interface Run {
  readonly services: Services;
  readonly organisationId: string;
  /** Whether to stop before the next mail: the process ends, or the mail server can't be reached. */
  isOver: () => boolean;
}

async function sendAll(run: Run): Promise<number> {
  const { services, organisationId } = run;
  let sent = 0;
  while (!run.isOver()) {
    const claimed = await services.database.transact(organisationId, (tx) => claimMail(tx, organisationId, services));
    if (claimed === "NONE") break;
    if (claimed === null) continue;
    const outcome = await services.mail.send(claimed.mail);
    await record(run, claimed, outcome);
    if (outcome.kind === "SENT") sent++;
    // The others would wait for nothing: they are tried at the next run.
    if (outcome.kind === "LATER" && outcome.unreachable) run.isOver = () => true;
  }
  return sent;
}

async function record({ services, organisationId }: Run, claimed: ClaimedMail, outcome: MailOutcome): Promise<void> {
  const { id, tries, mandatory } = claimed;
  const now = services.now();
  const isAgain = outcome.kind === "LATER" || (outcome.kind === "UNKNOWN" && (mandatory || services.mail.isIdempotent));
  const next = isAgain ? retryAfter(tries, now) : null;
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
