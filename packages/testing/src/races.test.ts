import { availableTestDatabases } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import {
  demoSuite,
  draftProgram,
  enrolMutation,
  newPerson,
  publishedProgram,
  publishMutation,
  smallVersion,
} from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`races on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("requests at the same instant, on %s", (kind) => {
  const suite = demoSuite(kind);

  /** A race that is lost once in a while is still lost. The embedded database has one connection: there it is a queue. */
  function race(name: string, run: () => Promise<void>): void {
    it(name, async () => {
      for (let round = kind === "postgres" ? 4 : 1; round > 0; round--) await run();
    });
  }

  /** A new learner with both evidences of a small program submitted. */
  async function readyForReview(policy: object = {}) {
    const { server } = suite;
    const { programId } = await publishedProgram(suite, policy);
    const learner = await newPerson(suite, ["LEARNER"]);
    const { enrol } = await data(server, learner, enrolMutation, { programId });
    const evidenceIds = [];
    for (const key of ["task", "reflection"])
      evidenceIds.push(await submit(server, learner, { enrolmentId: enrol.id, requirementKeys: [key], text: "Done." }));
    return { learner, enrolmentId: enrol.id as string, evidenceIds };
  }

  const accept = (reviewer: Actor, evidenceId: string | undefined) =>
    data(suite.server, reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" }).then(
      (given) => given.reviewEvidence,
    );

  const eventsOf = async (enrolmentId: string): Promise<string[]> => {
    const [, id = ""] = Buffer.from(enrolmentId, "base64url").toString().split(":");
    const rows = await suite.server.services.database.asSystem((tx) =>
      tx.event.findMany({ where: { enrolmentId: id }, orderBy: { sequence: "asc" }, select: { type: true } }),
    );
    return rows.map(({ type }) => type);
  };

  race("R5: two reviewers who accept the last two evidences award one certificate", async () => {
    const { server, actors } = suite;
    const second = await newPerson(suite, ["REVIEWER"]);
    const { learner, enrolmentId, evidenceIds } = await readyForReview();
    const answers = await Promise.all([accept(actors.reviewer, evidenceIds[0]), accept(second, evidenceIds[1])]);
    expect(answers.map(({ __typename, status }) => [__typename, status])).toEqual([
      ["Evidence", "ACCEPTED"],
      ["Evidence", "ACCEPTED"],
    ]);
    const { certificates } = await data(server, learner, "{ certificates { totalCount nodes { number } } }");
    expect(certificates.totalCount).toBe(1);
    const events = await eventsOf(enrolmentId);
    expect(events.filter((type) => type === "EVIDENCE_ACCEPTED")).toHaveLength(2);
    expect(events.slice(-2)).toEqual(["ENROLMENT_COMPLETED", "CERTIFICATE_AWARDED"]);
    expect(events).toHaveLength(7);
  });

  race("R5: both reviewers on both of the last evidences, all four at once, award one certificate", async () => {
    const { actors } = suite;
    const second = await newPerson(suite, ["REVIEWER"]);
    const { enrolmentId, evidenceIds } = await readyForReview();
    const answers = await Promise.all(
      [actors.reviewer, second].flatMap((reviewer) => evidenceIds.map((id) => accept(reviewer, id))),
    );
    expect(answers.map(({ __typename, code }) => code ?? __typename).toSorted()).toEqual([
      "EVIDENCE_STATUS_REFUSED",
      "EVIDENCE_STATUS_REFUSED",
      "Evidence",
      "Evidence",
    ]);
    expect((await eventsOf(enrolmentId)).filter((type) => type === "CERTIFICATE_AWARDED")).toHaveLength(1);
  });

  race("R3: the same verdict sent twice is one review", async () => {
    const { actors } = suite;
    const { enrolmentId, evidenceIds } = await readyForReview();
    const [evidenceId] = evidenceIds;
    const answers = await Promise.all([accept(actors.reviewer, evidenceId), accept(actors.reviewer, evidenceId)]);
    expect(answers.map(({ __typename, code }) => code ?? __typename).toSorted()).toEqual([
      "EVIDENCE_STATUS_REFUSED",
      "Evidence",
    ]);
    expect((await eventsOf(enrolmentId)).filter((type) => type === "EVIDENCE_ACCEPTED")).toHaveLength(1);
  });

  race("R3: of two reviewers asked for, one who accepts twice is still one", async () => {
    const { actors } = suite;
    const { learner, evidenceIds } = await readyForReview({ reviewers: 2 });
    const [evidenceId] = evidenceIds;
    const answers = await Promise.all([accept(actors.reviewer, evidenceId), accept(actors.reviewer, evidenceId)]);
    expect(answers.map(({ code, status }) => code ?? status).toSorted()).toEqual(["ALREADY_REVIEWED", "SUBMITTED"]);
    const second = await newPerson(suite, ["REVIEWER"]);
    expect((await accept(second, evidenceId)).status).toBe("ACCEPTED");
    const { certificates } = await data(suite.server, learner, "{ certificates { totalCount } }");
    expect(certificates.totalCount).toBe(0);
  });

  race("R3, R5: two reviewers on each evidence, all four at once, award one certificate", async () => {
    const { actors } = suite;
    const second = await newPerson(suite, ["REVIEWER"]);
    const { learner, evidenceIds } = await readyForReview({ reviewers: 2 });
    const answers = await Promise.all(
      [actors.reviewer, second].flatMap((reviewer) => evidenceIds.map((id) => accept(reviewer, id))),
    );
    expect(answers.map(({ code }) => code)).toEqual([undefined, undefined, undefined, undefined]);
    const shown = "{ certificates { totalCount } enrolments { nodes { status } } }";
    expect(await data(suite.server, learner, shown)).toEqual({
      certificates: { totalCount: 1 },
      enrolments: { nodes: [{ status: "COMPLETED" }] },
    });
  });

  race("enrolling twice is one enrolment, and the second is told which", async () => {
    const { programId } = await publishedProgram(suite);
    const learner = await newPerson(suite, ["LEARNER"]);
    const enrol = () => data(suite.server, learner, enrolMutation, { programId }).then((given) => given.enrol);
    const answers = await Promise.all([enrol(), enrol(), enrol()]);
    const [made] = answers.filter(({ __typename }) => __typename === "Enrolment");
    expect(answers.filter(({ code }) => code === "ALREADY_ENROLLED").map(({ enrolmentId }) => enrolmentId)).toEqual([
      made.id,
      made.id,
    ]);
    const { enrolments } = await data(suite.server, learner, "{ enrolments { totalCount } }");
    expect(enrolments.totalCount).toBe(1);
  });

  race("R1: a version published while it is changed is whole, as one of the two", async () => {
    const { server, actors } = suite;
    const { versionId } = await draftProgram(suite, smallVersion());
    const change = `mutation ($input: ChangeProgramVersionInput!) {
      changeProgramVersion(input: $input) { __typename ... on Refusal { code } }
    }`;
    const [module] = smallVersion().modules;
    const version = { ...smallVersion(), title: "Changed", modules: [{ ...module, title: "Changed" }] };
    const [changed, published] = await Promise.all([
      data(server, actors.programOwner, change, { input: { versionId, version } }),
      data(server, actors.programOwner, publishMutation, { versionId }),
    ]);
    expect(published.publishProgramVersion.__typename).toBe("ProgramVersion");
    const { node } = await data(
      server,
      actors.programOwner,
      `query ($versionId: ID!) { node(id: $versionId) { ... on ProgramVersion {
        status title modules { title requirements { key } }
      } } }`,
      { versionId },
    );
    const isChanged = changed.changeProgramVersion.__typename === "ProgramVersion";
    if (!isChanged) expect(changed.changeProgramVersion.code).toBe("VERSION_STATUS_REFUSED");
    expect(node).toEqual({
      status: "PUBLISHED",
      title: isChanged ? "Changed" : "A small program",
      modules: [
        {
          title: isChanged ? "Changed" : "All of it",
          requirements: [{ key: "task" }, { key: "reflection" }],
        },
      ],
    });
  });

  race("what must be unique is made once, and the other is told so", async () => {
    const { server, actors } = suite;
    const key = `twice-${crypto.randomUUID()}`;
    const codes = async (document: string, actor: Actor, input: object) => {
      const answers = await Promise.all([0, 1].map(() => data(server, actor, document, { input })));
      return answers.map(({ result }) => result.code ?? result.__typename).toSorted();
    };
    const create = `mutation ($input: CreateProgramInput!) {
      result: createProgram(input: $input) { __typename ... on Refusal { code } }
    }`;
    const made = await codes(create, actors.programOwner, { key, version: smallVersion() });
    expect(made).toEqual(["PROGRAM_KEY_TAKEN", "Program"]);

    const { programId } = await publishedProgram(suite);
    const draft = `mutation ($input: DraftProgramVersionInput!) {
      result: draftProgramVersion(input: $input) { __typename ... on Refusal { code } }
    }`;
    const drafted = await codes(draft, actors.programOwner, { programId, version: smallVersion() });
    expect(drafted).toEqual(["DRAFT_EXISTS", "ProgramVersion"]);

    const person = `mutation ($input: CreatePersonInput!) {
      result: createPerson(input: $input) { __typename ... on Refusal { code } }
    }`;
    const added = await codes(person, actors.admin, { name: "A", email: `${key}@example.org`, roles: ["LEARNER"] });
    expect(added).toEqual(["INVALID_INPUT", "Person"]);

    const framework = {
      key,
      title: "F",
      version: "1",
      levels: [],
      competencies: [{ code: "1", type: "a", label: "A" }],
    };
    const importing = `mutation ($input: ImportFrameworkInput!) {
      result: importFramework(input: $input) { __typename ... on FrameworkImport { created unchanged } }
    }`;
    const imports = await Promise.all([0, 1].map(() => data(server, actors.admin, importing, { input: framework })));
    expect(imports.map(({ result }) => result.created + result.unchanged)).toEqual([1, 1]);
    expect(imports.reduce((sum, { result }) => sum + result.created, 0)).toBe(1);
  });

  race("R5: an enrolment given up while its last evidence is accepted has no certificate or one", async () => {
    const { server, actors } = suite;
    const { learner, enrolmentId, evidenceIds } = await readyForReview();
    await accept(actors.reviewer, evidenceIds[0]);
    const [withdrawn] = await Promise.all([
      data(
        server,
        learner,
        `mutation { withdrawEnrolment(enrolmentId: "${enrolmentId}") { ... on Refusal { code } } }`,
      ),
      accept(actors.reviewer, evidenceIds[1]),
    ]);
    const { node } = await data(
      server,
      learner,
      "query ($id: ID!) { node(id: $id) { ... on Enrolment { status certificate { number } } } }",
      { id: enrolmentId },
    );
    const isWithdrawn = withdrawn.withdrawEnrolment.code === undefined;
    expect(node).toEqual(
      isWithdrawn
        ? { status: "WITHDRAWN", certificate: null }
        : { status: "COMPLETED", certificate: { number: expect.any(String) } },
    );
    expect((await eventsOf(enrolmentId)).includes("CERTIFICATE_AWARDED")).toBe(!isWithdrawn);
  });

  it("R3: a learner who is also a reviewer never reviews their own evidence, and is told why", async () => {
    const { server } = suite;
    const { programId } = await publishedProgram(suite);
    const both = await newPerson(suite, ["LEARNER", "REVIEWER"]);
    const { enrol } = await data(server, both, enrolMutation, { programId });
    const own = await submit(server, both, { enrolmentId: enrol.id, requirementKeys: ["task"], text: "Done." });
    expect(await accept(both, own)).toEqual({ __typename: "ReviewerConflict", code: "REVIEWER_CONFLICT" });
    const { reviewQueue } = await data(server, both, "{ reviewQueue(first: 100) { nodes { id } } }");
    expect(reviewQueue.nodes).not.toContainEqual({ id: own });
  });
});
