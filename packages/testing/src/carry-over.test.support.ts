import type { Actor } from "@kunna/domain";
import { type Suite, smallVersion } from "./suite.test.support.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

/** The small version with its requirements in these revisions, and a third one, `extra`, where it has any. */
export function versionWith(revisions: { task?: number; reflection?: number; extra?: number }, policy: object = {}) {
  const version = smallVersion(policy);
  const { task = 1, reflection = 1, extra = 0 } = revisions;
  const of: Record<string, number> = { task, reflection };
  const third = { key: "extra", kind: "APPLIED_TASK", title: "Show it", instructions: "Show it.", revision: extra };
  const modules = version.modules.map((module) => ({
    ...module,
    requirements: [
      ...module.requirements.map((one) => ({ ...one, revision: of[one.key] ?? 1 })),
      ...(extra > 0 ? [third] : []),
    ],
  }));
  return { ...version, modules };
}

/** Drafts the next version of a program and gives its id. */
export async function draftNext({ server, actors }: Suite, programId: string, version: object): Promise<string> {
  const { draftProgramVersion } = await data(
    server,
    actors.programOwner,
    `mutation ($input: DraftProgramVersionInput!) {
      draftProgramVersion(input: $input) { ... on ProgramVersion { id } ... on Refusal { code message } }
    }`,
    { input: { programId, version } },
  );
  return draftProgramVersion.id;
}

const refusal = "... on InvalidInput { problems { code path } } ... on Refusal { code }";

/** Publishes a draft. What comes back is how holders come over, or the refusal. */
export async function publish({ server, actors }: Suite, versionId: string, carryOver?: object, more: object = {}) {
  const document = `mutation ($input: PublishProgramVersionInput!) { publishProgramVersion(input: $input) {
    __typename ... on ProgramVersion { carryOver { mode by note } } ${refusal} } }`;
  const input = { versionId, ...(carryOver && { carryOver }), ...more };
  return (await data(server, actors.programOwner, document, { input })).publishProgramVersion;
}

/** Puts an evidence of today forward for each requirement, and has it accepted. */
export async function show({ server, actors, clock }: Suite, learner: Actor, enrolmentId: string, ...keys: string[]) {
  for (const key of keys) {
    const performedOn = clock.now().toISOString().slice(0, 10);
    const input = { enrolmentId, requirementKeys: [key], text: "Done.", performedOn };
    const evidenceId = await submit(server, learner, input);
    await data(server, actors.reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
  }
}
