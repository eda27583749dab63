import type { Actor } from "@kunna/domain";
import { enrolMutation, newPerson, publishedProgram, type Suite } from "./suite.test.support.ts";
import type { TestServer } from "./test-server.ts";
import { data, reviewMutation, submit } from "./testing.test.support.ts";

/** Someone who holds a certificate of a program of their own. */
export interface Certified {
  readonly holder: Actor;
  readonly programId: string;
  readonly enrolmentId: string;
  readonly certificateId: string;
  readonly number: string;
}

/** A new learner with both evidences of a small program submitted, on a new program. */
export async function readyForReview(suite: Suite, policy: object = {}) {
  const { server } = suite;
  const { programId } = await publishedProgram(suite, policy);
  const learner = await newPerson(suite, ["LEARNER"]);
  const { enrol } = await data(server, learner, enrolMutation, { programId });
  const performedOn = server.services.now().toISOString().slice(0, 10);
  const evidenceIds: string[] = [];
  for (const key of ["task", "reflection"])
    evidenceIds.push(
      await submit(server, learner, { enrolmentId: enrol.id, requirementKeys: [key], text: "Done.", performedOn }),
    );
  return { learner, programId, enrolmentId: enrol.id as string, evidenceIds };
}

/** A new person who has earned a certificate of a new program. */
export async function certified(suite: Suite, policy: object = {}, reviewer?: Actor): Promise<Certified> {
  const { learner: holder, programId, enrolmentId, evidenceIds } = await readyForReview(suite, policy);
  for (const evidenceId of evidenceIds)
    await data(suite.server, reviewer ?? suite.actors.reviewer, reviewMutation, { evidenceId, verdict: "ACCEPTED" });
  const { certificates } = await data(suite.server, holder, "{ certificates { nodes { id number } } }");
  const [{ id: certificateId, number }] = certificates.nodes;
  return { holder, programId, enrolmentId, certificateId, number };
}

export const decisionFields = `... on Decision {
  id kind rule reason decidedAt decidedBy { id } person { id } program { id } barUntil certificates { id }
  regarding { id } appeal { id }
}`;

/** Sends a mutation that decides, and gives what it made or the refusal. */
export async function decide(server: TestServer, actor: Actor, field: string, input: object) {
  const type = field.startsWith("suspend") || field.startsWith("reinstate") ? "certificationDecision" : field;
  const document = `mutation ($input: ${type.charAt(0).toUpperCase()}${type.slice(1)}Input!) {
    result: ${field}(input: $input) {
      __typename
      ... on Refusal { code }
      ... on InvalidInput { problems { code path } }
      ${field === "recordTrainer" ? "" : "... on DecisionRefused { ground }"}
      ${field === "fileAppeal" || field === "recordTrainer" ? "" : "... on DeciderConflict { conflict }"}
      ${field === "fileAppeal" ? "... on Appeal { id status asksForStay reason }" : ""}
      ${field === "fileAppeal" || field === "recordTrainer" ? "" : decisionFields}
    }
  }`;
  return (await data(server, actor, document, { input })).result;
}

/** The events that concern a person, in the order of writing. */
export async function eventsOf(server: TestServer, { personId }: Actor) {
  return server.services.database.asSystem((tx) =>
    tx.event.findMany({
      where: { personId },
      orderBy: { sequence: "asc" },
      select: { type: true, actorId: true, facts: true },
    }),
  );
}
