import type { TenantTransaction } from "@kunna/database";
import { assertSubmittable, EnrolmentEnded, EvidenceStatusRefused, InvalidInput } from "@kunna/domain";
import { authorize, type Command, type CommandRun } from "../../../command.ts";
import { coursesOf } from "../../../courses.ts";
import { timeZoneOf } from "../../../time-zone.ts";
import { type EnrolmentFacts, loadResumed, lockEnrolment, managersOf } from "../../enrolment/index.ts";
import {
  assertAuthor,
  assertOwnFiles,
  type EvidenceFacts,
  loadEvidence,
  loadRequirements,
  type NamedRequirement,
  nameRequirements,
  saveRevision,
} from "../evidence-store.ts";

export interface EvidenceInput {
  readonly enrolmentId: string;
  /** Null: a new evidence. */
  readonly evidenceId: string | null;
  readonly requirementKeys: readonly string[];
  readonly text: string | null;
  readonly links: readonly string[];
  readonly fileIds: readonly string[];
  readonly score: number | null;
  /** YYYY-MM-DD. */
  readonly performedOn: string;
}

/**
 * Puts an evidence forward: a new one, a draft, or a returned one as its next revision (R3).
 * @throws NotPermitted, NotFound, EnrolmentEnded, NotTheAuthor, EvidenceStatusRefused, EvidenceTooOld, InvalidInput
 */
export const submitEvidence: Command<EvidenceInput, { evidenceId: string }> = async (run, input) => {
  const { tx, actor, now, emit } = run;
  const { enrolment, evidence, requirements, byObserver } = await prepare(run, input);
  const timeZone = await timeZoneOf(tx);
  const { text, links, score, performedOn } = input;
  assertSubmittable(
    { requirements, text, links, fileCount: input.fileIds.length, score, performedOn, byObserver },
    { status: evidence?.status ?? null, now, timeZone },
  );

  const { evidenceId, revision } = await save(run, input, enrolment, evidence, requirements, byObserver, now);
  await tx.evidence.update({
    where: { id: evidenceId },
    data: { status: "SUBMITTED", submittedAt: now, decidedAt: null },
    select: { id: true },
  });
  const { personId, programId, versionId, id: enrolmentId } = enrolment;
  emit({
    type: "EVIDENCE_SUBMITTED",
    personId,
    programId,
    versionId,
    enrolmentId,
    evidenceId,
    facts: { revision, requirementKeys: input.requirementKeys, byObserver, submittedById: actor.personId },
  });
  return { evidenceId };
};

/**
 * Keeps an evidence as a draft: a new one, a draft, or the next revision of a returned one. Nobody is told.
 * @throws NotPermitted, NotFound, EnrolmentEnded, NotTheAuthor, EvidenceStatusRefused, InvalidInput
 */
export const saveEvidenceDraft: Command<EvidenceInput, { evidenceId: string }> = async (run, input) => {
  const { enrolment, evidence, requirements, byObserver } = await prepare(run, input);
  if (evidence && evidence.status !== "DRAFT" && evidence.status !== "RETURNED")
    throw new EvidenceStatusRefused(evidence.status, "DRAFT");
  const { evidenceId } = await save(run, input, enrolment, evidence, requirements, byObserver, null);
  return { evidenceId };
};

/** authorize -> load, of both commands. */
async function prepare({ tx, actor }: CommandRun, input: EvidenceInput) {
  const enrolment = await lockEnrolment(tx, input.enrolmentId);
  const byObserver = enrolment.personId !== actor.personId;
  authorize(actor, byObserver ? "evidence.observe" : "evidence.submit", {
    personId: enrolment.personId,
    managerIds: byObserver ? await managersOf(tx, enrolment.personId) : [],
    courseIds: byObserver ? await coursesOf(tx, actor, enrolment.personId) : [],
  });
  if (enrolment.status !== "ACTIVE") throw new EnrolmentEnded();
  const evidence = input.evidenceId === null ? null : await loadEvidence(tx, input.evidenceId);
  if (evidence && !(await isOf(tx, evidence, enrolment))) {
    throw new InvalidInput([
      {
        code: "OTHER_ENROLMENT",
        path: "evidenceId",
        message: "The evidence belongs to another enrolment.",
        fix: "Pass the enrolment that the evidence was put forward in, or the one that resumes it.",
      },
    ]);
  }
  if (evidence) await assertAuthor(tx, evidence.id, actor.personId);
  const requirements = await loadRequirements(tx, enrolment.versionId, input.requirementKeys);
  await assertOwnFiles(tx, input.fileIds, actor.personId);
  return { enrolment, evidence, requirements, byObserver };
}

/** Whether it was put forward in the enrolment, or in one that it resumes: that one's returned evidence is gone on with. */
async function isOf(tx: TenantTransaction, evidence: EvidenceFacts, enrolment: EnrolmentFacts): Promise<boolean> {
  if (evidence.enrolmentId === enrolment.id) return true;
  return (await loadResumed(tx, [enrolment])).get(enrolment.id)?.includes(evidence.enrolmentId) ?? false;
}

async function save(
  { tx, actor, now }: CommandRun,
  input: EvidenceInput,
  { id: enrolmentId, personId }: EnrolmentFacts,
  evidence: EvidenceFacts | null,
  requirements: readonly NamedRequirement[],
  byObserver: boolean,
  submittedAt: Date | null,
): Promise<{ evidenceId: string; revision: number }> {
  const { organisationId } = actor;
  const { id: evidenceId } =
    evidence ??
    (await tx.evidence.create({
      data: { organisationId, enrolmentId, personId, createdAt: now },
      select: { id: true },
    }));
  await nameRequirements(
    tx,
    organisationId,
    evidenceId,
    requirements.map(({ id }) => id),
  );
  const { text, links, score, performedOn, fileIds } = input;
  const content = {
    text,
    links,
    score,
    performedOn,
    provenance: byObserver ? ("OBSERVER" as const) : ("LEARNER" as const),
    submittedById: actor.personId,
  };
  const revision = await saveRevision(tx, { organisationId, evidenceId, content, fileIds, submittedAt });
  return { evidenceId, revision };
}
