import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { decide, eventsOf, readyForReview } from "./governance.test.support.ts";
import { lead, recordTrainer } from "./review.test.support.ts";
import { demoSuite, enrolMutation, newPerson } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`approval on ${kind}`, ({ skip }) => skip(reason));

const dayMs = 86_400_000;
const approver = { validity: { duration: "P1Y" }, window: "P90D", grace: "P30D", approver: true };

describe.each(kinds)("R5 awards that wait for an approver, on %s", (kind) => {
  const suite = demoSuite(kind);
  let owner: Actor;
  let reviewer: Actor;
  beforeAll(() => {
    owner = suite.actors.programOwner;
    reviewer = suite.actors.reviewer;
  });

  const later = (days = 1) => suite.clock.set(new Date(suite.clock.now().getTime() + days * dayMs).toISOString());
  const accept = (evidenceId: string, by = reviewer) =>
    data(suite.server, by, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
  const put = (learner: Actor, enrolmentId: string, key: string) =>
    submit(suite.server, learner, {
      enrolmentId,
      requirementKeys: [key],
      text: "Done.",
      performedOn: suite.clock.now().toISOString().slice(0, 10),
    });
  const award = async (actor: Actor, field: "approveAward" | "declineAward", enrolmentId: string, reason = "Seen.") => {
    const document = `mutation ($input: AwardDecisionInput!) { result: ${field}(input: $input) {
      ... on Decision { kind rule reason decidedBy { id } enrolment { id } certificates { validFrom expiresAt } }
      ... on DecisionRefused { ground } ... on DeciderConflict { conflict } ... on Refusal { code }
    } }`;
    return (await data(suite.server, actor, document, { input: { enrolmentId, reason } })).result;
  };
  const claim = async (actor: Actor, enrolmentId: string, early = false) => {
    const document = `mutation ($input: ClaimRenewalInput!) { claimRenewal(input: $input) {
      ... on Enrolment { status approvalAwaitedAt certificate { id } } ... on Refusal { code } } }`;
    return (await data(suite.server, actor, document, { input: { enrolmentId, early } })).claimRenewal;
  };
  /** What the learner sees of an enrolment and of the certification. */
  const seen = async (learner: Actor, enrolmentId: string) => {
    const document = `query ($id: ID!) { node(id: $id) { ... on Enrolment {
      status approvalAwaitedAt approvalDeclinedAt certificate { validFrom expiresAt }
      progress { complete nextSteps { kind requirementKey } }
      certification { standing nextStep { kind } cycles { number } decisions { kind reason } }
    } } }`;
    return (await data(suite.server, learner, document, { id: enrolmentId })).node;
  };
  const awaiting = async (actor: Actor, programId: string): Promise<string[]> => {
    const document = `query ($programId: ID!) { awardsAwaitingApproval(programId: $programId) { totalCount nodes { id } } }`;
    const { awardsAwaitingApproval: page } = await data(suite.server, actor, document, { programId });
    const ids = page.nodes.map(({ id }: { id: string }) => id);
    expect(page.totalCount).toBe(ids.length);
    return ids;
  };
  const typesOf = async (learner: Actor) => (await eventsOf(suite.server, learner)).map(({ type }) => type);

  /** A first award that waits. */
  async function waiting(policy: object = {}, by = reviewer) {
    const one = await readyForReview(suite, { ...approver, ...policy });
    for (const evidenceId of one.evidenceIds) await accept(evidenceId, by);
    return one;
  }
  /** A holder, and the renewal's enrolment. */
  async function holding(policy: object = {}) {
    const { learner, programId, enrolmentId } = await waiting(policy);
    await award(owner, "approveAward", enrolmentId);
    const { certificate } = await seen(learner, enrolmentId);
    const enrol = async () => (await data(suite.server, learner, enrolMutation, { programId })).enrol.id as string;
    return { learner, programId, expiresAt: new Date(certificate.expiresAt), enrol };
  }
  async function show(learner: Actor, enrolmentId: string, ...keys: string[]) {
    const ids: string[] = [];
    for (const key of keys) ids.push(await put(learner, enrolmentId, key));
    return ids;
  }

  it("waits when the last requirement is met, says so, and is awarded by an approver once, valid from then", async () => {
    const { learner, programId, enrolmentId, evidenceIds } = await readyForReview(suite, approver);
    await accept(evidenceIds[0] ?? "");
    expect(await award(owner, "approveAward", enrolmentId)).toEqual({
      code: "DECISION_REFUSED",
      ground: "AWARD_NOT_AWAITED",
    });
    await accept(evidenceIds[1] ?? "");
    const awaitedAt = suite.clock.now().toISOString();
    expect(await seen(learner, enrolmentId)).toEqual({
      status: "ACTIVE",
      approvalAwaitedAt: awaitedAt,
      approvalDeclinedAt: null,
      certificate: null,
      progress: { complete: true, nextSteps: [{ kind: "AWAIT_APPROVAL", requirementKey: null }] },
      certification: { standing: "IN_PROGRESS", nextStep: { kind: "AWAIT_APPROVAL" }, cycles: [], decisions: [] },
    });
    expect(await awaiting(owner, programId)).toEqual([enrolmentId]);
    // Accepted while it waits, more changes nothing, and is told once.
    await accept(await put(learner, enrolmentId, "task"));
    expect((await typesOf(learner)).filter((type) => type === "AWARD_APPROVAL_AWAITED")).toHaveLength(1);

    later();
    const approved = await award(owner, "approveAward", enrolmentId, "It is what we ask.");
    const validFrom = suite.clock.now().toISOString();
    const expiresAt = "2027-11-25T09:00:00.000Z";
    expect(approved).toEqual({
      ...{ kind: "AWARD_APPROVED", rule: "R5", reason: "It is what we ask." },
      ...{ decidedBy: { id: encodeId("Person", owner.personId) }, enrolment: { id: enrolmentId } },
      certificates: [{ validFrom, expiresAt }],
    });
    expect(await seen(learner, enrolmentId)).toMatchObject({
      ...{ status: "COMPLETED", approvalAwaitedAt: awaitedAt, certificate: { validFrom, expiresAt } },
      progress: { nextSteps: [] },
      certification: { standing: "CERTIFIED", nextStep: null, decisions: [{ kind: "AWARD_APPROVED" }] },
    });
    expect((await typesOf(learner)).slice(-3)).toEqual([
      "AWARD_APPROVED",
      "ENROLMENT_COMPLETED",
      "CERTIFICATE_AWARDED",
    ]);
    for (const field of ["approveAward", "declineAward"] as const)
      expect(await award(owner, field, enrolmentId)).toMatchObject({ code: "ENROLMENT_ENDED" });
    expect(await awaiting(owner, programId)).toEqual([]);
    suite.clock.set("2026-11-24T09:00:00Z");
  });

  it("is approved by nobody who reviewed it, who is its learner, or whom the policy keeps apart; the queue says the same", async () => {
    const both = () => newPerson(suite, ["REVIEWER", "PROGRAM_OWNER", "MANAGER"]);
    const [reviewed, trained, leads, apart] = [await both(), await both(), await both(), await both()];
    const cases = [
      { policy: {}, conflicts: ["REVIEWED", "TRAINED", null, null] },
      { policy: { separateDecisions: false }, conflicts: ["REVIEWED", null, null, null] },
      {
        policy: { separateDecisions: false, reviewConflicts: ["TRAINER", "OWN_MANAGER"] },
        conflicts: ["REVIEWED", "TRAINED", "MANAGES", null],
      },
    ];
    for (const { policy, conflicts } of cases) {
      const { learner, programId, enrolmentId } = await waiting(policy, reviewed);
      await recordTrainer(suite, enrolmentId, trained);
      await lead(suite, leads, learner);
      for (const [index, actor] of [reviewed, trained, leads, apart].entries()) {
        const conflict = conflicts[index];
        expect(await awaiting(actor, programId)).toEqual(conflict ? [] : [enrolmentId]);
        if (!conflict) continue;
        for (const field of ["approveAward", "declineAward"] as const)
          expect(await award(actor, field, enrolmentId)).toEqual({ code: "DECIDER_CONFLICT", conflict });
      }
      for (const actor of [learner, reviewer, suite.actors.manager])
        expect(await award(actor, "approveAward", enrolmentId)).toMatchObject({ code: "NOT_PERMITTED" });
      expect(await award(suite.actors.otherAdmin, "approveAward", enrolmentId)).toMatchObject({ code: "NOT_FOUND" });
      expect(await award(apart, "approveAward", enrolmentId)).toMatchObject({ kind: "AWARD_APPROVED" });
    }
    // An owner who learns does not approve their own.
    const self = await newPerson(suite, ["LEARNER", "PROGRAM_OWNER"]);
    const { programId } = await readyForReview(suite, approver);
    const { enrol } = await data(suite.server, self, enrolMutation, { programId });
    for (const evidenceId of await show(self, enrol.id, "task", "reflection")) await accept(evidenceId);
    expect(await awaiting(self, programId)).toEqual([]);
    expect(await award(self, "approveAward", enrol.id)).toMatchObject({ code: "NOT_PERMITTED" });
    expect(await awaiting(owner, programId)).toEqual([enrol.id]);
  });

  it("is declined with a reason, and once more is accepted it waits again: no dead end, and nothing undone", async () => {
    const { learner, programId, enrolmentId } = await waiting();
    later();
    const declined = await award(owner, "declineAward", enrolmentId, "Show it with a second group.");
    expect(declined).toMatchObject({ kind: "AWARD_DECLINED", certificates: [] });
    const shown = await seen(learner, enrolmentId);
    expect(shown).toMatchObject({
      ...{ status: "ACTIVE", approvalAwaitedAt: null, approvalDeclinedAt: suite.clock.now().toISOString() },
      progress: { complete: true, nextSteps: [{ kind: "SHOW_MORE", requirementKey: null }] },
      certification: {
        nextStep: { kind: "COMPLETE" },
        decisions: [{ kind: "AWARD_DECLINED", reason: "Show it with a second group." }],
      },
    });
    expect(await awaiting(owner, programId)).toEqual([]);
    expect(await award(owner, "approveAward", enrolmentId)).toMatchObject({ ground: "AWARD_NOT_AWAITED" });

    // Nor does giving it up and enrolling anew put it to an approver as it was.
    later();
    const withdraw = "mutation ($id: ID!) { withdrawEnrolment(enrolmentId: $id) { __typename } }";
    await data(suite.server, learner, withdraw, { id: enrolmentId });
    const { enrol } = await data(suite.server, learner, enrolMutation, { programId });
    expect((await seen(learner, enrol.id)).progress.nextSteps).toEqual([{ kind: "SHOW_MORE", requirementKey: null }]);
    expect(await awaiting(owner, programId)).toEqual([]);

    later();
    await accept(await put(learner, enrol.id, "task"));
    expect(await awaiting(owner, programId)).toEqual([enrol.id]);
    expect(await award(owner, "approveAward", enrol.id)).toMatchObject({ kind: "AWARD_APPROVED" });
    expect((await seen(learner, enrol.id)).status).toBe("COMPLETED");
    const told = (await typesOf(learner)).filter((type) => type.startsWith("AWARD_"));
    expect(told).toEqual(["AWARD_APPROVAL_AWAITED", "AWARD_DECLINED", "AWARD_APPROVAL_AWAITED", "AWARD_APPROVED"]);
    suite.clock.set("2026-11-24T09:00:00Z");
  });

  it("R9 a renewal is of the row of its last accepted submission, however slow its reviewer and its approver are", async () => {
    const { learner, expiresAt, enrol } = await holding();
    suite.clock.set(new Date(expiresAt.getTime() - 10 * dayMs).toISOString());
    const enrolmentId = await enrol();
    const ids = await show(learner, enrolmentId, "task", "reflection");
    suite.clock.set(new Date(expiresAt.getTime() + 5 * dayMs).toISOString());
    for (const id of ids) await accept(id);
    expect((await seen(learner, enrolmentId)).certification).toMatchObject({
      ...{ standing: "GRACE", nextStep: { kind: "AWAIT_APPROVAL" } },
    });
    suite.clock.set(new Date(expiresAt.getTime() + 60 * dayMs).toISOString());
    expect((await seen(learner, enrolmentId)).certification).toMatchObject({
      ...{ standing: "LAPSED", nextStep: { kind: "AWAIT_APPROVAL" } },
    });
    const validFrom = suite.clock.now().toISOString();
    const baseline = `2028${expiresAt.toISOString().slice(4)}`;
    expect(await award(owner, "approveAward", enrolmentId)).toMatchObject({
      certificates: [{ validFrom, expiresAt: baseline }],
    });
    expect((await eventsOf(suite.server, learner)).at(-1)).toMatchObject({
      type: "CERTIFICATION_RENEWED",
      facts: { row: "IN_TIME" },
    });
    suite.clock.set("2026-11-24T09:00:00Z");
  });

  it("R9 a renewal that is declined is of the row of what answers to that", async () => {
    const { learner, expiresAt, enrol } = await holding();
    suite.clock.set(new Date(expiresAt.getTime() - 10 * dayMs).toISOString());
    const enrolmentId = await enrol();
    for (const id of await show(learner, enrolmentId, "task", "reflection")) await accept(id);
    later();
    await award(owner, "declineAward", enrolmentId);
    expect(await claim(learner, enrolmentId)).toEqual({ code: "RENEWAL_INCOMPLETE" });
    suite.clock.set(new Date(expiresAt.getTime() + 5 * dayMs).toISOString());
    await accept(await put(learner, enrolmentId, "task"));
    await award(owner, "approveAward", enrolmentId);
    expect((await eventsOf(suite.server, learner)).at(-1)).toMatchObject({
      type: "CERTIFICATION_RENEWED",
      facts: { row: "IN_GRACE", completedAt: suite.clock.now().toISOString() },
    });
    suite.clock.set("2026-11-24T09:00:00Z");
  });

  it("R9 an early claim waits from the claim on, and counts from it, also when it is approved in the window or after", async () => {
    const { learner, expiresAt, enrol } = await holding({ earlyRenewal: true, anchor: "COMPLETION" });
    suite.clock.set(new Date(expiresAt.getTime() - 200 * dayMs).toISOString());
    const enrolmentId = await enrol();
    for (const id of await show(learner, enrolmentId, "task", "reflection")) await accept(id);
    // Before the window its holder chooses: nothing waits until they do.
    expect((await seen(learner, enrolmentId)).approvalAwaitedAt).toBeNull();
    later();
    expect(await claim(learner, enrolmentId)).toEqual({ code: "RENEWAL_NOT_OPEN" });
    const claimedAt = suite.clock.now();
    const waits = { status: "ACTIVE", approvalAwaitedAt: claimedAt.toISOString(), certificate: null };
    expect(await claim(learner, enrolmentId, true)).toEqual(waits);
    later();
    expect(await claim(learner, enrolmentId, true)).toEqual(waits);
    suite.clock.set(new Date(expiresAt.getTime() + 45 * dayMs).toISOString());
    expect(await award(owner, "approveAward", enrolmentId)).toMatchObject({ kind: "AWARD_APPROVED" });
    expect((await eventsOf(suite.server, learner)).at(-1)).toMatchObject({
      type: "CERTIFICATION_RENEWED",
      facts: { row: "EARLY", completedAt: claimedAt.toISOString() },
    });
    suite.clock.set("2026-11-24T09:00:00Z");
  });

  it("R6 R11 what waits when the certification is revoked is not approved; the way back is a reinstatement, approved too", async () => {
    const { learner, programId, expiresAt, enrol } = await holding();
    suite.clock.set(new Date(expiresAt.getTime() - 10 * dayMs).toISOString());
    const enrolmentId = await enrol();
    for (const id of await show(learner, enrolmentId, "task", "reflection")) await accept(id);
    expect(await awaiting(owner, programId)).toEqual([enrolmentId]);
    later();
    const about = { personId: encodeId("Person", learner.personId), programId, reason: "Misconduct." };
    expect(await decide(suite.server, owner, "revokeCertification", about)).toMatchObject({ kind: "REVOKED" });
    expect(await awaiting(owner, programId)).toEqual([]);
    expect(await award(owner, "approveAward", enrolmentId)).toMatchObject({ ground: "AWARD_NOT_AWAITED" });
    expect((await seen(learner, enrolmentId)).certification).toMatchObject({
      ...{ standing: "REVOKED", nextStep: { kind: "REINSTATE" } },
    });
    later();
    for (const id of await show(learner, enrolmentId, "task", "reflection")) await accept(id);
    expect((await seen(learner, enrolmentId)).certification).toMatchObject({ nextStep: { kind: "AWAIT_APPROVAL" } });
    expect(await award(owner, "approveAward", enrolmentId)).toMatchObject({ kind: "AWARD_APPROVED" });
    expect((await eventsOf(suite.server, learner)).at(-1)).toMatchObject({ facts: { row: "REINSTATEMENT" } });
    expect((await seen(learner, enrolmentId)).certification.standing).toBe("CERTIFIED");
    suite.clock.set("2026-11-24T09:00:00Z");
  });

  it("needs a reason, or nothing is written; a policy without an approver awards at once", async () => {
    const { learner, enrolmentId } = await waiting();
    const before = (await eventsOf(suite.server, learner)).length;
    for (const field of ["approveAward", "declineAward"] as const)
      expect(await award(owner, field, enrolmentId, "  ")).toMatchObject({ code: "INVALID_INPUT" });
    expect(await eventsOf(suite.server, learner)).toHaveLength(before);
    const other = await waiting({ approver: false });
    expect((await seen(other.learner, other.enrolmentId)).status).toBe("COMPLETED");
  });
});
