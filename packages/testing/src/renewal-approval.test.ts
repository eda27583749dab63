import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { approvals, dayMs } from "./award-approval.test.support.ts";
import { eventsOf } from "./governance.test.support.ts";
import { demoSuite } from "./suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`approval of renewals on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("R5 renewals that wait for an approver, on %s", (kind) => {
  const suite = demoSuite(kind);
  let owner: Actor;
  beforeAll(() => {
    owner = suite.actors.programOwner;
  });

  const { later, accept, put, award, claim, seen, holding, show } = approvals(suite);

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
});
