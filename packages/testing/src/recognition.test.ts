import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { beforeAll, describe, expect, it } from "vitest";
import { demoSuite, draftProgram, newPerson, publishMutation, smallVersion } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`recognition on ${kind}`, ({ skip }) => skip(reason));

const enrolMutation = `mutation ($programId: ID!) { enrol(input: { programId: $programId }) {
  __typename ... on Enrolment { id status } ... on Refusal { code }
} }`;
const recogniseMutation = `mutation ($enrolmentId: ID!) { recogniseEvidence(enrolmentId: $enrolmentId) {
  __typename ... on Enrolment { id } ... on Refusal { code }
} }`;
const enrolmentQuery = `query ($id: ID!) { node(id: $id) { ... on Enrolment {
  status certificate { number credential } progress { modules { requirements { requirementKey state } } }
  recognitions { totalCount nodes {
    requirement { key } evidence { id } performedOn recognisedBy { id }
    competencies { competency { code } level { key } }
  } }
} } }`;

describe.each(kinds)("R12 recognition, on %s", (kind) => {
  const suite = demoSuite(kind);
  const ask = (actor: Actor, document: string, variables: Record<string, unknown>) =>
    data(suite.server, actor, document, variables);

  beforeAll(async () => {
    const levels = ["low", "middle", "high"].map((key, index) => ({ key, name: key, rank: index + 1 }));
    const competencies = ["lift", "talk"].map((code) => ({ code, type: "competence", label: code }));
    const { importFramework } = await ask(
      suite.actors.admin,
      `mutation ($input: ImportFrameworkInput!) { importFramework(input: $input) {
        ... on FrameworkImport { created } ... on Refusal { message }
      } }`,
      { input: { key: "care", title: "Care", version: "1", levels, competencies } },
    );
    expect(importFramework).toEqual({ created: 2 });
  });

  /** A published program of an applied task and a reflection, whose module names the competency lift at a level. */
  async function program(levelKey: string | null, { recognition = "EVIDENCE", over = {} as object } = {}) {
    const version = smallVersion({ recognition });
    const [module] = version.modules;
    const competencies = [{ frameworkKey: "care", code: "lift", levelKey }];
    const requirements = module?.requirements.map((one) => (one.key === "task" ? { ...one, ...over } : one));
    const drafted = await draftProgram(suite, { ...version, modules: [{ ...module, competencies, requirements }] });
    await ask(suite.actors.programOwner, publishMutation, { versionId: drafted.versionId });
    return drafted.programId;
  }

  const enrol = async (learner: Actor, programId: string) =>
    (await ask(learner, enrolMutation, { programId })).enrol.id as string;
  const enrolmentOf = async (actor: Actor, id: string) => (await ask(actor, enrolmentQuery, { id })).node;
  async function show(learner: Actor, enrolmentId: string, requirementKeys: string[], performedOn = "2026-11-20") {
    const evidenceId = await submit(suite.server, learner, {
      enrolmentId,
      requirementKeys,
      text: "I did.",
      performedOn,
    });
    const { reviewEvidence } = await ask(suite.actors.reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
    expect(reviewEvidence).toMatchObject({ status: "ACCEPTED" });
    return evidenceId;
  }
  const newLearner = () => newPerson(suite, ["LEARNER"]);
  const statesOf = (enrolment: { progress: { modules: { requirements: unknown[] }[] } }) =>
    enrolment.progress.modules.flatMap(({ requirements }) => requirements);

  it("R12 counts at enrolment what was accepted elsewhere, shows by what, and keeps its date", async () => {
    const learner = await newLearner();
    const shownIn = await enrol(learner, await program("high"));
    const evidenceId = await show(learner, shownIn, ["task"], "2026-10-01");
    const id = await enrol(learner, await program("middle"));
    const enrolment = await enrolmentOf(learner, id);
    const recognisedBy = { id: Buffer.from(`Person:${learner.personId}`).toString("base64url") };
    expect(enrolment.recognitions).toEqual({
      totalCount: 1,
      nodes: [
        {
          ...{ requirement: { key: "task" }, evidence: { id: evidenceId }, performedOn: "2026-10-01", recognisedBy },
          competencies: [{ competency: { code: "lift" }, level: { key: "high" } }],
        },
      ],
    });
    expect(statesOf(enrolment)).toEqual([
      { requirementKey: "task", state: "MET" },
      { requirementKey: "reflection", state: "OPEN" },
    ]);
    const events = await suite.server.services.database.transact(learner.organisationId, (tx) =>
      tx.event.findMany({ where: { personId: learner.personId, type: "EVIDENCE_RECOGNISED" } }),
    );
    expect(events).toMatchObject([{ facts: { requirementKeys: ["task"] }, actorId: learner.personId }]);

    // What is left is shown here, and the certificate names both.
    await show(learner, id, ["reflection"]);
    const completed = await enrolmentOf(learner, id);
    expect(completed).toMatchObject({ status: "COMPLETED", certificate: { number: expect.any(String) } });
    expect(JSON.stringify(completed.certificate.credential)).toContain("Applied task, done at work");
  });

  it.each<[shown: string | null, asked: string | null, counts: boolean]>([
    ["low", "middle", false],
    ["middle", "middle", true],
    [null, "low", false],
    ["low", null, true],
  ])("R12 what shows lift at %s counts where it is asked for at %s: %s", async (shown, asked, counts) => {
    const learner = await newLearner();
    await show(learner, await enrol(learner, await program(shown)), ["task"]);
    const { recognitions } = await enrolmentOf(learner, await enrol(learner, await program(asked)));
    expect(recognitions.totalCount).toBe(counts ? 1 : 0);
  });

  it("R12 counts what is accepted later, and awards in the same transaction what that completes (R5)", async () => {
    const learner = await newLearner();
    const [one, other] = [await enrol(learner, await program("low")), await enrol(learner, await program("low"))];
    await show(learner, other, ["reflection"]);
    // The same prompts were asked: the reflection counts there too.
    expect(statesOf(await enrolmentOf(learner, one))).toContainEqual({ requirementKey: "reflection", state: "MET" });
    const evidenceId = await show(learner, one, ["task"]);
    for (const id of [one, other]) {
      const enrolment = await enrolmentOf(learner, id);
      expect(enrolment).toMatchObject({ status: "COMPLETED", certificate: { number: expect.any(String) } });
    }
    const { recognitions } = await enrolmentOf(learner, other);
    expect(recognitions.nodes).toMatchObject([
      {
        requirement: { key: "task" },
        evidence: { id: evidenceId },
        recognisedBy: { id: Buffer.from(`Person:${suite.actors.reviewer.personId}`).toString("base64url") },
      },
    ]);
  });

  it("R12 awards at once who has shown all of it", async () => {
    const learner = await newLearner();
    await show(learner, await enrol(learner, await program("low")), ["task", "reflection"]);
    const enrolment = await enrolmentOf(learner, await enrol(learner, await program("low")));
    expect(enrolment).toMatchObject({ status: "COMPLETED", recognitions: { totalCount: 2 } });
  });

  it("R12 takes nothing that is too old, of another kind, of another person, or against the policy", async () => {
    const learner = await newLearner();
    await show(learner, await enrol(learner, await program("high")), ["task"], "2026-01-01");
    const programs = [
      await program("low", { over: { freshness: "P90D" } }),
      await program("low", { over: { kind: "OBSERVATION" } }),
      await program("low", { recognition: "NONE" }),
    ];
    for (const programId of programs)
      expect((await enrolmentOf(learner, await enrol(learner, programId))).recognitions.totalCount).toBe(0);
    const other = await newLearner();
    const enrolment = await enrolmentOf(other, await enrol(other, await program("low")));
    expect(enrolment.recognitions.totalCount).toBe(0);
  });

  it("R12 recognises again on request, and says where nothing is", async () => {
    const learner = await newLearner();
    await show(learner, await enrol(learner, await program("low")), ["task"]);
    const closed = await enrol(learner, await program("low", { recognition: "NONE" }));
    expect((await ask(learner, recogniseMutation, { enrolmentId: closed })).recogniseEvidence).toEqual({
      ...{ __typename: "RecognitionNotOffered", code: "RECOGNITION_NOT_OFFERED" },
    });
    const id = await enrol(learner, await program("low"));
    expect((await ask(learner, recogniseMutation, { enrolmentId: id })).recogniseEvidence.id).toBe(id);
    expect((await enrolmentOf(learner, id)).recognitions.totalCount).toBe(1);
    await ask(learner, `mutation ($id: ID!) { withdrawEnrolment(enrolmentId: $id) { __typename } }`, { id });
    expect((await ask(learner, recogniseMutation, { enrolmentId: id })).recogniseEvidence).toMatchObject({
      code: "ENROLMENT_ENDED",
    });
  });

  it("R12 an enrolment and an acceptance at the same instant: what was shown counts, whichever was first", async () => {
    for (let round = kind === "postgres" ? 6 : 1; round > 0; round--) {
      const learner = await newLearner();
      const shownIn = await enrol(learner, await program("low"));
      const programId = await program("low");
      const [, id] = await Promise.all([show(learner, shownIn, ["task"]), enrol(learner, programId)]);
      const enrolment = await enrolmentOf(learner, id);
      expect(enrolment.recognitions.totalCount).toBe(1);
      expect(statesOf(enrolment)).toContainEqual({ requirementKey: "task", state: "MET" });
    }
  });

  it("R12, R5 two programs that complete each other at the same instant are awarded once each", async () => {
    for (let round = kind === "postgres" ? 4 : 1; round > 0; round--) {
      const learner = await newLearner();
      const [one, other] = [await enrol(learner, await program("low")), await enrol(learner, await program("low"))];
      await Promise.all([show(learner, one, ["task"]), show(learner, other, ["reflection"])]);
      for (const id of [one, other])
        expect(await enrolmentOf(learner, id)).toMatchObject({
          status: "COMPLETED",
          certificate: { number: expect.any(String) },
        });
    }
  });
});
