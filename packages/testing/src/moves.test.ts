import { encodeId } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { draftNext, publish, show, versionWith } from "./carry-over.test.support.ts";
import { demoSuite, draftProgram, enrolMutation, newPerson, publishedProgram } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`moves on ${kind}`, ({ skip }) => skip(reason));

const shown = `status dueAt source version { number } resumes { id status } resumedBy { id status } certificate { number }
  progress { share nextSteps { kind requirementKey } }`;

describe.each(kinds)("R10 learners under way and a later version, on %s", (kind) => {
  const suite = demoSuite(kind);
  const rounds = kind === "postgres" ? 5 : 1;

  const move = async (actor: Actor, enrolmentId: string, versionId?: string) => {
    const document = `mutation ($input: MoveEnrolmentInput!) { moveEnrolment(input: $input) {
      __typename ... on Enrolment { id ${shown} } ... on InvalidInput { problems { code path } } ... on Refusal { code } } }`;
    return (await data(suite.server, actor, document, { input: { enrolmentId, versionId } })).moveEnrolment;
  };
  const withdraw = async (actor: Actor, id: string) => {
    const document =
      "mutation ($id: ID!) { withdrawEnrolment(enrolmentId: $id) { __typename ... on Refusal { code } } }";
    return (await data(suite.server, actor, document, { id })).withdrawEnrolment;
  };
  const seen = async (actor: Actor, id: string) =>
    (await data(suite.server, actor, `query ($id: ID!) { node(id: $id) { ... on Enrolment { ${shown} } } }`, { id }))
      .node;
  const accept = async (evidenceId: string) =>
    (await data(suite.server, suite.actors.reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" }))
      .reviewEvidence;
  const certificates = async (actor: Actor) =>
    (await data(suite.server, actor, "{ certificates { totalCount } }")).certificates.totalCount;

  /** A learner on version 1 who has shown the task, and has the reflection waiting for its review. */
  async function underWay(keys: readonly string[] = ["task"], policy: object = {}) {
    suite.clock.set("2026-11-24T09:00:00Z");
    const { programId, versionId } = await publishedProgram(suite, policy);
    const learner = await newPerson(suite, ["LEARNER"]);
    const { enrol } = await data(suite.server, learner, enrolMutation, { programId });
    await show(suite, learner, enrol.id, ...keys);
    const waiting = { enrolmentId: enrol.id, requirementKeys: ["reflection"], text: "Done." };
    const reflection = await submit(suite.server, learner, waiting);
    return { programId, versionId, learner, id: enrol.id as string, reflection };
  }
  async function next(programId: string, revisions: object, carryOver?: object, more: object = {}): Promise<string> {
    const versionId = await draftNext(suite, programId, versionWith(revisions));
    expect((await publish(suite, versionId, carryOver, more)).__typename).toBe("ProgramVersion");
    return versionId;
  }

  it("carries over what is met by key and revision, waits where it waited, and keeps the history", async () => {
    const { programId, versionId: first, learner, id, reflection } = await underWay(["task"], { dueWithin: "P30D" });
    expect(await move(learner, id)).toMatchObject({
      code: "INVALID_INPUT",
      problems: [{ code: "NOT_A_LATER_VERSION", path: "versionId" }],
    });
    const versionId = await next(programId, { extra: 1 });
    expect(await move(learner, id, first)).toMatchObject({ code: "INVALID_INPUT" });
    const { dueAt } = await seen(learner, id);
    const moved = await move(learner, id, versionId);
    expect(moved).toMatchObject({
      ...{ status: "ACTIVE", dueAt, source: "SELF", version: { number: 2 }, resumes: { id, status: "MOVED" } },
      progress: {
        nextSteps: [
          { kind: "AWAIT_REVIEW", requirementKey: "reflection" },
          { kind: "SUBMIT_EVIDENCE", requirementKey: "extra" },
        ],
      },
    });
    expect(dueAt).not.toBeNull();
    expect(await seen(learner, id)).toMatchObject({ status: "MOVED", resumedBy: { id: moved.id, status: "ACTIVE" } });
    expect(await move(learner, id, versionId)).toMatchObject({ code: "ENROLMENT_ENDED" });
    // What is accepted where it was put forward counts; what is put forward now completes it.
    await accept(reflection);
    await show(suite, learner, moved.id, "extra");
    expect(await seen(learner, moved.id)).toMatchObject({ status: "COMPLETED", certificate: {} });
    expect(await certificates(learner)).toBe(1);
  });

  it("asks again for what was raised, and awards at once where nothing is asked any more", async () => {
    const { programId, learner, id } = await underWay();
    await next(programId, { task: 2 });
    const moved = await move(suite.actors.admin, id);
    expect(moved.progress.nextSteps.map(({ requirementKey }: { requirementKey: string }) => requirementKey)).toEqual([
      "task",
      "reflection",
    ]);
    // On the first version one more is asked than on the second.
    const { programId: other, versionId } = await draftProgram(suite, versionWith({ extra: 1 }));
    await publish(suite, versionId);
    const done = await newPerson(suite, ["LEARNER"]);
    const { enrol } = await data(suite.server, done, enrolMutation, { programId: other });
    await show(suite, done, enrol.id, "task", "reflection");
    expect(await seen(done, enrol.id)).toMatchObject({ status: "ACTIVE" });
    await next(other, {});
    expect(await move(done, enrol.id)).toMatchObject({ status: "COMPLETED", certificate: {}, version: { number: 2 } });
    expect(await seen(learner, moved.id)).toMatchObject({ status: "ACTIVE" });
  });

  it("moves with the publication that says so, as the preview said; else everyone stays", async () => {
    const { programId, learner, id } = await underWay();
    await next(programId, { extra: 1 });
    expect(await seen(learner, id)).toMatchObject({ status: "ACTIVE", version: { number: 1 } });
    const versionId = await draftNext(suite, programId, versionWith({ task: 2, extra: 1 }));
    const preview = `query ($input: CarryOverPreviewInput!) { carryOverPreview(input: $input) { people { nodes {
      person { id } learning { after { share nextSteps { kind requirementKey } } } } } } }`;
    const input = { versionId, learnersUnderWay: "MOVE" };
    const { people } = (await data(suite.server, suite.actors.programOwner, preview, { input })).carryOverPreview;
    expect(people.nodes).toEqual([
      { person: { id: encodeId("Person", learner.personId) }, learning: expect.anything() },
    ]);
    await publish(suite, versionId, undefined, { learnersUnderWay: "MOVE" });
    const { status, resumedBy } = await seen(learner, id);
    expect(status).toBe("MOVED");
    const there = await seen(learner, resumedBy.id);
    expect(there).toMatchObject({ status: "ACTIVE", version: { number: 3 } });
    expect(there.progress).toEqual(people.nodes[0].learning.after);
    const more = `mutation ($id: ID!) { moveLearners(versionId: $id) { ... on MovedLearners { moved version { number } } ... on Refusal { code } } }`;
    expect(await data(suite.server, suite.actors.programOwner, more, { id: versionId })).toEqual({
      moveLearners: { moved: 0, version: { number: 3 } },
    });
    expect((await data(suite.server, suite.actors.admin, more, { id: versionId })).moveLearners.code).toBe(
      "NOT_PERMITTED",
    );
  });

  it("R5: moved while the last evidence is accepted, it is awarded exactly once", async () => {
    for (let round = rounds; round > 0; round--) {
      const { programId, learner, id, reflection } = await underWay();
      await next(programId, {});
      const [moved, verdict] = await Promise.all([move(learner, id), accept(reflection)]);
      expect(verdict.__typename).toBe("Evidence");
      // Either the verdict completes it before, or it is awarded where it has moved to.
      if (moved.__typename === "Enrolment") expect((await seen(learner, moved.id)).status).toBe("COMPLETED");
      else expect(moved.code).toBe("ENROLMENT_ENDED");
      expect(await certificates(learner)).toBe(1);
    }
  });

  it("moved twice at once, or while it is withdrawn, only one of both happens", async () => {
    for (let round = rounds; round > 0; round--) {
      const { programId, learner, id } = await underWay();
      await next(programId, {});
      const twice = await Promise.all([move(learner, id), move(suite.actors.admin, id)]);
      expect(twice.map(({ code }) => code ?? "moved").toSorted()).toEqual(["ENROLMENT_ENDED", "moved"]);
      const [there] = twice.filter(({ __typename }) => __typename === "Enrolment");
      await next(programId, {});
      const [gone, moved] = await Promise.all([withdraw(learner, there.id), move(suite.actors.admin, there.id)]);
      expect([gone, moved].filter(({ code }) => code === "ENROLMENT_ENDED")).toHaveLength(1);
      const { enrolments } = await data(suite.server, learner, "{ enrolments(status: ACTIVE) { totalCount } }");
      expect(enrolments.totalCount).toBe(gone.code ? 1 : 0);
    }
  });
});
