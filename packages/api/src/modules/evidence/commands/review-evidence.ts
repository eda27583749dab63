import { randomInt } from "node:crypto";
import {
  decideReview,
  EvidenceStatusRefused,
  isDrawnForAudit,
  type Rating,
  type RatingInput,
  type Verdict,
} from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { coursesOf } from "../../../courses.ts";
import { awardIfComplete } from "../../certificate/index.ts";
import { lockEnrolment, lockSuccessor, managersOf, trainersOf } from "../../enrolment/index.ts";
import { loadContent } from "../../program/index.ts";
import { insertSample } from "../audit-store.ts";
import { loadEvidence } from "../evidence-store.ts";
import { decideEvidence, insertReview, loadJudgedRequirements, loadSubmittedRevision } from "../review-store.ts";

export interface ReviewEvidence {
  readonly evidenceId: string;
  readonly verdict: Verdict;
  readonly comment: string;
  /** What is missing, when RETURNED. */
  readonly missing: readonly string[];
  readonly ratings: readonly RatingInput[];
}

/**
 * A reviewer's verdict on the newest revision (R3). When it meets the last requirement, the certificate is awarded in the
 * same transaction (R5).
 * @throws NotPermitted, NotFound, ReviewerConflict, EvidenceStatusRefused, AlreadyReviewed, RubricNotMet, InvalidInput,
 * NothingLeftToAward
 */
export const reviewEvidence: Command<ReviewEvidence, { evidenceId: string }> = async (
  run,
  { evidenceId, ...input },
) => {
  const { tx, actor, now, emit } = run;
  const seen = await loadEvidence(tx, evidenceId);
  // Oneself is refused below, by R3 and with its reason.
  authorize(actor, "evidence.review", {
    personId: seen.personId === actor.personId ? "" : seen.personId,
    courseIds: await coursesOf(tx, actor, seen.personId),
  });
  // Verdicts on one enrolment are given one at a time: so exactly one of them meets the last requirement.
  const enrolment = await lockEnrolment(tx, seen.enrolmentId);
  const { status, personId: learnerId } = await loadEvidence(tx, evidenceId);
  const revision = await loadSubmittedRevision(tx, evidenceId);
  if (!revision) throw new EvidenceStatusRefused(status, input.verdict);
  const content = await loadContent(tx, enrolment.versionId);
  const { reviewers, reviewConflicts: conflicts, blindReview: blind } = content.policy;

  const decided = decideReview(
    {
      status,
      learnerId,
      submittedById: revision.submittedById,
      reviewerId: actor.personId,
      reviews: revision.reviews,
      reviewersNeeded: reviewers,
      blind,
      requirements: await loadJudgedRequirements(tx, evidenceId),
      conflicts,
      trainerIds: conflicts.includes("TRAINER") ? await trainersOf(tx, enrolment) : new Set(),
      managerIds: conflicts.includes("OWN_MANAGER") ? await managersOf(tx, learnerId) : [],
    },
    input,
  );
  const { verdict, comment, missing } = input;
  const given = { verdict, comment, missing, ratings: decided.ratings, blind };
  const review = { revisionId: revision.id, reviewerId: actor.personId, ...given, reviewedAt: now };
  await insertReview(tx, actor.organisationId, review);
  const about = {
    personId: learnerId,
    programId: enrolment.programId,
    versionId: enrolment.versionId,
    enrolmentId: enrolment.id,
    evidenceId,
  };
  // Who may not see the reviews yet may read this: it says that one was given, and nothing of it.
  if (decided.status === "SUBMITTED" || decided.status === "DRAFT") {
    emit({ type: "EVIDENCE_REVIEWED", ...about, facts: { revision: revision.number } });
    return { evidenceId };
  }
  await decideEvidence(tx, { evidenceId, revisionId: revision.id }, decided.status, now);
  emit({
    type: `EVIDENCE_${decided.status}`,
    ...about,
    facts: {
      revision: revision.number,
      verdict: decided.status,
      missing: [...revision.reviews.flatMap((earlier) => earlier.missing), ...missing],
      notMet: notMet([...revision.reviews.flatMap((earlier) => earlier.ratings), ...decided.ratings]),
    },
  });
  if (decided.status !== "ACCEPTED") return { evidenceId };
  // By the system's randomness: nobody can know which evidence will be drawn.
  if (isDrawnForAudit(content.policy.auditShare, randomInt(chances) / chances)) {
    await insertSample(tx, { organisationId: actor.organisationId, evidenceId, drawnAt: now });
    emit({ type: "EVIDENCE_SAMPLED", ...about, facts: {} });
  }
  if (enrolment.status === "ACTIVE") await awardIfComplete(run, enrolment, content);
  else {
    // What was put forward before a withdrawal counts for the enrolment that resumes it.
    const successor = await lockSuccessor(tx, enrolment);
    if (successor) await awardIfComplete(run, successor);
  }
  return { evidenceId };
};

/** How finely chance is cut. */
const chances = 2 ** 32;

function notMet(ratings: readonly Rating[]): string[] {
  const unmet = ratings.filter(({ passes }) => !passes);
  return [...new Set(unmet.map(({ requirementKey, criterionKey }) => `${requirementKey}/${criterionKey}`))];
}
