import { assertApart, DecisionRefused, NotFound } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import {
  type Certification,
  type CertificationKey,
  loadCertificationFacts,
  lockCertification,
} from "../certification/index.ts";
import type { GovernanceDecision } from "../decision/index.ts";
import { reviewersOf, trainersOf } from "../enrolment/index.ts";

/** A certification, locked and loaded for a decision on it. @throws NotFound where the person or the program is none */
export async function openCase({ tx }: CommandRun, key: CertificationKey): Promise<Certification> {
  const { personId, programId } = key;
  if (!(await tx.person.findUnique({ where: { id: personId }, select: { id: true } }))) throw new NotFound("person");
  if (!(await tx.program.findUnique({ where: { id: programId }, select: { id: true } }))) throw new NotFound("program");
  // As an award locks them: what it makes is decided on, or it sees what was decided.
  await tx.$queryRaw`
    select "id"::text from "Enrolment"
    where "personId" = ${personId}::uuid and "programId" = ${programId}::uuid and "status" = 'ACTIVE' for update`;
  await lockCertification(tx, key);
  return loadCertificationFacts(tx, personId, programId);
}

/**
 * R11: nobody decides on themselves or on an appeal against what they decided; nor, where the policy that the newest
 * certificate pins says so, whoever reviewed the holder's evidence in the program or trained them.
 * @throws DeciderConflict
 */
export async function assertMayDecide(
  { tx, actor }: CommandRun,
  { personId, programId, certificates }: Certification,
  decidedBefore: ReadonlySet<string> = new Set(),
): Promise<void> {
  const key = { personId, programId };
  const separate = certificates.at(-1)?.policy.separateDecisions ?? true;
  assertApart({
    deciderId: actor.personId,
    concernedId: personId,
    decidedBefore,
    ...(separate ? { reviewerIds: await reviewersOf(tx, key), trainerIds: await trainersOf(tx, key) } : {}),
  });
}

/** One of the certification's decisions, by its id. @throws DecisionRefused when governance knows no such: nobody appeals those */
export function decisionIn(decisions: readonly GovernanceDecision[], id: string): GovernanceDecision {
  const found = decisions.find((decision) => decision.id === id);
  if (!found) throw new DecisionRefused("NOT_APPEALABLE");
  return found;
}
