import { InvalidInput } from "../refusal.ts";
import { AlreadyReviewed, EvidenceStatusRefused } from "./errors.ts";
import { type EvidenceStatus, mayBecome, type Verdict } from "./evidence.ts";
import { assertNoConflict, type ReviewRelations } from "./review-conflict.ts";
import { type JudgedRequirement, judge, type Rating, type RatingInput } from "./rubric.ts";

/** What is known when a reviewer gives a verdict. */
export interface ReviewContext extends ReviewRelations {
  readonly status: EvidenceStatus;
  /** The reviews of the revision so far. */
  readonly reviews: readonly { readonly reviewerId: string; readonly verdict: Verdict }[];
  /** How many different reviewers the version asks for. */
  readonly reviewersNeeded: number;
  /** Whether reviewers see each other's verdicts only after their own. */
  readonly blind: boolean;
  /** What the evidence is put forward for. */
  readonly requirements: readonly JudgedRequirement[];
}

export interface ReviewInput {
  readonly verdict: Verdict;
  readonly comment: string;
  readonly missing: readonly string[];
  readonly ratings: readonly RatingInput[];
}

/** What a verdict comes to. */
export interface ReviewOutcome {
  /** Where the evidence stands after it; SUBMITTED while more reviewers are waited for. */
  readonly status: EvidenceStatus;
  readonly ratings: readonly Rating[];
}

/**
 * R3: what a verdict comes to. The learner never reviews their own evidence, nor an observer what they saw, nor whom the
 * version's policy names; a version may ask for n different reviewers. One RETURNED or REJECTED decides at once, but for a
 * blind review: there all n give their verdict, else a second reviewer would know that the first has accepted.
 * @throws ReviewerConflict, EvidenceStatusRefused, AlreadyReviewed, RubricNotMet, InvalidInput
 */
export function decideReview(context: ReviewContext, input: ReviewInput): ReviewOutcome {
  const { status, reviewerId, reviews, requirements } = context;
  assertNoConflict(context);
  if (!mayBecome(status, input.verdict)) throw new EvidenceStatusRefused(status, input.verdict);
  if (reviews.some((review) => review.reviewerId === reviewerId)) throw new AlreadyReviewed();
  const ratings = judge(requirements, input.verdict, input.ratings);
  const says = input.missing.some((one) => one.trim()) || ratings.some(({ passes }) => !passes);
  if (input.verdict === "RETURNED" && !says) {
    throw new InvalidInput([
      {
        code: "NOTHING_MISSING",
        path: "missing",
        message: "A returned evidence says what is missing.",
        fix: "Name at least one thing that is missing, or rate a criterion that is not met.",
      },
    ]);
  }
  return { status: statusAfter([...reviews.map(({ verdict }) => verdict), input.verdict], context), ratings };
}

/** Where the verdicts on a revision bring it: the hardest one counts. */
function statusAfter(verdicts: readonly Verdict[], { reviewersNeeded, blind }: ReviewContext): EvidenceStatus {
  const hardest = (["REJECTED", "RETURNED"] as const).find((verdict) => verdicts.includes(verdict));
  if (hardest && !blind) return hardest;
  return verdicts.length < reviewersNeeded ? "SUBMITTED" : (hardest ?? "ACCEPTED");
}
