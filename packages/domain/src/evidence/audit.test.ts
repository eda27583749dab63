import fc from "fast-check";
import { expect, it } from "vitest";
import { type AuditContext, assertMayAudit, isDrawnForAudit } from "./audit.ts";
import { AlreadyAudited, ReviewerConflict } from "./errors.ts";

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it("R3 a share of none draws none, and one of all draws all, whatever the chance", () => {
  fc.assert(
    fc.property(chance, (at) => {
      expect(isDrawnForAudit(0, at)).toBe(false);
      expect(isDrawnForAudit(100, at)).toBe(true);
    }),
  );
});

it("R3 of evenly spread chances, the share that is asked for is drawn, and a larger one draws the same and more", () => {
  // In the middle of each step: at its edge a chance such as 0.29 is no exact number.
  const many = Array.from({ length: 10_000 }, (_, at) => (at + 0.5) / 10_000);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (a, b) => {
      const [less, more] = [Math.min(a, b), Math.max(a, b)];
      expect(many.filter((at) => isDrawnForAudit(a, at)).length).toBe(a * 100);
      for (const at of many) if (isDrawnForAudit(less, at)) expect(isDrawnForAudit(more, at)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

it("R3 of many thrown at random, about the share is drawn", () => {
  for (const share of [10, 50, 90]) {
    const drawn = Array.from({ length: 20_000 }, () => isDrawnForAudit(share, Math.random())).filter(Boolean).length;
    // Eight standard deviations of the widest: it fails by chance once in a million ages of the world.
    expect(Math.abs(drawn - share * 200)).toBeLessThan(8 * 71);
  }
});

const stranger: AuditContext = {
  learnerId: "learner",
  submitterIds: ["learner", "observer"],
  reviewerIds: ["first", "second"],
  reviewerId: "stranger",
  isAudited: false,
  conflicts: [],
  trainerIds: new Set(["trainer"]),
  managerIds: ["manager"],
};

it.each([
  ["one who had no part in it", {}, null],
  ["whoever trained the learner, where the policy lets them", { reviewerId: "trainer" }, null],
  ["the learner", { reviewerId: "learner" }, ReviewerConflict],
  ["who put a revision forward", { reviewerId: "observer" }, ReviewerConflict],
  ["who reviewed it first", { reviewerId: "first" }, ReviewerConflict],
  ["who reviewed it last", { reviewerId: "second" }, ReviewerConflict],
  ["whoever trained the learner", { reviewerId: "trainer", conflicts: ["TRAINER"] as const }, ReviewerConflict],
  ["the learner's manager", { reviewerId: "manager", conflicts: ["OWN_MANAGER"] as const }, ReviewerConflict],
  ["one who had no part in it, a second time", { isAudited: true }, AlreadyAudited],
])("R3 a second look by %s", (_who, over, refusal) => {
  const audit = () => assertMayAudit({ ...stranger, ...over } as AuditContext);
  if (refusal) expect(audit).toThrow(refusal);
  else expect(audit).not.toThrow();
});
