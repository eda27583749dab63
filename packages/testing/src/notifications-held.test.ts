import { encodeId, type MailOutcome } from "@kunna/api";
import { appendEvents } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeEach, describe, expect, it } from "vitest";
import { certified, decide, readyForReview } from "./governance.test.support.ts";
import { addressOf, notificationsOf, obedientMails, runJob } from "./notifications.test.support.ts";
import { demoSuite, enrolMutation, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`what holds of notifications on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("what has been noted and waits for its mail, on %s", (kind) => {
  const mails = obedientMails();
  const suite = demoSuite(kind, undefined, mails.transport);
  beforeEach(() => {
    suite.clock.set("2026-11-24T09:00:00Z");
    mails.answers();
  });
  const later = (minutes: number) =>
    suite.clock.set(new Date(suite.clock.now().getTime() + minutes * 60_000).toISOString());

  /** Lets something become known while no mail gets through, something else happen, and then all mails. */
  async function meanwhile(happens: () => Promise<unknown>): Promise<void> {
    mails.answers(() => ({ kind: "LATER", problem: "Busy.", unreachable: false }));
    await runJob(suite);
    await happens();
    mails.answers();
    later(1);
    await runJob(suite);
  }
  const became = async (person: Actor, of: string) =>
    (await notificationsOf(suite, person))
      .filter(({ type }) => type === of)
      .map(({ status, reason }) => reason ?? status);
  const review = (by: Actor, evidenceId: string | undefined, verdict: string) =>
    data(suite.server, by, reviewMutation, { evidenceId, verdict });

  it("is not told to who lost their roles, unless it still holds for them", async () => {
    const [one, other] = [await readyForReview(suite), await readyForReview(suite)];
    for (const { evidenceIds } of [one, other]) await review(suite.actors.reviewer, evidenceIds[0], "ACCEPTED");
    await meanwhile(() =>
      suite.server.services.database.asSystem((tx) =>
        tx.person.update({ where: { id: one.learner.personId }, data: { roles: [] } }),
      ),
    );
    expect(await became(one.learner, "EVIDENCE_ACCEPTED")).toEqual(["NOT_A_RECIPIENT"]);
    expect(await became(other.learner, "EVIDENCE_ACCEPTED")).toEqual(["SENT"]);
  });

  it("that an evidence was returned is not told when it has been sent in again", async () => {
    const [one, other] = [await readyForReview(suite), await readyForReview(suite)];
    const document = `mutation ($id: ID!) { reviewEvidence(input: { evidenceId: $id, verdict: RETURNED, comment: "Almost.", missing: ["More."] }) { __typename } }`;
    for (const { evidenceIds } of [one, other])
      await data(suite.server, suite.actors.reviewer, document, { id: evidenceIds[0] });
    await meanwhile(() =>
      submit(suite.server, one.learner, {
        enrolmentId: one.enrolmentId,
        evidenceId: one.evidenceIds[0],
        requirementKeys: ["task"],
        text: "Done better.",
      }),
    );
    expect(await became(one.learner, "EVIDENCE_RETURNED")).toEqual(["NOT_TRUE_ANY_MORE"]);
    expect(await became(other.learner, "EVIDENCE_RETURNED")).toEqual(["SENT"]);
  });

  it("that one is enrolled is not told when the enrolment has ended", async () => {
    const { programId } = await publishedProgram(suite);
    const enrolled = async () => {
      const person = await newPerson(suite, ["LEARNER"]);
      const personId = encodeId("Person", person.personId);
      const { enrol } = await data(suite.server, suite.actors.programOwner, enrolMutation, { programId, personId });
      return { person, id: enrol.id as string };
    };
    const [one, other] = [await enrolled(), await enrolled()];
    await meanwhile(() =>
      data(suite.server, one.person, `mutation { withdrawEnrolment(enrolmentId: "${one.id}") { __typename } }`),
    );
    expect(await became(one.person, "PERSON_ENROLLED")).toEqual(["NOT_TRUE_ANY_MORE"]);
    expect(await became(other.person, "PERSON_ENROLLED")).toEqual(["SENT"]);
  });

  it("that an award waits is not told when it has been decided, and not to who may not approve it", async () => {
    const owner = await newPerson(suite, ["PROGRAM_OWNER"]);
    const both = await newPerson(suite, ["PROGRAM_OWNER", "REVIEWER"]);
    const waiting = async (by: Actor) => {
      const one = await readyForReview(suite, { validity: { duration: "P1Y" }, approver: true });
      for (const evidenceId of one.evidenceIds) await review(by, evidenceId, "ACCEPTED");
      return one;
    };
    const decided = await waiting(suite.actors.reviewer);
    await waiting(both);
    await meanwhile(async () => {
      const document = `mutation ($input: AwardDecisionInput!) { approveAward(input: $input) { __typename } }`;
      const input = { enrolmentId: decided.enrolmentId, reason: "Seen." };
      await data(suite.server, suite.actors.programOwner, document, { input });
    });
    expect((await became(owner, "AWARD_APPROVAL_AWAITED")).sort()).toEqual(["NOT_TRUE_ANY_MORE", "SENT"]);
    // Of the second they reviewed the evidence themselves, which ended with the acceptance that they are not told of.
    expect(await became(both, "AWARD_APPROVAL_AWAITED")).not.toContain("SENT");
  });

  it("that an enrolment is asked for is not told when it has been decided", async () => {
    const { programId } = await publishedProgram(suite, { selfEnrolment: "APPROVAL" });
    const owner = await newPerson(suite, ["PROGRAM_OWNER"]);
    const ask = async () => {
      const learner = await newPerson(suite, ["LEARNER"]);
      const document = `mutation ($input: RequestEnrolmentInput!) { requestEnrolment(input: $input) { ... on EnrolmentRequest { id } } }`;
      const input = { programId, message: "Please." };
      return (await data(suite.server, learner, document, { input })).requestEnrolment.id as string;
    };
    const requestId = await ask();
    await ask();
    await meanwhile(async () => {
      const document = `mutation ($input: DecideEnrolmentRequestInput!) { decideEnrolmentRequest(input: $input) { __typename } }`;
      const input = { requestId, decision: "APPROVED" };
      await data(suite.server, suite.actors.programOwner, document, { input });
    });
    expect((await became(owner, "ENROLMENT_REQUESTED")).sort()).toEqual(["NOT_TRUE_ANY_MORE", "SENT"]);
  });

  it("R11 what can be appealed is never in one mail with what can be called off, and is told to who called off all", async () => {
    const { holder, programId } = await certified(suite);
    const document = `mutation ($input: SetNotificationPreferencesInput!) { setNotificationPreferences(input: $input) {
      ... on Person { notificationPreferences { kind frequency chosen } } } }`;
    const choose = async (input: object) =>
      (await data(suite.server, holder, document, { input })).setNotificationPreferences.notificationPreferences;
    await choose({
      preferences: [
        { kind: "DECISIONS", frequency: "DAILY" },
        { kind: "AWARDS", frequency: "DAILY" },
        { kind: "EVIDENCE_DECIDED", frequency: "DAILY" },
      ],
    });
    const person = { programId, personId: encodeId("Person", holder.personId) };
    const suspend = () =>
      decide(suite.server, suite.actors.admin, "suspendCertification", { ...person, reason: "An inquiry." });
    await suspend();
    await runJob(suite);
    const address = await addressOf(suite, holder);
    expect(mails.to(address)).toEqual([]);
    suite.clock.set("2026-11-25T06:00:00Z");
    await runJob(suite);
    const told = mails.to(address);
    expect(told.map(({ unsubscribeUrl }) => unsubscribeUrl === null).sort()).toEqual([false, true]);
    const mandatory = told.find(({ unsubscribeUrl }) => unsubscribeUrl === null);
    expect(mandatory?.subject).toContain("tillfälligt indragen");
    const links = new URL(told.find(({ unsubscribeUrl }) => unsubscribeUrl)?.unsubscribeUrl ?? "").searchParams;
    expect(links.get("kinds")).toBe("AWARDS,EVIDENCE_DECIDED");

    const none = await choose({ noneOptional: true });
    expect(none).toContainEqual({ kind: "AWARDS", frequency: "NEVER", chosen: true });
    expect(none).toContainEqual({ kind: "DECISIONS", frequency: "DAILY", chosen: true });
    const reinstate = { ...person, reason: "Nothing was found." };
    await decide(suite.server, suite.actors.programOwner, "reinstateCertification", reinstate);
    await runJob(suite);
    suite.clock.set("2026-11-26T06:00:00Z");
    await runJob(suite);
    expect(mails.to(address)).toHaveLength(3);
    const back = await choose({ noneOptional: false });
    expect(back).toContainEqual({ kind: "AWARDS", frequency: "IMMEDIATE", chosen: false });
  });

  it("an answer that comes after the mail was taken for abandoned and sent by another says nothing any more", async () => {
    const { holder, programId } = await certified(suite);
    await runJob(suite);
    const input = { programId, personId: encodeId("Person", holder.personId), reason: "An inquiry." };
    await decide(suite.server, suite.actors.admin, "suspendCertification", input);
    let answer: (outcome: MailOutcome) => void = () => {};
    const isGiven = new Promise<void>((given) =>
      mails.answers(() => {
        given();
        return new Promise<MailOutcome>((resolve) => {
          answer = resolve;
        });
      }),
    );
    const slow = runJob(suite);
    await isGiven;
    mails.answers();
    later(10);
    await runJob(suite);
    answer({ kind: "REFUSED", problem: "550 No such mailbox." });
    await slow;
    expect((await notificationsOf(suite, holder)).at(-1)).toMatchObject({
      type: "CERTIFICATION_SUSPENDED",
      status: "SENT",
      mail: { status: "SENT", tries: 2 },
    });
  });

  it("one event is told to a person once, though it were read twice", async () => {
    const { database, now } = suite.server.services;
    const person = await newPerson(suite, ["LEARNER"]);
    const { organisationId, personId } = person;
    const event = { type: "CREDITS_ACCEPTED", occurredAt: now(), actorId: null, personId, facts: {} };
    await database.transact(organisationId, (tx) => appendEvents(tx, [event]));
    await runJob(suite);
    await database.asSystem((tx) =>
      tx.notificationFeed.update({ where: { organisationId }, data: { position: { decrement: 1 } } }),
    );
    await runJob(suite);
    expect(mails.to(await addressOf(suite, person))).toHaveLength(1);
  });
});
