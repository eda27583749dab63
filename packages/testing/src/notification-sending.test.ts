import { encodeId, type MailTransport } from "@kunna/api";
import { placeEvents } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeEach, describe, expect, it } from "vitest";
import { certified, decide, readyForReview } from "./governance.test.support.ts";
import { addressOf, notificationsOf, obedientMails, runJob, runJobs } from "./notifications.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data, reviewMutation } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the sending of mails on ${kind}`, ({ skip }) => skip(reason));

class Killed extends Error {}

describe.each(kinds)("the sending of mails, on %s", (kind) => {
  const mails = obedientMails();
  const suite = demoSuite(kind, undefined, mails.transport);
  beforeEach(() => {
    suite.clock.set("2026-11-24T09:00:00Z");
    mails.answers();
  });

  const later = (minutes: number) =>
    suite.clock.set(new Date(suite.clock.now().getTime() + minutes * 60_000).toISOString());

  /** A learner to whom one mail is due: an optional one, or one that can't be called off. */
  async function due(what: "optional" | "mandatory"): Promise<{ person: Actor; email: string }> {
    if (what === "optional") {
      const { learner, evidenceIds } = await readyForReview(suite);
      await data(suite.server, suite.actors.reviewer, reviewMutation, {
        evidenceId: evidenceIds[0],
        verdict: "ACCEPTED",
      });
      return { person: learner, ...(await addressOf(suite, learner)) };
    }
    const { holder, programId } = await certified(suite);
    await runJob(suite);
    const input = { programId, personId: encodeId("Person", holder.personId), reason: "An inquiry." };
    await decide(suite.server, suite.actors.admin, "suspendCertification", input);
    return { person: holder, ...(await addressOf(suite, holder)) };
  }

  /** What was given to the mail server for a person from now on. */
  function watch({ email }: { email: string }) {
    const before = mails.to({ email }).length;
    return () => mails.to({ email }).slice(before);
  }
  const last = async (person: Actor) => (await notificationsOf(suite, person)).at(-1);

  it("a mail server that can't be reached is tried again after longer and longer, and then each is told once", async () => {
    const { person, email } = await due("optional");
    const given = watch({ email });
    mails.answers(() => ({ kind: "LATER", problem: "connect ECONNREFUSED", unreachable: true }));
    await runJob(suite);
    await runJob(suite);
    expect(given()).toHaveLength(1);
    later(1);
    await runJob(suite);
    later(1);
    await runJob(suite);
    expect(given()).toHaveLength(2);
    expect(await last(person)).toMatchObject({ status: "PENDING", mail: { status: "WAITING", tries: 2 } });
    mails.answers();
    later(5);
    await runJob(suite);
    expect(await last(person)).toMatchObject({ status: "SENT", mail: { status: "SENT", tries: 3 } });
    expect(new Set(given().map(({ messageId }) => messageId)).size).toBe(1);
    later(60 * 24 * 30);
    await runJob(suite);
    expect(given()).toHaveLength(3);
  });

  it("a mail that is refused for good is not tried again, and an administrator sees it and why", async () => {
    const { person, email } = await due("optional");
    const given = watch({ email });
    mails.answers(() => ({ kind: "REFUSED", problem: "550 No such mailbox." }));
    await runJob(suite);
    later(60 * 24);
    await runJob(suite);
    expect(given()).toHaveLength(1);
    expect(await last(person)).toMatchObject({ status: "FAILED", mail: { status: "FAILED", tries: 1 } });
    const document = "{ mails(first: 100, status: [FAILED]) { nodes { person { id } problem tries kinds } } }";
    const id = encodeId("Person", person.personId);
    const seen = async (actor: Actor) => {
      const nodes: { person: { id: string } }[] = (await data(suite.server, actor, document)).mails.nodes;
      return nodes.filter((node) => node.person.id === id);
    };
    const failed = { person: { id }, problem: "550 No such mailbox.", tries: 1, kinds: ["EVIDENCE_DECIDED"] };
    expect(await seen(suite.actors.admin)).toEqual([failed]);
    expect(await seen(person)).toEqual([failed]);
    expect(await seen(suite.actors.manager)).toEqual([]);
    expect(await seen(suite.actors.otherAdmin)).toEqual([]);
  });

  it.each([
    ["optional", "UNCERTAIN", 1],
    ["mandatory", "SENT", 2],
  ] as const)(
    "when the process dies after the mail server took a mail and before that is written, a mail that is %s ends as %s",
    async (what, status, times) => {
      const { person, email } = await due(what);
      const given = watch({ email });
      mails.answers(() => {
        throw new Killed();
      });
      await expect(runJob(suite)).rejects.toThrow(Killed);
      mails.answers();
      // Until it is known that nobody is at it any more, nobody else is.
      later(9);
      await runJob(suite);
      expect(given()).toHaveLength(1);
      later(1);
      await runJob(suite);
      expect(given()).toHaveLength(times);
      expect(new Set(given().map(({ messageId }) => messageId)).size).toBe(1);
      expect((await last(person))?.mail?.status).toBe(status);
      later(60 * 24 * 30);
      await runJob(suite);
      expect(given()).toHaveLength(times);
    },
  );

  it("where the mail server's answer was lost, an optional mail is not sent again, and a mandatory one is", async () => {
    const mandatory = await due("mandatory");
    const optional = await due("optional");
    const [ofOptional, ofMandatory] = [watch(optional), watch(mandatory)];
    mails.answers(() => ({ kind: "UNKNOWN", problem: "The connection was closed." }));
    await runJob(suite);
    mails.answers();
    later(60 * 24);
    await runJob(suite);
    expect([ofOptional().length, ofMandatory().length]).toEqual([1, 2]);
    expect((await last(optional.person))?.mail?.status).toBe("UNCERTAIN");
    expect((await last(mandatory.person))?.mail?.status).toBe("SENT");
  });

  it("killed before any of its transactions commits, each is noted once and arrives once where the transport knows a mail again", async () => {
    const { database } = suite.server.services;
    const kept = new Map<string, string>();
    const transport: MailTransport = {
      isIdempotent: true,
      async send({ messageId, to }) {
        kept.set(messageId, to.address);
        return { kind: "SENT" };
      },
    };
    for (let at = 1, killed = true; killed; at++) {
      const { person, email } = await due("optional");
      let count = 0;
      let isDead = false;
      /** The database of a process that dies at its n-th transaction, before it commits. */
      const dying = {
        asSystem: (work) => database.asSystem(work),
        transact: (organisationId, work) =>
          database.transact(organisationId, async (tx) => {
            const result = await work(tx);
            count += 1;
            if (isDead || count === at) {
              isDead = true;
              throw new Killed();
            }
            return result;
          }),
      } as typeof database;
      const process = { ...suite.server.services, mail: transport, database: dying };
      while ((await placeEvents(database)).length > 0);
      killed = await runJobs(process).then(
        () => false,
        () => true,
      );
      later(11);
      await runJobs({ ...suite.server.services, mail: transport });
      expect([...kept.values()].filter((address) => address === email)).toHaveLength(1);
      expect(await last(person)).toMatchObject({ status: "SENT", mail: { status: "SENT" } });
    }
  });

  it("nobody is written to without an address, and it is said so", async () => {
    const { person } = await due("optional");
    const { database } = suite.server.services;
    await database.asSystem((tx) => tx.person.update({ where: { id: person.personId }, data: { email: "" } }));
    await runJob(suite);
    expect(await last(person)).toMatchObject({ status: "FAILED", mail: { status: "FAILED", tries: 0 } });
    await database.asSystem((tx) =>
      tx.person.update({
        where: { id: person.personId },
        data: { email: `${crypto.randomUUID()}@nordvik.example.org` },
      }),
    );
  });

  it("nothing in a name begins a header, hides, or becomes markup", async () => {
    const { person, email } = await due("optional");
    const name = 'Eve\r\nBcc: thief@example.org\u202E <script>alert(1)</script>"&';
    const { database } = suite.server.services;
    await database.asSystem((tx) => tx.person.update({ where: { id: person.personId }, data: { name } }));
    const given = watch({ email });
    await runJob(suite);
    const [mail] = given();
    expect(mail?.to.name).toBe('Eve Bcc: thief@example.org <script>alert(1)</script>"&');
    expect(mail?.html).not.toContain("<script>");
    expect(mail?.html).toContain("&lt;script&gt;");
    expect(`${mail?.subject}${mail?.fromName}`).not.toMatch(/[\r\n]/);
  });

  it("is in the language that the person chose, else in the organisation's", async () => {
    const document = `mutation ($locale: String) { setLocale(input: { locale: $locale }) { ... on Person { locale } ... on Refusal { code } } }`;
    const subjectFor = async (locale: string | null) => {
      const { learner, evidenceIds } = await readyForReview(suite);
      const { setLocale } = await data(suite.server, learner, document, { locale });
      expect(setLocale).toEqual({ locale });
      await data(suite.server, suite.actors.reviewer, reviewMutation, {
        evidenceId: evidenceIds[0],
        verdict: "ACCEPTED",
      });
      await runJob(suite);
      const mail = mails.to(await addressOf(suite, learner)).at(-1);
      expect(mail?.html).toContain(`<html lang="${mail?.language}"`);
      return mail?.subject;
    };
    expect(await subjectFor("en-GB")).toBe("Your evidence in A small program was accepted");
    expect(await subjectFor(null)).toBe("Ditt underlag i A small program är godkänt");
    // One that no texts are in yet.
    expect(await subjectFor("se")).toBe("Ditt underlag i A small program är godkänt");
    const bad = await data(suite.server, suite.actors.learner, document, { locale: "sv\r\nBcc: x" });
    expect(bad.setLocale).toEqual({ code: "INVALID_INPUT" });
  });

  it("is as each chose: at once, with the day's, or not at all, also of what has been noted; never of what can be appealed", async () => {
    const document = `mutation ($input: SetNotificationPreferencesInput!) { setNotificationPreferences(input: $input) {
      ... on Person { notificationPreferences { kind frequency chosen } }
      ... on NotificationMandatory { code kind }
    } }`;
    const { person, email } = await due("optional");
    const choose = async (input: object) =>
      (await data(suite.server, person, document, { input })).setNotificationPreferences;
    const given = watch({ email });
    const daily = { preferences: [{ kind: "EVIDENCE_DECIDED", frequency: "DAILY" }] };
    const { notificationPreferences } = await choose(daily);
    expect(notificationPreferences).toContainEqual({ kind: "EVIDENCE_DECIDED", frequency: "DAILY", chosen: true });
    expect(notificationPreferences).toContainEqual({ kind: "DECISIONS", frequency: "IMMEDIATE", chosen: false });
    await runJob(suite);
    expect(given()).toEqual([]);
    // Noted for tomorrow, and called off before.
    await choose({ noneOptional: true });
    suite.clock.set("2026-11-25T06:00:00Z");
    await runJob(suite);
    expect(given()).toEqual([]);
    expect(await last(person)).toMatchObject({ status: "DROPPED", reason: "CALLED_OFF" });
    const refused = { code: "NOTIFICATION_MANDATORY", kind: "DECISIONS" };
    expect(await choose({ preferences: [{ kind: "DECISIONS", frequency: "NEVER" }] })).toEqual(refused);

    const other = await newPerson(suite, ["LEARNER", "ADMIN"]);
    const id = encodeId("Person", person.personId);
    const query = "query ($id: ID!) { node(id: $id) { ... on Person { notificationPreferences { kind } } } }";
    expect((await data(suite.server, other, query, { id })).node).toEqual({ notificationPreferences: [] });
  });
});
