import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { certificationActs, certificationPolicy } from "./certification.test.support.ts";
import { demoSuite, publishMutation, smallVersion } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the renewal of a certification on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("the renewal of a certification, on %s", (kind) => {
  const suite = demoSuite(kind);
  const { begin, enrol, complete, show, ask, standing, cycles, claim } = certificationActs(suite);

  it("R9: what is complete before it opens is not awarded, and claimed later or early, with both dates shown", async () => {
    const { clock } = suite;
    for (const earlyRenewal of [true, false]) {
      const { learner, programId } = await begin({ earlyRenewal });
      await complete(learner, programId);
      clock.set("2027-03-01T09:00:00Z");
      const renewalId = await complete(learner, programId);
      expect(await cycles(learner, programId)).toHaveLength(1);
      expect(await claim(learner, renewalId)).toEqual({
        __typename: "RenewalNotOpen",
        code: "RENEWAL_NOT_OPEN",
        message: expect.stringContaining("2027-08-26"),
        opensAt: "2027-08-26T08:00:00.000Z",
        early: earlyRenewal ? { now: "2028-03-01T09:00:00.000Z", onceOpen: "2028-11-24T09:00:00.000Z" } : null,
      });
      if (!earlyRenewal)
        expect(await claim(learner, renewalId, true)).toMatchObject({ code: "RENEWAL_NOT_OPEN", early: null });
      if (!earlyRenewal) clock.set("2027-09-01T09:00:00Z");
      const expiresAt = earlyRenewal ? "2028-03-01T09:00:00.000Z" : "2028-11-24T09:00:00.000Z";
      expect(await claim(learner, renewalId, earlyRenewal)).toEqual({
        __typename: "Enrolment",
        status: "COMPLETED",
        certificate: { cycle: 2, expiresAt },
      });
      expect(await claim(learner, renewalId)).toMatchObject({ code: "ENROLMENT_ENDED" });
    }
  });

  it("R9: a claim is of one's own renewal, and of one that is complete", async () => {
    const { actors, clock } = suite;
    const { learner, programId } = await begin();
    const first = await enrol(learner, programId);
    expect(await claim(learner, first.id)).toMatchObject({ code: "INVALID_INPUT" });
    await show(learner, first.id);
    clock.set("2027-10-01T09:00:00Z");
    const renewal = await enrol(learner, programId);
    expect(await claim(learner, renewal.id)).toMatchObject({ code: "RENEWAL_INCOMPLETE" });
    expect(await claim(actors.admin, renewal.id)).toMatchObject({ code: "NOT_PERMITTED" });
  });

  it("R5: submitted in time and reviewed after the lapse, it is a renewal, valid from the award", async () => {
    const { server, actors, clock } = suite;
    const { learner, programId } = await begin();
    await complete(learner, programId);
    clock.set("2027-11-20T09:00:00Z");
    const { id: enrolmentId } = await enrol(learner, programId);
    const evidence = { enrolmentId, requirementKeys: ["task", "reflection"], text: "Done.", performedOn: "2027-11-19" };
    const evidenceId = await submit(server, learner, evidence);
    clock.set("2028-02-01T09:00:00Z");
    expect(await standing(learner, programId)).toBe("LAPSED");
    await data(server, actors.reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
    const [, renewed] = await cycles(learner, programId);
    // Counted from the baseline of 24 November 2027, as of a renewal; a reinstatement would end on 1 February 2029.
    expect(renewed).toMatchObject({
      expiresAt: "2028-11-24T09:00:00.000Z",
      certificate: { validFrom: "2028-02-01T09:00:00.000Z" },
    });
    expect(await ask(learner, programId, 'standing gap: standing(at: "2028-01-31T00:00:00Z")')).toEqual({
      standing: "CERTIFIED",
      gap: "LAPSED",
    });
  });

  it("R7: a version published after the renewal opened does not decide how long the next one lasts", async () => {
    const { server, actors, clock } = suite;
    const { learner, programId } = await begin();
    await complete(learner, programId);
    const publishNext = async (duration: string) => {
      const draft = `mutation ($input: DraftProgramVersionInput!) {
        draftProgramVersion(input: $input) { ... on ProgramVersion { id } ... on Refusal { message } }
      }`;
      const version = smallVersion({ ...certificationPolicy, validity: { duration } });
      const { draftProgramVersion } = await data(server, actors.programOwner, draft, { input: { programId, version } });
      await data(server, actors.programOwner, publishMutation, { versionId: draftProgramVersion.id });
    };
    // Enrolled before it opens, on the first version; the second is current when it opens, the third only later.
    clock.set("2027-05-01T09:00:00Z");
    const { id } = await enrol(learner, programId);
    clock.set("2027-06-01T09:00:00Z");
    await publishNext("P2Y");
    clock.set("2027-10-01T09:00:00Z");
    await publishNext("P3Y");
    expect(await ask(learner, programId, "cycle { expiresAt opensAt graceEndsAt }")).toEqual({
      cycle: {
        expiresAt: "2027-11-24T09:00:00.000Z",
        opensAt: "2027-08-26T08:00:00.000Z",
        graceEndsAt: "2027-12-24T09:00:00.000Z",
      },
    });
    await show(learner, id);
    const [, renewed] = await cycles(learner, programId);
    expect(renewed.expiresAt).toBe("2029-11-24T09:00:00.000Z");
  });

  it("R9: an end date with nothing later is refused, naming the version that has one", async () => {
    const { server, actors, clock } = suite;
    const { learner, programId } = await begin({ validity: { endDate: "2027-12-31" } });
    await complete(learner, programId);
    clock.set("2027-11-01T09:00:00Z");
    const renewalId = await complete(learner, programId);
    expect(await claim(learner, renewalId)).toMatchObject({
      code: "NOTHING_LATER_TO_RENEW_TO",
      endDate: "2027-12-31",
      laterVersion: null,
    });
    const draft = `mutation ($input: DraftProgramVersionInput!) {
      draftProgramVersion(input: $input) { ... on ProgramVersion { id } }
    }`;
    const version = smallVersion({ ...certificationPolicy, validity: { endDate: "2028-12-31" } });
    const { draftProgramVersion } = await data(server, actors.programOwner, draft, { input: { programId, version } });
    await data(server, actors.programOwner, publishMutation, { versionId: draftProgramVersion.id });
    expect(await claim(learner, renewalId)).toMatchObject({ code: "NOTHING_LATER_TO_RENEW_TO", laterVersion: 2 });
    const withdraw = "mutation ($id: ID!) { withdrawEnrolment(enrolmentId: $id) { __typename } }";
    await data(server, learner, withdraw, { id: renewalId });
    // What was shown before the withdrawal counts, so it is awarded at once.
    await enrol(learner, programId);
    const [, renewed] = await cycles(learner, programId);
    expect(renewed).toMatchObject({ number: 2, expiresAt: "2028-12-31T23:00:00.000Z" });
  });
});
