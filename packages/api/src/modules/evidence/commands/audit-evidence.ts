import { type AuditFinding, assertMayAudit } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { coursesOf } from "../../../courses.ts";
import { lockEnrolment, managersOf, trainersOf } from "../../enrolment/index.ts";
import { loadContent } from "../../program/index.ts";
import { insertAudit, loadSample } from "../audit-store.ts";

export interface AuditEvidence {
  readonly sampleId: string;
  readonly finding: AuditFinding;
  readonly reason: string;
}

/**
 * The second look at an accepted evidence that was drawn for it (R3). It undoes nothing by itself: what it found is a fact that
 * a decision (R11) can lean on.
 * @throws NotPermitted, NotFound, ReviewerConflict, AlreadyAudited
 */
export const auditEvidence: Command<AuditEvidence, { sampleId: string }> = async (
  { tx, actor, now, emit },
  { sampleId, finding, reason },
) => {
  const { evidenceId, personId, enrolmentId } = await loadSample(tx, sampleId);
  // Oneself is refused below, by R3 and with its reason.
  authorize(actor, "evidence.audit", {
    personId: personId === actor.personId ? "" : personId,
    courseIds: await coursesOf(tx, actor, personId),
  });
  // One second look at a time: so exactly one is taken.
  const enrolment = await lockEnrolment(tx, enrolmentId);
  const sample = await loadSample(tx, sampleId);
  const { programId, versionId } = enrolment;
  const { policy } = await loadContent(tx, versionId);
  assertMayAudit({
    ...sample,
    learnerId: personId,
    reviewerId: actor.personId,
    conflicts: policy.reviewConflicts,
    trainerIds: await trainersOf(tx, enrolment),
    managerIds: await managersOf(tx, personId),
  });
  const { organisationId, personId: auditorId } = actor;
  await insertAudit(tx, { organisationId, sampleId, auditorId, finding, reason, auditedAt: now });
  emit({ type: `EVIDENCE_${finding}`, personId, programId, versionId, enrolmentId, evidenceId, facts: {} });
  return { sampleId };
};
