import {
  type MailOutcome,
  type MailTransport,
  mailJob,
  notificationJob,
  type OutgoingMail,
  type Services,
  sweep,
} from "@kunna/api";
import { placeEvents } from "@kunna/database";
import type { Actor } from "@kunna/domain";
import type { Suite } from "./suite.test.support.ts";

/** A mail server that does as it is told, and remembers each time that it was given a mail. */
export function obedientMails() {
  const given: OutgoingMail[] = [];
  let answer: (mail: OutgoingMail) => MailOutcome | Promise<MailOutcome> = () => ({ kind: "SENT" });
  const transport: MailTransport = {
    isIdempotent: false,
    async send(mail) {
      given.push(mail);
      return answer(mail);
    },
  };
  return {
    transport,
    given,
    /** Answers like this from now on; left out: takes all. */
    answers(next: typeof answer = () => ({ kind: "SENT" })) {
      answer = next;
    },
    to: ({ email }: { readonly email: string }) => given.filter(({ to }) => to.address === email),
  };
}

/** Lets the relay place what has been written, and the jobs do all that there is to do. */
export async function runJob({ server }: Suite): Promise<void> {
  while ((await placeEvents(server.services.database)).length > 0);
  await runJobs(server.services);
}

/** Lets a process do what there is to do of both jobs. */
export async function runJobs(services: Services): Promise<void> {
  await notificationJob.run(services, () => false);
  await mailJob.run(services, () => false);
}

/** Moves the clock to just when what was true by then is settled, sweeps and notifies. */
export async function passTo(suite: Suite, instant: string): Promise<void> {
  suite.clock.set(new Date(new Date(instant).getTime() + 20_000).toISOString());
  await sweep(suite.server.services);
  await runJob(suite);
}

/** A person with their address. */
export async function addressOf({ server }: Suite, { personId }: Actor): Promise<{ readonly email: string }> {
  return server.services.database.asSystem((tx) =>
    tx.person.findUniqueOrThrow({ where: { id: personId }, select: { email: true } }),
  );
}

/** What became of a person's notifications, in the order in which they were noted. */
export async function notificationsOf({ server }: Suite, { personId }: Actor) {
  const rows = await server.services.database.asSystem((tx) =>
    tx.notification.findMany({ where: { personId }, orderBy: { id: "asc" }, include: { mail: true } }),
  );
  const events = await server.services.database.asSystem((tx) =>
    tx.event.findMany({ where: { id: { in: rows.map(({ eventId }) => eventId) } }, select: { id: true, type: true } }),
  );
  return rows.map(({ eventId, status, reason, kind, mail }) => ({
    type: events.find(({ id }) => id === eventId)?.type,
    kind,
    status,
    reason,
    mail: mail && { status: mail.status, tries: mail.tries },
  }));
}
