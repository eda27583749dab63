import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import {
  demoSuite,
  enrolMutation,
  newPerson,
  publishedProgram,
  publishMutation,
  smallVersion,
} from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`resuming on ${kind}`, ({ skip }) => skip(reason));

const shown = `query ($id: ID!) { node(id: $id) { ... on Enrolment {
  status resumes { id status } certificate { number }
  progress { share nextSteps { kind requirementKey evidenceId } }
} } }`;

describe.each(kinds)("an enrolment that resumes an earlier one, on %s", (kind) => {
  const suite = demoSuite(kind);

  const enrol = async (learner: Actor, programId: string) =>
    (await data(suite.server, learner, enrolMutation, { programId })).enrol;
  const withdraw = (learner: Actor, id: string) =>
    data(suite.server, learner, `mutation { withdrawEnrolment(enrolmentId: "${id}") { ... on Refusal { code } } }`);
  const review = async (evidenceId: string, verdict: "ACCEPTED" | "RETURNED") => {
    const { reviewEvidence } = await data(
      suite.server,
      suite.actors.reviewer,
      `mutation ($input: ReviewEvidenceInput!) { reviewEvidence(input: $input) { __typename ... on Evidence { status } } }`,
      { input: { evidenceId, verdict, comment: "Looked at.", missing: verdict === "RETURNED" ? ["More"] : [] } },
    );
    expect(reviewEvidence).toEqual({ __typename: "Evidence", status: verdict });
  };
  const enrolment = async (learner: Actor, id: string) => (await data(suite.server, learner, shown, { id })).node;

  /** A learner who has the task accepted, has put the reflection forward, and has withdrawn. */
  async function withdrawn() {
    const { programId } = await publishedProgram(suite);
    const learner = await newPerson(suite, ["LEARNER"]);
    const { id } = await enrol(learner, programId);
    const put = (key: string) =>
      submit(suite.server, learner, { enrolmentId: id, requirementKeys: [key], text: "Done." });
    const [task, reflection] = [await put("task"), await put("reflection")];
    await review(task, "ACCEPTED");
    await withdraw(learner, id);
    return { programId, learner, first: id as string, task, reflection };
  }

  it("R4, R5: counts what was accepted there, waits for what is under review there, and is awarded when that is accepted", async () => {
    const { programId, learner, first, reflection } = await withdrawn();
    const { id: second } = await enrol(learner, programId);
    expect(await enrolment(learner, second)).toEqual({
      status: "ACTIVE",
      resumes: { id: first, status: "WITHDRAWN" },
      certificate: null,
      progress: {
        share: 0.5,
        nextSteps: [{ kind: "AWAIT_REVIEW", requirementKey: "reflection", evidenceId: reflection }],
      },
    });
    await review(reflection, "ACCEPTED");
    expect(await enrolment(learner, second)).toMatchObject({
      status: "COMPLETED",
      certificate: { number: expect.any(String) },
      progress: { share: 1, nextSteps: [] },
    });
    expect(await enrolment(learner, first)).toMatchObject({
      status: "WITHDRAWN",
      certificate: null,
      progress: { share: 1 },
    });
  });

  it("R3: what was returned there is submitted again through it", async () => {
    const { programId, learner, reflection } = await withdrawn();
    await review(reflection, "RETURNED");
    const { id: second } = await enrol(learner, programId);
    const [step] = (await enrolment(learner, second)).progress.nextSteps;
    expect(step).toEqual({ kind: "REVISE_EVIDENCE", requirementKey: "reflection", evidenceId: reflection });
    const again = { enrolmentId: second, evidenceId: reflection, requirementKeys: ["reflection"], text: "More." };
    expect(await submit(suite.server, learner, again)).toBe(reflection);
    await review(reflection, "ACCEPTED");
    expect((await enrolment(learner, second)).status).toBe("COMPLETED");
  });

  it("R3: an evidence of another enrolment that it does not resume is refused", async () => {
    const { reflection, learner } = await withdrawn();
    await review(reflection, "RETURNED");
    const { id } = await enrol(learner, (await publishedProgram(suite)).programId);
    const input = { enrolmentId: id, evidenceId: reflection, requirementKeys: ["reflection"], text: "More." };
    await expect(submit(suite.server, learner, input)).rejects.toThrow("belongs to another enrolment");
  });

  it("R5: is awarded at once when the last was accepted in between", async () => {
    const { programId, learner, reflection } = await withdrawn();
    await review(reflection, "ACCEPTED");
    const { id: second } = await enrol(learner, programId);
    expect(await enrolment(learner, second)).toMatchObject({
      status: "COMPLETED",
      certificate: { number: expect.any(String) },
    });
  });

  it("R1, R4: on a newer version, what the version still asks for at that revision counts, and no more", async () => {
    const { server, actors } = suite;
    const { programId, learner, reflection } = await withdrawn();
    await review(reflection, "ACCEPTED");
    const version = smallVersion();
    const [task, ...rest] = version.modules[0]?.requirements ?? [];
    const revised = {
      ...version,
      modules: [{ ...version.modules[0], requirements: [{ ...task, revision: 2 }, ...rest] }],
    };
    const { draftProgramVersion } = await data(
      server,
      actors.programOwner,
      "mutation ($input: DraftProgramVersionInput!) { draftProgramVersion(input: $input) { ... on ProgramVersion { id } } }",
      { input: { programId, version: revised } },
    );
    await data(server, actors.programOwner, publishMutation, { versionId: draftProgramVersion.id });
    const { id: second } = await enrol(learner, programId);
    expect((await enrolment(learner, second)).progress).toEqual({
      share: 0.5,
      nextSteps: [{ kind: "SUBMIT_EVIDENCE", requirementKey: "task", evidenceId: null }],
    });
  });

  it("R5: resumed while the last evidence is accepted, it is awarded once", async () => {
    for (let round = kind === "postgres" ? 6 : 1; round > 0; round--) {
      const { server, actors } = suite;
      const { programId, learner, reflection } = await withdrawn();
      const [second, verdict] = await Promise.all([
        enrol(learner, programId),
        data(server, actors.reviewer, reviewMutation, { evidenceId: reflection, verdict: "ACCEPTED" }),
      ]);
      expect(verdict.reviewEvidence.__typename).toBe("Evidence");
      expect((await enrolment(learner, second.id)).status).toBe("COMPLETED");
      expect((await data(server, learner, "{ certificates { totalCount } }")).certificates.totalCount).toBe(1);
    }
  });
});
