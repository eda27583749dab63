import { InvalidInput } from "../refusal.ts";
import { AlreadyReviewed, EvidenceStatusRefused, ReviewerConflict } from "./errors.ts";
import { type EvidenceStatus, mayBecome, type Verdict } from "./evidence.ts";

/** What is known when a reviewer gives a verdict. */
export interface ReviewContext {
  readonly status: EvidenceStatus;
  readonly learnerId: string;
  /** Who put the revision forward: the learner or an observer. */
  readonly submittedById: string;
  readonly reviewerId: string;
  /** The reviews of the revision so far. */
  readonly reviews: readonly { readonly reviewerId: string; readonly verdict: Verdict }[];
  /** How many different reviewers the version asks for. */
  readonly reviewersNeeded: number;
}

export interface ReviewInput {
  readonly verdict: Verdict;
  readonly comment: string;
  readonly missing: readonly string[];
}

/**
 * R3: where the evidence stands after the verdict. The learner never reviews their own evidence, nor an observer what
 * they saw; a version may ask for n different reviewers; one RETURNED or REJECTED decides at once.
 * @throws ReviewerConflict, EvidenceStatusRefused, AlreadyReviewed, InvalidInput
 */
export function statusAfterReview(context: ReviewContext, input: ReviewInput): EvidenceStatus {
  const { status, reviewerId, reviews, reviewersNeeded } = context;
  if (reviewerId === context.learnerId) throw new ReviewerConflict("the learner never reviews their own evidence");
  if (reviewerId === context.submittedById)
    throw new ReviewerConflict("who put the evidence forward does not review it");
  if (!mayBecome(status, input.verdict)) throw new EvidenceStatusRefused(status, input.verdict);
  if (reviews.some((review) => review.reviewerId === reviewerId)) throw new AlreadyReviewed();
  if (input.verdict === "RETURNED" && !input.missing.some((one) => one.trim())) {
    throw new InvalidInput([
      {
        code: "NOTHING_MISSING",
        path: "missing",
        message: "A returned evidence says what is missing.",
        fix: "Name at least one thing that is missing.",
      },
    ]);
  }
  if (input.verdict !== "ACCEPTED") return input.verdict;
  const accepted = 1 + reviews.filter(({ verdict }) => verdict === "ACCEPTED").length;
  return accepted >= reviewersNeeded ? "ACCEPTED" : "SUBMITTED";
}
