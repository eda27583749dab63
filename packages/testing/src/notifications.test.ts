import { sweep } from "@kunna/api";
import { openDatabase, placeEvents } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { certified, decide, readyForReview } from "./governance.test.support.ts";
import { addressOf, notificationsOf, obedientMails, passTo, runJob, runJobs } from "./notifications.test.support.ts";
import { lead } from "./review.test.support.ts";
import { demoSuite, newPerson } from "./suite.test.support.ts";
import { data, reviewMutation } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`notifications on ${kind}`, ({ skip }) => skip(reason));

const yearly = { validity: { duration: "P1Y" }, window: "P60D", grace: "P14D", reminders: ["P30D", "P7D"] };

describe.each(kinds)("notifications, on %s", (kind) => {
  const mails = obedientMails();
  const suite = demoSuite(kind, undefined, mails.transport);
  beforeEach(() => {
    suite.clock.set("2026-11-24T09:00:00Z");
    mails.answers();
  });

  it("the holder is mailed at each lead time of the policy, once, in the organisation's language and days", async () => {
    const { holder } = await certified(suite, yearly);
    const address = await addressOf(suite, holder);
    await runJob(suite);
    const before = mails.to(address).length;
    const subjects = () =>
      mails
        .to(address)
        .slice(before)
        .map(({ subject }) => subject);

    await passTo(suite, "2027-09-25T08:00:00Z");
    expect(subjects()).toEqual(["Du kan förnya A small program"]);
    await passTo(suite, "2027-10-25T09:00:00Z");
    await runJob(suite);
    await passTo(suite, "2027-11-17T09:00:00Z");
    expect(subjects()).toEqual([
      "Du kan förnya A small program",
      "Ditt certifikat i A small program går snart ut",
      "Ditt certifikat i A small program går snart ut",
    ]);
    const reminder = mails.to(address).at(-1);
    expect(reminder).toMatchObject({
      language: "sv",
      fromName: "Nordvik kommun",
      to: { name: "Nils Ek" },
      unsubscribeUrl: expect.stringContaining("https://kunna.example.org/notifications/unsubscribe?"),
    });
    expect(reminder?.text).toContain("Det gäller till 24 november 2027");
    expect(reminder?.text).toMatch(/https:\/\/kunna\.example\.org\/certificates\/\S+/);
    await passTo(suite, "2027-11-24T09:00:00Z");
    await passTo(suite, "2027-12-08T09:00:00Z");
    expect(subjects().slice(3)).toEqual([
      "Ditt certifikat i A small program har gått ut",
      "Din certifiering i A small program har förfallit",
    ]);
    expect(new Set(mails.to(address).map(({ messageId }) => messageId)).size).toBe(mails.to(address).length);
  });

  it("after a downtime of months only what is still true is told, and each once", async () => {
    const { holder } = await certified(suite, yearly);
    const address = await addressOf(suite, holder);
    await runJob(suite);
    const before = mails.to(address).length;
    await passTo(suite, "2027-12-20T09:00:00Z");
    expect(
      mails
        .to(address)
        .slice(before)
        .map(({ subject }) => subject),
    ).toEqual(["Din certifiering i A small program har förfallit"]);
    const dropped = (await notificationsOf(suite, holder)).filter(({ status }) => status === "DROPPED");
    expect(dropped.map(({ type, reason }) => `${type} ${reason}`)).toEqual([
      "RENEWAL_OPENED NOT_TRUE_ANY_MORE",
      "RENEWAL_REMINDER NOT_TRUE_ANY_MORE",
      "RENEWAL_REMINDER NOT_TRUE_ANY_MORE",
      "CERTIFICATE_EXPIRED NOT_TRUE_ANY_MORE",
    ]);
  });

  it("a reminder that was noted is not sent any more when the certificate was given a later expiry meanwhile", async () => {
    const { holder, certificateId } = await certified(suite, yearly);
    const address = await addressOf(suite, holder);
    await runJob(suite);
    mails.answers(() => ({ kind: "LATER", problem: "No answer.", unreachable: true }));
    await passTo(suite, "2027-11-17T09:00:00Z");
    const document = `mutation ($input: ExtendCertificateInput!) { extendCertificate(input: $input) { __typename } }`;
    const input = { certificateId, lastDay: "2027-12-31", reason: "The course was cancelled." };
    await data(suite.server, suite.actors.programOwner, document, { input });
    mails.answers();
    const before = mails.to(address).length;
    await passTo(suite, "2027-11-17T12:00:00Z");
    expect(
      mails
        .to(address)
        .slice(before)
        .map(({ subject }) => subject),
    ).toEqual(["Ditt certifikat i A small program gäller längre"]);
  });

  it("who did it is not told of it, and whom it concerns is", async () => {
    const { learner, evidenceIds } = await readyForReview(suite);
    await data(suite.server, suite.actors.reviewer, reviewMutation, {
      evidenceId: evidenceIds[0],
      verdict: "ACCEPTED",
    });
    await runJob(suite);
    // Enrolled and submitted by themselves: only what the reviewer did is told.
    expect((await notificationsOf(suite, learner)).map(({ type }) => type)).toEqual(["EVIDENCE_ACCEPTED"]);
    const own = (await notificationsOf(suite, suite.actors.reviewer)).filter(
      ({ type }) => type === "EVIDENCE_ACCEPTED",
    );
    expect(own).toEqual([]);
  });

  it("several things for one reader wait for one mail at seven in the morning, and what no longer waits is left out", async () => {
    const reviewer = await newPerson(suite, ["REVIEWER"]);
    const address = await addressOf(suite, reviewer);
    const [first, second, third] = [
      await readyForReview(suite),
      await readyForReview(suite),
      await readyForReview(suite),
    ];
    await data(suite.server, suite.actors.reviewer, reviewMutation, {
      evidenceId: first.evidenceIds[0],
      verdict: "ACCEPTED",
    });
    await runJob(suite);
    expect(mails.to(address)).toEqual([]);
    suite.clock.set("2026-11-25T05:59:59Z");
    await runJob(suite);
    expect(mails.to(address)).toEqual([]);
    suite.clock.set("2026-11-25T06:00:00Z");
    await runJob(suite);
    await runJob(suite);
    const [digest, ...others] = mails.to(address);
    expect(others).toEqual([]);
    const open = first.evidenceIds.length + second.evidenceIds.length + third.evidenceIds.length - 1;
    expect(digest?.text.match(/Det väntar på din granskning\./g)?.length).toBeGreaterThanOrEqual(open);
    const dropped = (await notificationsOf(suite, reviewer)).filter(({ status }) => status === "DROPPED");
    expect(dropped.length).toBeGreaterThanOrEqual(1);
    // Sent in again: told again. Sent in before: not told twice.
    suite.clock.set("2026-11-26T06:00:00Z");
    await runJob(suite);
    expect(mails.to(address)).toHaveLength(1);
  });

  it("managers are told once a day of their own teams, and of nobody else", async () => {
    const { holder } = await certified(suite, yearly);
    const manager = await newPerson(suite, ["MANAGER"]);
    const stranger = await newPerson(suite, ["MANAGER"]);
    await lead(suite, manager, holder);
    await lead(suite, stranger, await newPerson(suite, ["LEARNER"]));
    await passTo(suite, "2027-11-24T09:00:00Z");
    await passTo(suite, "2027-11-25T06:00:00Z");
    const [told, ...others] = mails.to(await addressOf(suite, manager));
    expect(others).toEqual([]);
    expect(told?.subject).toBe("Nils Ek: certifikatet i A small program har gått ut");
    expect(told?.text).toContain("Det kan ännu förnyas");
    expect(mails.to(await addressOf(suite, stranger))).toEqual([]);
  });

  it("R11 who is suspended is told so at once with the right of appeal, and it can't be called off", async () => {
    const { holder, programId } = await certified(suite, yearly);
    const person = { programId, personId: Buffer.from(`Person:${holder.personId}`).toString("base64url") };
    await runJob(suite);
    const before = mails.to(await addressOf(suite, holder)).length;
    const made = await decide(suite.server, suite.actors.admin, "suspendCertification", {
      ...person,
      reason: "An inquiry.",
    });
    await runJob(suite);
    const [notice] = mails.to(await addressOf(suite, holder)).slice(before);
    expect(notice?.subject).toBe("Din certifiering i A small program är tillfälligt indragen");
    expect(notice?.text).toContain("rätt att överklaga");
    expect(notice?.unsubscribeUrl).toBeNull();

    await decide(suite.server, holder, "fileAppeal", { decisionId: made.id, reason: "It is wrong." });
    await runJob(suite);
    // Of those who may decide appeals, not who decided what is appealed.
    const toldOf = async (actor: typeof holder) =>
      (await notificationsOf(suite, actor)).filter(({ type }) => type === "APPEAL_FILED").map(({ status }) => status);
    expect(await toldOf(suite.actors.programOwner)).toEqual(["SENT"]);
    expect(await toldOf(suite.actors.admin)).toEqual(["DROPPED"]);
    expect(await toldOf(suite.actors.reviewer)).toEqual([]);
  });

  it("nobody of another organisation is told, and who has no role any more is not", async () => {
    const { holder } = await certified(suite, yearly);
    const { database } = suite.server.services;
    await runJob(suite);
    await database.asSystem((tx) => tx.person.update({ where: { id: holder.personId }, data: { roles: [] } }));
    const before = mails.to(await addressOf(suite, holder)).length;
    await passTo(suite, "2027-11-24T09:00:00Z");
    expect(mails.to(await addressOf(suite, holder)).length).toBe(before);
    const foreign = await database.asSystem((tx) =>
      tx.notification.count({ where: { organisationId: suite.actors.otherAdmin.organisationId } }),
    );
    expect(foreign).toBe(0);
  });

  it("two processes at once tell each once", async () => {
    const people = [await certified(suite, yearly), await certified(suite, yearly), await certified(suite, yearly)];
    await runJob(suite);
    const before = mails.given.length;
    suite.clock.set("2027-11-17T09:00:20Z");
    const { services } = suite.server;
    await sweep(services);
    while ((await placeEvents(services.database)).length > 0);
    const { location } = services.database as typeof services.database & {
      location: Parameters<typeof openDatabase>[0];
    };
    const others = kind === "postgres" ? await Promise.all([1, 2].map(() => openDatabase(location))) : [];
    try {
      const processes = [services, ...others.map((database) => ({ ...services, database }))];
      await Promise.all([...processes, ...processes].map((one) => runJobs(one)));
      await runJobs(services);
    } finally {
      await Promise.all(others.map((database) => database.close()));
    }
    const given = mails.given.slice(before);
    expect(new Set(given.map(({ messageId }) => messageId)).size).toBe(given.length);
    for (const { holder } of people) {
      const { email } = await addressOf(suite, holder);
      expect(given.filter(({ to }) => to.address === email)).toHaveLength(1);
    }
  });
});
