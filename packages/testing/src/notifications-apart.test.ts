import { mailClearanceJob, mailJob, notificationJob, notificationLag } from "@kunna/api";
import { appendEvents, type Database, placeEvents } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeEach, describe, expect, it } from "vitest";
import { notificationsOf, obedientMails, runJob } from "./notifications.test.support.ts";
import { demoSuite } from "./suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`notifications that go wrong on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("notifications of which some go wrong, on %s", (kind) => {
  const mails = obedientMails();
  const suite = demoSuite(kind, undefined, mails.transport);
  let day = new Date("2026-11-24T09:00:00Z");
  beforeEach(async () => {
    // Far enough from the test before that nothing of it waits to be tried again.
    day = new Date(day.getTime() + 30 * 86_400_000);
    suite.clock.set(day.toISOString());
    mails.answers();
    await runJob(suite);
    mails.given.length = 0;
  });

  const later = (minutes: number) =>
    suite.clock.set(new Date(suite.clock.now().getTime() + minutes * 60_000).toISOString());
  const organisations = () => [suite.actors.admin.organisationId, suite.actors.otherAdmin.organisationId] as const;

  /** Learners who are new to an organisation. */
  async function learners(organisationId: string, count: number): Promise<(Actor & { readonly email: string })[]> {
    const people = Array.from({ length: count }, () => ({ email: `${crypto.randomUUID()}@example.org` }));
    const made = await suite.server.services.database.asSystem((tx) =>
      tx.person.createManyAndReturn({
        data: people.map(({ email }) => ({
          organisationId,
          email,
          name: "Nils Ek",
          roles: ["LEARNER"],
          createdAt: day,
        })),
        select: { id: true, email: true },
      }),
    );
    return made.map(({ id, email }) => ({ organisationId, personId: id, roles: ["LEARNER"], email }));
  }

  /** Something that each of them is told at once: nothing has to hold for it. */
  async function happen(people: readonly Actor[], type = "CREDITS_ACCEPTED"): Promise<void> {
    const { database, now } = suite.server.services;
    const [first] = people;
    if (!first) return;
    await database.transact(first.organisationId, (tx) =>
      appendEvents(
        tx,
        people.map(({ personId }) => ({ type, occurredAt: now(), actorId: null, personId, facts: {} })),
      ),
    );
    while ((await placeEvents(database)).length > 0);
  }

  const told = () => mails.given.map(({ to }) => to.address);
  const setKinds = (person: Actor, from: string, to: string, most = 100) =>
    suite.server.services.database.asSystem(async (tx) => {
      const where = { personId: person.personId, kind: from, status: "PENDING" } as const;
      const found = await tx.notification.findMany({ where, take: most, orderBy: { id: "asc" }, select: { id: true } });
      await tx.notification.updateMany({ where: { id: { in: found.map(({ id }) => id) } }, data: { kind: to } });
    });
  const mailOf = async (person: Actor) =>
    suite.server.services.database.asSystem((tx) =>
      tx.mail.findFirst({ where: { personId: person.personId }, orderBy: { id: "desc" } }),
    );

  it("what fails in one organisation holds up no other, in neither job", async () => {
    for (const broken of organisations()) {
      const { services } = suite.server;
      const [here = "", there = ""] = organisations()
        .filter((id) => id !== broken)
        .concat(broken);
      const [ours] = await learners(here, 1);
      const [theirs] = await learners(there, 1);
      if (!ours || !theirs) throw new Error("Nobody was made.");
      await happen([ours]);
      await happen([theirs]);
      const transact: Database["transact"] = async (id, work) => {
        if (id === broken) throw new RangeError("It is broken.");
        return services.database.transact(id, work);
      };
      const asSystem: Database["asSystem"] = (work) => services.database.asSystem(work);
      const process = { ...services, database: { transact, asSystem } as Database };
      for (const job of [notificationJob, mailJob]) {
        await expect(job.run(process, () => false)).rejects.toThrow("It is broken.");
        // It has something to do in both jobs.
        await notificationJob.run(services, () => false);
      }
      expect(told()).toContain(ours.email);
      expect(told()).not.toContain(theirs.email);
      await runJob(suite);
      expect(told().filter((email) => email === ours.email || email === theirs.email)).toHaveLength(2);
    }
  });

  it("the organisations take turns, however much one has", async () => {
    const [here, there] = organisations();
    const [many, others] = [await learners(here, 45), await learners(there, 45)];
    await happen(many);
    await happen(others);
    await runJob(suite);
    expect(new Set(told()).size).toBe(90);
    const isHere = told().map((address) => many.some(({ email }) => email === address));
    const turns = isHere.filter((one, index) => index === 0 || one !== isHere[index - 1]);
    expect(turns.length).toBeGreaterThanOrEqual(4);
  });

  it("while the mail server can't be reached, one run asks it for one organisation alone", async () => {
    for (const organisationId of organisations()) await happen(await learners(organisationId, 1));
    mails.answers(() => ({ kind: "LATER", problem: "connect ECONNREFUSED", unreachable: true }));
    await runJob(suite);
    expect(told()).toHaveLength(1);
    mails.answers();
    later(1);
    await runJob(suite);
    expect(new Set(told()).size).toBe(2);
  });

  it("a mail that can't be written is put off without saying what went wrong, and holds up none after it", async () => {
    const [first, second] = await learners(suite.actors.admin.organisationId, 2);
    if (!first || !second) throw new Error("Nobody was made.");
    await happen([first]);
    mails.answers(() => ({ kind: "LATER", problem: "No.", unreachable: false }));
    await runJob(suite);
    mails.answers();
    await setKinds(first, "EVIDENCE_DECIDED", "SECRET-KIND");
    later(1);
    await happen([second]);
    await expect(runJob(suite)).rejects.toThrow();
    expect(told()).toEqual([first.email, second.email]);
    const problem = "It could not be written: the server's log says why.";
    expect(await mailOf(first)).toMatchObject({ status: "WAITING", tries: 2, problem });
    // As patient as with a mail server: not at once.
    await runJob(suite);
    later(5);
    await expect(runJob(suite)).rejects.toThrow();
    await setKinds(first, "SECRET-KIND", "EVIDENCE_DECIDED");
    later(15);
    await runJob(suite);
    expect(told()).toEqual([first.email, second.email, first.email]);
    expect(await mailOf(first)).toMatchObject({ status: "SENT", problem: null });
  });

  it("a mail that can't be written for four days is given up, and it is said so", async () => {
    const [person] = await learners(suite.actors.admin.organisationId, 1);
    if (!person) throw new Error("Nobody was made.");
    await happen([person]);
    mails.answers(() => ({ kind: "LATER", problem: "No.", unreachable: false }));
    await runJob(suite);
    await setKinds(person, "EVIDENCE_DECIDED", "SECRET-KIND");
    for (let days = 0; days < 12; days++) {
      later(24 * 60);
      await runJob(suite).catch(() => {});
    }
    expect(await mailOf(person)).toMatchObject({ status: "FAILED", dueAt: null });
    expect((await notificationsOf(suite, person)).map(({ status, reason }) => [status, reason])).toEqual([
      ["FAILED", "FAILED"],
    ]);
    await setKinds(person, "SECRET-KIND", "EVIDENCE_DECIDED");
    await runJob(suite);
    expect(told()).toHaveLength(1);
  });

  it("what can't be put into words is taken out of a digest, which tells the rest, and is told when it can be", async () => {
    const [person] = await learners(suite.actors.admin.organisationId, 1);
    if (!person) throw new Error("Nobody was made.");
    for (let count = 0; count < 4; count++) await happen([person]);
    mails.answers(() => ({ kind: "LATER", problem: "No.", unreachable: false }));
    await runJob(suite);
    expect(mails.given.at(-1)?.subject).toContain("4");
    mails.answers();
    await setKinds(person, "EVIDENCE_DECIDED", "SECRET-KIND", 1);
    later(1);
    await runJob(suite);
    expect(mails.given.at(-1)?.subject).toContain("3");
    // What a newer server may know waits for it, and is no failure.
    await runJob(suite);
    expect((await notificationsOf(suite, person)).map(({ status }) => status).sort()).toEqual([
      "PENDING",
      "SENT",
      "SENT",
      "SENT",
    ]);
    await setKinds(person, "SECRET-KIND", "EVIDENCE_DECIDED");
    await runJob(suite);
    expect(told()).toHaveLength(3);
    expect((await notificationsOf(suite, person)).every(({ status }) => status === "SENT")).toBe(true);
  });

  it("a feed in which long nothing notifies anybody is read on to what does; what happened before is history", async () => {
    const [person, other] = await learners(suite.actors.admin.organisationId, 2);
    if (!person || !other) throw new Error("Nobody was made.");
    await happen(
      Array.from({ length: 1_100 }, () => other),
      "NOTIFICATIONS_CHANGED",
    );
    const now = suite.clock.now();
    suite.clock.set("2020-01-01T00:00:00Z");
    await happen(Array.from({ length: 60 }, () => other));
    suite.clock.set(now.toISOString());
    await happen([person]);
    const { database } = suite.server.services;
    expect((await notificationLag(database, now)).unread).toBe(1_161);
    await runJob(suite);
    expect((await notificationLag(database, now)).unread).toBe(0);
    expect(told()).toEqual([person.email]);
    expect(await notificationsOf(suite, other)).toEqual([]);
  });

  it("mails that ended are kept for 400 days, those that wait for as long as they do, and nobody is told again", async () => {
    const [person, waiting] = await learners(suite.actors.admin.organisationId, 2);
    if (!person || !waiting) throw new Error("Nobody was made.");
    await happen([person]);
    await runJob(suite);
    mails.answers(() => ({ kind: "LATER", problem: "No.", unreachable: false }));
    await happen([waiting]);
    await runJob(suite);
    mails.answers();
    later(400 * 24 * 60);
    await mailClearanceJob.run(suite.server.services, () => false);
    expect((await notificationsOf(suite, person)).map(({ status }) => status)).toEqual(["SENT"]);
    later(1);
    await mailClearanceJob.run(suite.server.services, () => false);
    expect([await notificationsOf(suite, person), await mailOf(person)]).toEqual([[], null]);
    expect(await mailOf(waiting)).toMatchObject({ status: "WAITING" });
    await runJob(suite);
    expect(told().filter((address) => address === person.email)).toHaveLength(1);
    expect(await mailOf(waiting)).toMatchObject({ status: "SENT" });
  });
});
