import fc from "fast-check";
import { expect, it } from "vitest";
import { InvalidInput } from "../refusal.ts";
import { AlreadyReviewed, EvidenceStatusRefused, ReviewerConflict } from "./errors.ts";
import { type EvidenceStatus, evidenceStatuses, type Verdict, verdicts } from "./evidence.ts";
import { decideReview, type ReviewContext, type ReviewInput } from "./review.ts";

const submitted: ReviewContext = {
  status: "SUBMITTED",
  learnerId: "learner",
  submittedById: "learner",
  reviewerId: "reviewer",
  reviews: [],
  reviewersNeeded: 1,
  blind: false,
  requirements: [],
  conflicts: [],
  trainerIds: new Set(),
  managerIds: [],
};
const accepting = { verdict: "ACCEPTED", comment: "", missing: [], ratings: [] } as const;
const returning = { verdict: "RETURNED", comment: "", missing: ["the date"], ratings: [] } as const;
const rejecting = { verdict: "REJECTED", comment: "", missing: [], ratings: [] } as const;
const by = (...reviewerIds: string[]) =>
  reviewerIds.map((reviewerId) => ({ reviewerId, verdict: "ACCEPTED" as const }));
const statusAfter = (over: Partial<ReviewContext>, input: ReviewInput) =>
  decideReview({ ...submitted, ...over }, input).status;

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
  ["the first of two, blind, accepts", { reviewersNeeded: 2, blind: true }, accepting, "SUBMITTED"],
  ["the first of two, blind, returns", { reviewersNeeded: 2, blind: true }, returning, "SUBMITTED"],
  ["the first of two, blind, rejects", { reviewersNeeded: 2, blind: true }, rejecting, "SUBMITTED"],
  ["both, blind, accept", { reviewersNeeded: 2, blind: true, reviews: by("a") }, accepting, "ACCEPTED"],
  [
    "the second accepts, blind, what the first returned",
    { reviewersNeeded: 2, blind: true, reviews: [{ reviewerId: "a", verdict: "RETURNED" as const }] },
    accepting,
    "RETURNED",
  ],
  [
    "the second returns, blind, what the first rejected",
    { reviewersNeeded: 2, blind: true, reviews: [{ reviewerId: "a", verdict: "REJECTED" as const }] },
    returning,
    "REJECTED",
  ],
  ["a trainer reviews where the policy lets them", { trainerIds: new Set(["reviewer"]) }, accepting, "ACCEPTED"],
  ["their manager reviews where the policy lets them", { managerIds: ["reviewer"] }, accepting, "ACCEPTED"],
  [
    "a manager of others reviews",
    { conflicts: ["OWN_MANAGER", "TRAINER"] as const, managerIds: ["a"], trainerIds: new Set(["b"]) },
    accepting,
    "ACCEPTED",
  ],
])("R3 what follows when %s", (_what, over, input, after) => {
  expect(statusAfter(over as Partial<ReviewContext>, input)).toBe(after);
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
  [
    "whoever trained the learner, where the policy says so",
    { conflicts: ["TRAINER"] as const, trainerIds: new Set(["reviewer"]) },
    accepting,
    ReviewerConflict,
  ],
  [
    "the learner's own manager, where the policy says so",
    { conflicts: ["TRAINER", "OWN_MANAGER"] as const, managerIds: ["a", "reviewer"] },
    accepting,
    ReviewerConflict,
  ],
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
  expect(() => statusAfter(over as Partial<ReviewContext>, input)).toThrow(refusal);
});

it.each(
  evidenceStatuses
    .filter((status) => status !== "SUBMITTED")
    .flatMap((status) => verdicts.map((verdict) => [status, verdict] as const)),
)("R3 what is %s can't be %s", (status, verdict) => {
  const review = () => statusAfter({ status }, { verdict, comment: "", missing: ["all"], ratings: [] });
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
            const context = { submittedById, status, reviewerId, reviews: [...reviews], reviewersNeeded: n };
            status = statusAfter(context, { verdict, comment: "", missing: ["a part"], ratings: [] });
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

it("R3 a blind review comes to the same however its verdicts are ordered, and only when all are given", () => {
  const verdictsOf = fc.array(fc.constantFrom(...verdicts), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(
      verdictsOf.chain((given) =>
        fc.tuple(fc.constant(given), fc.shuffledSubarray(given, { minLength: given.length })),
      ),
      (orders) => {
        const results = orders.map((given) =>
          given.map((verdict, at) =>
            statusAfter(
              {
                blind: true,
                reviewersNeeded: given.length,
                reviews: given.slice(0, at).map((earlier, n) => ({ reviewerId: `r${n}`, verdict: earlier })),
              },
              { verdict, comment: "", missing: ["a part"], ratings: [] },
            ),
          ),
        );
        for (const statuses of results)
          expect(new Set(statuses.slice(0, -1))).toEqual(new Set(statuses.slice(0, -1).map(() => "SUBMITTED")));
        const [first, second] = results.map((statuses) => statuses.at(-1));
        expect(first).toBe(second);
        expect(first === "ACCEPTED").toBe(orders[0].every((verdict) => verdict === "ACCEPTED"));
      },
    ),
  );
});
