import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { approvals, approver, dayMs } from "./award-approval.test.support.ts";
import { decide, eventsOf, readyForReview } from "./governance.test.support.ts";
import { lead, recordTrainer } from "./review.test.support.ts";
import { demoSuite, enrolMutation, newPerson } from "./suite.test.support.ts";
import { data } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`approval on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("R5 awards that wait for an approver, on %s", (kind) => {
  const suite = demoSuite(kind);
  let owner: Actor;
  let reviewer: Actor;
  beforeAll(() => {
    owner = suite.actors.programOwner;
    reviewer = suite.actors.reviewer;
  });

  const { later, accept, put, award, seen, awaiting, typesOf, waiting, holding, show } = approvals(suite);

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
