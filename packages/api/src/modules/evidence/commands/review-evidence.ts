import {
  type EventType,
  type EvidenceStatus,
  EvidenceStatusRefused,
  statusAfterReview,
  type Verdict,
} from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { awardIfComplete } from "../../certificate/index.ts";
import { lockEnrolment, lockSuccessor } from "../../enrolment/index.ts";
import { loadContent } from "../../program/index.ts";
import { insertReview, loadEvidence, loadSubmittedRevision } from "../evidence-store.ts";

export interface ReviewEvidence {
  readonly evidenceId: string;
  readonly verdict: Verdict;
  readonly comment: string;
  /** What is missing, when RETURNED. */
  readonly missing: readonly string[];
}

const eventOf: Readonly<Record<EvidenceStatus, EventType>> = {
  DRAFT: "EVIDENCE_REVIEWED",
  SUBMITTED: "EVIDENCE_REVIEWED",
  ACCEPTED: "EVIDENCE_ACCEPTED",
  RETURNED: "EVIDENCE_RETURNED",
  REJECTED: "EVIDENCE_REJECTED",
};

/**
 * A reviewer's verdict on the newest revision (R3). When it meets the last requirement, the certificate is awarded in the
 * same transaction (R5).
 * @throws NotPermitted, NotFound, ReviewerConflict, EvidenceStatusRefused, AlreadyReviewed, InvalidInput, NothingLeftToAward
 */
export const reviewEvidence: Command<ReviewEvidence, { evidenceId: string }> = async (
  run,
  { evidenceId, verdict, comment, missing },
) => {
  const { tx, actor, now, emit } = run;
  const seen = await loadEvidence(tx, evidenceId);
  // Oneself is refused below, by R3 and with its reason.
  authorize(actor, "evidence.review", { personId: seen.personId === actor.personId ? "" : seen.personId });
  // Verdicts on one enrolment are given one at a time: so exactly one of them meets the last requirement.
  const enrolment = await lockEnrolment(tx, seen.enrolmentId);
  const { status, personId: learnerId } = await loadEvidence(tx, evidenceId);
  const revision = await loadSubmittedRevision(tx, evidenceId);
  if (!revision) throw new EvidenceStatusRefused(status, verdict);
  const content = await loadContent(tx, enrolment.versionId);

  const after = statusAfterReview(
    {
      status,
      learnerId,
      submittedById: revision.submittedById,
      reviewerId: actor.personId,
      reviews: revision.reviews,
      reviewersNeeded: content.policy.reviewers,
    },
    { verdict, comment, missing },
  );
  await insertReview(tx, actor.organisationId, {
    revisionId: revision.id,
    reviewerId: actor.personId,
    verdict,
    comment,
    missing,
    reviewedAt: now,
  });
  const about = {
    personId: learnerId,
    programId: enrolment.programId,
    versionId: enrolment.versionId,
    enrolmentId: enrolment.id,
    evidenceId,
  };
  emit({ type: eventOf[after], ...about, facts: { revision: revision.number, verdict, missing } });
  if (after === "SUBMITTED") return { evidenceId };

  await tx.evidence.update({
    where: { id: evidenceId },
    data: { status: after, decidedAt: now },
    select: { id: true },
  });
  if (after !== "ACCEPTED") return { evidenceId };
  if (enrolment.status === "ACTIVE") await awardIfComplete(run, enrolment, content);
  else {
    // What was put forward before a withdrawal counts for the enrolment that resumes it.
    const successor = await lockSuccessor(tx, enrolment);
    if (successor) await awardIfComplete(run, successor);
  }
  return { evidenceId };
};
