import fc from "fast-check";
import { expect, it } from "vitest";
import { InvalidInput } from "../refusal.ts";
import { AlreadyReviewed, EvidenceStatusRefused, ReviewerConflict } from "./errors.ts";
import { type EvidenceStatus, evidenceStatuses, type Verdict, verdicts } from "./evidence.ts";
import { type ReviewContext, statusAfterReview } from "./review.ts";

const submitted: ReviewContext = {
  status: "SUBMITTED",
  learnerId: "learner",
  submittedById: "learner",
  reviewerId: "reviewer",
  reviews: [],
  reviewersNeeded: 1,
};
const accepting = { verdict: "ACCEPTED", comment: "", missing: [] } as const;
const returning = { verdict: "RETURNED", comment: "", missing: ["the date"] } as const;
const rejecting = { verdict: "REJECTED", comment: "", missing: [] } as const;
const by = (...reviewerIds: string[]) =>
  reviewerIds.map((reviewerId) => ({ reviewerId, verdict: "ACCEPTED" as const }));

it.each([
  ["the only reviewer accepts", {}, accepting, "ACCEPTED"],
  ["the only reviewer returns", {}, returning, "RETURNED"],
  ["the only reviewer rejects", {}, rejecting, "REJECTED"],
  ["the first of two accepts", { reviewersNeeded: 2 }, accepting, "SUBMITTED"],
  ["the second of two accepts", { reviewersNeeded: 2, reviews: by("a") }, accepting, "ACCEPTED"],
  ["the second of three accepts", { reviewersNeeded: 3, reviews: by("a") }, accepting, "SUBMITTED"],
  ["the third of three accepts", { reviewersNeeded: 3, reviews: by("a", "b") }, accepting, "ACCEPTED"],
  ["the first of two returns", { reviewersNeeded: 2 }, returning, "RETURNED"],
  ["the second of two returns", { reviewersNeeded: 2, reviews: by("a") }, returning, "RETURNED"],
  ["the second of two rejects", { reviewersNeeded: 2, reviews: by("a") }, rejecting, "REJECTED"],
  ["an observation is accepted by another", { submittedById: "observer" }, accepting, "ACCEPTED"],
])("R3 what follows when %s", (_what, over, input, after) => {
  expect(statusAfterReview({ ...submitted, ...over }, input)).toBe(after);
});

it.each([
  ["the learner", { reviewerId: "learner" }, accepting, ReviewerConflict],
  [
    "the learner, of what another saw",
    { reviewerId: "learner", submittedById: "observer" },
    accepting,
    ReviewerConflict,
  ],
  ["the observer", { reviewerId: "observer", submittedById: "observer" }, accepting, ReviewerConflict],
  ["one who has reviewed it", { reviewersNeeded: 2, reviews: by("reviewer") }, accepting, AlreadyReviewed],
  [
    "one who has reviewed it, now returning it",
    { reviewersNeeded: 2, reviews: by("reviewer") },
    returning,
    AlreadyReviewed,
  ],
  ["one who returns it and names nothing", {}, { ...returning, missing: [] }, InvalidInput],
  ["one who returns it and names a blank", {}, { ...returning, missing: [" "] }, InvalidInput],
])("R3 a verdict by %s is refused", (_who, over, input, refusal) => {
  expect(() => statusAfterReview({ ...submitted, ...over }, input)).toThrow(refusal);
});

it.each(
  evidenceStatuses
    .filter((status) => status !== "SUBMITTED")
    .flatMap((status) => verdicts.map((verdict) => [status, verdict] as const)),
)("R3 what is %s can't be %s", (status, verdict) => {
  const review = () => statusAfterReview({ ...submitted, status }, { verdict, comment: "", missing: ["all"] });
  expect(review).toThrow(EvidenceStatusRefused);
});

it("R3 it is accepted when so many different others have accepted it, and at no other time", () => {
  const people = ["learner", "observer", "a", "b", "c", "d", "e"];
  const attempt = fc.record({
    reviewerId: fc.constantFrom(...people),
    // A verdict that ends it is rare: else it seldom comes to several reviewers.
    verdict: fc.constantFrom<Verdict>(...Array<Verdict>(12).fill("ACCEPTED"), "RETURNED", "REJECTED"),
  });
  const submittedBy = fc.constantFrom("learner", "observer");
  fc.assert(
    fc.property(
      fc.array(attempt, { maxLength: 20 }),
      submittedBy,
      fc.integer({ min: 1, max: 5 }),
      (attempts, submittedById, n) => {
        let status: EvidenceStatus = "SUBMITTED";
        const reviews: { reviewerId: string; verdict: Verdict }[] = [];
        for (const { reviewerId, verdict } of attempts) {
          try {
            const context = { ...submitted, submittedById, status, reviewerId, reviews, reviewersNeeded: n };
            status = statusAfterReview(context, { verdict, comment: "", missing: ["a part"] });
            reviews.push({ reviewerId, verdict });
          } catch (error) {
            const expected = [ReviewerConflict, AlreadyReviewed, EvidenceStatusRefused];
            expect(expected.some((refusal) => error instanceof refusal)).toBe(true);
          }
        }
        const others = new Set(
          reviews.filter(({ verdict }) => verdict === "ACCEPTED").map(({ reviewerId }) => reviewerId),
        );
        expect(others.has("learner") || others.has(submittedById)).toBe(false);
        expect(status === "ACCEPTED").toBe(others.size === n && reviews.length === n);
      },
    ),
  );
});
