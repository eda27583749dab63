import { encodeId } from "@kunna/api";
import type { Actor } from "@kunna/domain";
import {
  draftProgram,
  enrolMutation,
  newPerson,
  publishMutation,
  type Suite,
  smallVersion,
} from "./suite.test.support.ts";
import { data, submit } from "./testing.test.support.ts";

const level = (key: string, passes: boolean, rank: number) => ({ key, title: key, passes, rank });
const levels = [level("weak", false, 0), level("good", true, 1)];

/** A rubric with these criteria, each with a level `weak` and a level `good`, of which the latter passes. */
export const rubricOf = (...keys: string[]) => ({ criteria: keys.map((key) => ({ key, title: key, levels })) });

/** A version of an applied task and a reflection, with a rubric for the task. */
export function rubricVersion(rubric: object | null, policy: object = {}) {
  const version = smallVersion(policy);
  const modules = version.modules.map((module) => ({
    ...module,
    requirements: module.requirements.map((one) => (one.key === "task" ? { ...one, rubric } : one)),
  }));
  return { ...version, modules };
}

export interface Submitted {
  readonly learner: Actor;
  readonly programId: string;
  readonly enrolmentId: string;
  readonly evidenceId: string;
}

/** A new learner with an evidence for the task of a new program. */
export async function submittedTask(
  suite: Suite,
  policy: object = {},
  rubric: object | null = null,
): Promise<Submitted> {
  const { server, actors } = suite;
  const { programId, versionId } = await draftProgram(suite, rubricVersion(rubric, policy));
  await data(server, actors.programOwner, publishMutation, { versionId });
  const learner = await newPerson(suite, ["LEARNER"]);
  const { enrol } = await data(server, learner, enrolMutation, { programId });
  const evidenceId = await submit(server, learner, { enrolmentId: enrol.id, requirementKeys: ["task"], text: "Done." });
  return { learner, programId, enrolmentId: enrol.id, evidenceId };
}

/** Gives a verdict. What comes back is the evidence, or the refusal with all its facts. */
export async function verdict({ server }: Suite, reviewer: Actor, input: object) {
  const document = `mutation ($input: ReviewEvidenceInput!) { reviewEvidence(input: $input) {
    ... on Evidence { status latestRevision { reviews { verdict ratings { criterionKey levelKey passes } notMet { criterionKey } } } }
    ... on InvalidInput { problems { code path } }
    ... on RubricNotMet { criteria { requirementKey criterionKey } }
    ... on ReviewerConflict { reason }
    ... on Refusal { code }
  } }`;
  return (await data(server, reviewer, document, { input: { comment: "Looked at.", ...input } })).reviewEvidence;
}

/** Whether the evidence is in someone's review queue: by its list, and by its count before and after. */
export async function isOffered({ server }: Suite, reviewer: Actor, evidenceId: string): Promise<boolean> {
  const { reviewQueue } = await data(server, reviewer, "{ reviewQueue(first: 100) { totalCount nodes { id } } }");
  const ids = reviewQueue.nodes.map(({ id }: { id: string }) => id);
  if (reviewQueue.totalCount !== ids.length) throw new Error("The queue counts what it does not list.");
  return ids.includes(evidenceId);
}

/** Makes one the manager of a team of the other: there is no mutation for it yet. */
export async function lead(
  { server }: Suite,
  { organisationId, personId: managerId }: Actor,
  member: Actor,
): Promise<void> {
  await server.services.database.asSystem(async (tx) => {
    const facts = { organisationId, key: crypto.randomUUID(), name: "A team", managerId, createdAt: new Date() };
    const { id: teamId } = await tx.team.create({ data: facts, select: { id: true } });
    await tx.teamMember.create({ data: { organisationId, teamId, personId: member.personId } });
  });
}

export async function recordTrainer({ server, actors }: Suite, enrolmentId: string, trainer: Actor): Promise<void> {
  const document = `mutation ($input: RecordTrainerInput!) { recordTrainer(input: $input) { __typename } }`;
  const input = { enrolmentId, personId: encodeId("Person", trainer.personId) };
  await data(server, actors.admin, document, { input });
}
