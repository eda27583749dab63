import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import {
  isOffered,
  lead,
  recordTrainer,
  rubricOf,
  rubricVersion,
  submittedTask,
  verdict,
} from "./review.test.support.ts";
import { demoSuite, draftProgram, newPerson } from "./suite.test.support.ts";
import { data, submit } from "./testing.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`rubrics and conflicts on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("rubrics and conflicts on %s", (kind) => {
  const suite = demoSuite(kind);
  const rating = (criterionKey: string, levelKey: string) => ({ requirementKey: "task", criterionKey, levelKey });

  it("R3: a version with a rubric that nothing could meet can't be published, and shows its rubric", async () => {
    const { server, actors } = suite;
    const never = { key: "care", title: "Care", levels: [{ key: "weak", title: "Weak", passes: false, rank: 0 }] };
    const { versionId } = await draftProgram(suite, rubricVersion({ criteria: [never] }));
    const { node } = await data(
      server,
      actors.programOwner,
      `query ($versionId: ID!) { node(id: $versionId) { ... on ProgramVersion { problems { code path }
        modules { requirements { key rubric { criteria { key title levels { key title description passes rank } } } } }
      } } }`,
      { versionId },
    );
    expect(node.problems).toEqual([
      { code: "CRITERION_NEVER_PASSES", path: "modules.0.requirements.0.rubric.criteria.0.levels" },
    ]);
    const [level] = never.levels;
    expect(node.modules[0].requirements).toEqual([
      { key: "task", rubric: { criteria: [{ ...never, levels: [{ ...level, description: "" }] }] } },
      { key: "reflection", rubric: null },
    ]);
  });

  it("R3: accepts only what is on a passing level in every criterion, and returns with what is not met", async () => {
    const { server, actors } = suite;
    const { learner, evidenceId, enrolmentId } = await submittedTask(suite, {}, rubricOf("care", "record"));
    const give = (of: string, ratings: object[]) =>
      verdict(suite, actors.reviewer, { evidenceId, verdict: of, ratings });
    expect(await give("ACCEPTED", [rating("care", "good")])).toEqual({
      code: "INVALID_INPUT",
      problems: [{ code: "RATING_MISSING", path: "ratings" }],
    });
    expect(await give("ACCEPTED", [rating("care", "good"), rating("record", "splendid")])).toMatchObject({
      problems: [{ code: "RUBRIC_LEVEL_UNKNOWN", path: "ratings.1.levelKey" }],
    });
    expect(await give("ACCEPTED", [rating("care", "good"), rating("record", "weak")])).toEqual({
      code: "RUBRIC_NOT_MET",
      criteria: [{ requirementKey: "task", criterionKey: "record" }],
    });
    expect(await give("RETURNED", [rating("care", "good")])).toMatchObject({ problems: [{ code: "NOTHING_MISSING" }] });
    const reviews = [
      {
        verdict: "RETURNED",
        ratings: [
          { criterionKey: "care", levelKey: "good", passes: true },
          { criterionKey: "record", levelKey: "weak", passes: false },
        ],
        notMet: [{ criterionKey: "record" }],
      },
    ];
    const returned = await give("RETURNED", [rating("record", "weak"), rating("care", "good")]);
    expect(returned).toEqual({ status: "RETURNED", latestRevision: { reviews } });
    const again = { evidenceId, enrolmentId, requirementKeys: ["task"], text: "Done, and recorded." };
    await submit(server, learner, again);
    const accepted = await give("ACCEPTED", [rating("record", "good"), rating("care", "good")]);
    expect(accepted).toMatchObject({ status: "ACCEPTED", latestRevision: { reviews: [{ notMet: [] }] } });
    const read = await data(
      server,
      learner,
      "query ($id: ID!) { node(id: $id) { ... on Evidence { revisions { decidedAt reviews { notMet { criterionKey } } } } } }",
      { id: evidenceId },
    );
    const decidedAt = expect.any(String);
    expect(read.node.revisions).toEqual([
      { decidedAt, reviews: [{ notMet: [{ criterionKey: "record" }] }] },
      { decidedAt, reviews: [{ notMet: [] }] },
    ]);
  });

  it.each([
    ["TRAINER", "who trained the learner does not review them in this program"],
    ["OWN_MANAGER", "the learner's own manager does not review them in this program"],
  ])(
    "R3: with the conflict %s, such a reviewer is refused with the reason and is not offered it",
    async (conflict, reason) => {
      const [conflicted, other] = [await newPerson(suite, ["REVIEWER"]), await newPerson(suite, ["REVIEWER"])];
      const relate = async ({ enrolmentId, learner }: Awaited<ReturnType<typeof submittedTask>>) =>
        conflict === "TRAINER" ? recordTrainer(suite, enrolmentId, conflicted) : lead(suite, conflicted, learner);
      const asked = await submittedTask(suite, { reviewConflicts: [conflict] });
      await relate(asked);
      const { evidenceId } = asked;
      expect(await isOffered(suite, conflicted, evidenceId)).toBe(false);
      expect(await isOffered(suite, other, evidenceId)).toBe(true);
      const refused = { code: "REVIEWER_CONFLICT", reason };
      expect(await verdict(suite, conflicted, { evidenceId, verdict: "ACCEPTED" })).toEqual(refused);
      expect(await verdict(suite, other, { evidenceId, verdict: "ACCEPTED" })).toMatchObject({ status: "ACCEPTED" });
      // Only where the policy says so.
      const free = await submittedTask(suite);
      await relate(free);
      expect(await isOffered(suite, conflicted, free.evidenceId)).toBe(true);
      const given = await verdict(suite, conflicted, { evidenceId: free.evidenceId, verdict: "ACCEPTED" });
      expect(given).toMatchObject({ status: "ACCEPTED" });
    },
  );

  it("R3: who put an observation forward does not review it, and is not offered it", async () => {
    const { server, actors } = suite;
    const { enrolmentId } = await submittedTask(suite);
    const observer = await newPerson(suite, ["REVIEWER"]);
    const evidenceId = await submit(server, observer, { enrolmentId, requirementKeys: ["task"], text: "Seen." });
    expect(await isOffered(suite, observer, evidenceId)).toBe(false);
    const accepted = { evidenceId, verdict: "ACCEPTED" };
    expect(await verdict(suite, observer, accepted)).toMatchObject({ code: "REVIEWER_CONFLICT" });
    expect(await verdict(suite, actors.reviewer, accepted)).toMatchObject({ status: "ACCEPTED" });
  });

  it("R3: a policy that was stored before there were conflicts hides nothing", async () => {
    const { server } = suite;
    const manager = await newPerson(suite, ["REVIEWER"]);
    const { learner, evidenceId, enrolmentId } = await submittedTask(suite);
    await lead(suite, manager, learner);
    await server.services.database.asSystem(async (tx) => {
      const [, id = ""] = Buffer.from(enrolmentId, "base64url").toString().split(":");
      const { versionId } = await tx.enrolment.findUniqueOrThrow({ where: { id } });
      await tx.$executeRaw`alter table "ProgramVersion" disable trigger kunna_immutable`;
      await tx.$executeRaw`update "ProgramVersion" set policy = policy - 'reviewConflicts' where id = ${versionId}::uuid`;
      await tx.$executeRaw`alter table "ProgramVersion" enable trigger kunna_immutable`;
    });
    expect(await isOffered(suite, manager, evidenceId)).toBe(true);
  });

  it("R3: what a reviewer returned is offered to them again as its next revision, also when others had accepted it", async () => {
    const { server } = suite;
    const [first, second] = [await newPerson(suite, ["REVIEWER"]), await newPerson(suite, ["REVIEWER"])];
    const { learner, evidenceId, enrolmentId } = await submittedTask(suite, { reviewers: 2 });
    expect(await verdict(suite, first, { evidenceId, verdict: "ACCEPTED" })).toMatchObject({ status: "SUBMITTED" });
    expect(await isOffered(suite, first, evidenceId)).toBe(false);
    const returned = await verdict(suite, second, { evidenceId, verdict: "RETURNED", missing: ["A date."] });
    expect(returned).toMatchObject({ status: "RETURNED" });
    await submit(server, learner, { evidenceId, enrolmentId, requirementKeys: ["task"], text: "On Friday." });
    for (const reviewer of [first, second]) {
      expect(await isOffered(suite, reviewer, evidenceId)).toBe(true);
      await verdict(suite, reviewer, { evidenceId, verdict: "ACCEPTED" });
    }
    const { node } = await data(server, learner, "query ($id: ID!) { node(id: $id) { ... on Evidence { status } } }", {
      id: evidenceId,
    });
    expect(node).toEqual({ status: "ACCEPTED" });
  });

  it("R3: a draft and a returned evidence are gone on with by whoever put them forward", async () => {
    const { server } = suite;
    const { learner, enrolmentId, evidenceId } = await submittedTask(suite);
    const observer = await newPerson(suite, ["REVIEWER"]);
    const go = async (actor: typeof learner, field: string, input: object) => {
      const document = `mutation ($input: EvidenceInput!) { it: ${field}(input: $input) { ... on Evidence { id } ... on Refusal { code } } }`;
      const facts = { enrolmentId, requirementKeys: ["task"], text: "Mine.", performedOn: "2026-11-20", ...input };
      return (await data(server, actor, document, { input: facts })).it;
    };
    const refused = { code: "NOT_THE_AUTHOR" };
    const { id: draft } = await go(learner, "saveEvidenceDraft", {});
    expect(await go(observer, "saveEvidenceDraft", { evidenceId: draft })).toEqual(refused);
    expect(await go(observer, "submitEvidence", { evidenceId: draft })).toEqual(refused);
    expect(await go(learner, "saveEvidenceDraft", { evidenceId: draft })).toEqual({ id: draft });
    expect(await go(learner, "submitEvidence", { evidenceId: draft })).toEqual({ id: draft });
    await verdict(suite, observer, { evidenceId, verdict: "RETURNED", missing: ["A date."] });
    expect(await go(observer, "saveEvidenceDraft", { evidenceId })).toEqual(refused);
    const { id: seen } = await go(observer, "saveEvidenceDraft", {});
    expect(await go(learner, "submitEvidence", { evidenceId: seen })).toEqual(refused);
    expect(await go(observer, "submitEvidence", { evidenceId: seen })).toEqual({ id: seen });
  });
});
