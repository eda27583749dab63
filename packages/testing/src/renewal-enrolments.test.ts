import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { draftNext, publish, show, versionWith } from "./carry-over.test.support.ts";
import { demoSuite, draftProgram, enrolMutation, newPerson } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`the enrolments of renewals on ${kind}`, ({ skip }) => skip(reason));

const renewalPaths = [{ key: "delta", title: "Delta", rule: { delta: true } }];
const policy = { validity: { duration: "P1Y" }, window: "P90D", renewalPaths };

describe.each(kinds)("R8, R10 the enrolment of a renewal, on %s", (kind) => {
  const suite = demoSuite(kind);

  const enrol = async (learner: Actor, programId: string): Promise<string> =>
    (await data(suite.server, learner, enrolMutation, { programId })).enrol.id;
  const seen = async (actor: Actor, id: string) => {
    const document = `query ($id: ID!) { node(id: $id) { ... on Enrolment { status certificate { number } progress {
      complete share modules { state requirements { requirementKey state } } nextSteps { kind requirementKey } } } } }`;
    return (await data(suite.server, actor, document, { id })).node;
  };
  const renewalOf = async (actor: Actor, programId: string) => {
    const document = `query ($programId: ID!) { certification(programId: $programId) { renewal {
      complete path { key } stale { complete requirements { requirementKey reason state } } progress { method complete }
      calls { version { number } calledAt by note overdue } } } }`;
    return (await data(suite.server, actor, document, { programId })).certification.renewal;
  };

  /** A holder since 24 November 2026, for a year. */
  async function certified(version: object) {
    suite.clock.set("2026-11-24T09:00:00Z");
    const { programId, versionId } = await draftProgram(suite, version);
    await publish(suite, versionId);
    const holder = await newPerson(suite, ["LEARNER"]);
    await show(suite, holder, await enrol(holder, programId), "task", "reflection");
    return { holder, programId };
  }

  it("shows what the renewal asks and not the whole path, and is whole when that is met", async () => {
    const { holder, programId } = await certified(versionWith({}, policy));
    await publish(suite, await draftNext(suite, programId, versionWith({ extra: 1 }, policy)));
    suite.clock.set("2027-10-01T09:00:00Z");
    const id = await enrol(holder, programId);
    expect((await seen(holder, id)).progress).toEqual({
      complete: false,
      share: 0,
      modules: [{ state: "OPEN", requirements: [{ requirementKey: "extra", state: "OPEN" }] }],
      nextSteps: [{ kind: "SUBMIT_EVIDENCE", requirementKey: "extra" }],
    });
    await show(suite, holder, id, "extra");
    expect(await seen(holder, id)).toMatchObject({
      ...{ status: "COMPLETED", certificate: {} },
      progress: { complete: true, share: 1, nextSteps: [] },
    });
  });

  it("is awarded as it is enrolled, where a renewal that was withdrawn has met all that is asked by now", async () => {
    const { server, actors, clock } = suite;
    const { holder, programId } = await certified(versionWith({}, policy));
    clock.set("2027-10-01T09:00:00Z");
    const id = await enrol(holder, programId);
    await show(suite, holder, id, "task");
    const performedOn = "2027-10-01";
    const last = { enrolmentId: id, requirementKeys: ["reflection"], text: "Done.", performedOn };
    const evidenceId = await submit(server, holder, last);
    await data(server, holder, `mutation { withdrawEnrolment(enrolmentId: "${id}") { __typename } }`);
    await data(server, actors.reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
    expect(await seen(holder, await enrol(holder, programId))).toMatchObject({ status: "COMPLETED", certificate: {} });
  });

  it("says which version calls for it, by when and why, and asks for what has changed", async () => {
    const full = { ...policy, renewalPaths: [{ key: "full", title: "Full", rule: { full: true } }] };
    const { holder, programId } = await certified(versionWith({}, full));
    suite.clock.set("2027-02-01T09:00:00Z");
    expect(await renewalOf(holder, programId)).toMatchObject({ path: { key: "full" }, calls: [] });
    const versionId = await draftNext(suite, programId, versionWith({ task: 2 }, full));
    await publish(suite, versionId, { mode: "BY_DATE", by: "2027-06-30", note: "The law has changed." });
    const call = { version: { number: 2 }, calledAt: "2027-02-01T09:00:00.000Z", by: "2027-06-30" };
    expect(await renewalOf(holder, programId)).toMatchObject({
      path: { key: "by-date" },
      progress: { method: "DELTA" },
      calls: [{ ...call, note: "The law has changed.", overdue: false }],
    });
    suite.clock.set("2027-07-01T09:00:00Z");
    expect((await renewalOf(holder, programId)).calls).toMatchObject([{ overdue: true }]);
    const id = await enrol(holder, programId);
    await show(suite, holder, id, "task");
    // A small delta buys no whole period.
    const document = "query ($id: ID!) { node(id: $id) { ... on Enrolment { status certificate { expiresAt } } } }";
    expect((await data(suite.server, holder, document, { id })).node).toEqual({
      status: "COMPLETED",
      certificate: { expiresAt: "2027-11-24T09:00:00.000Z" },
    });
    expect((await renewalOf(holder, programId)).calls).toEqual([]);
  });

  it("asks for a module whose micro-credential is stale, until it is shown anew", async () => {
    const version = versionWith({}, policy);
    const modules = version.modules.map((module) => ({ ...module, awardsCertificate: true, validity: "P3M" }));
    const { holder, programId } = await certified({ ...version, modules });
    expect((await renewalOf(holder, programId)).stale).toBeNull();
    suite.clock.set("2027-10-01T09:00:00Z");
    const stale = (state: string) => [
      { requirementKey: "task", reason: "STALE", state },
      { requirementKey: "reflection", reason: "STALE", state },
    ];
    const asked = { complete: false, requirements: stale("OPEN") };
    expect((await renewalOf(holder, programId)).stale).toEqual(asked);
    const id = await enrol(holder, programId);
    await show(suite, holder, id, "task", "reflection");
    expect(await seen(holder, id)).toMatchObject({ status: "COMPLETED", progress: { complete: true } });
    expect((await renewalOf(holder, programId)).stale).toBeNull();
  });
});
