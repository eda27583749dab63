import fc from "fast-check";
import { expect, it } from "vitest";
import { requirementKinds } from "../program/version.ts";
import { decideFact, type FactSaid, isKindByLms, isNewerWord, scoreOf } from "./fact.ts";

const completion: FactSaid = {
  kind: "COMPLETION",
  completed: true,
  score: null,
  maximum: null,
  performedOn: "2026-11-20",
};
const grade = (score: number | null, maximum = 10): FactSaid => ({
  ...{ kind: "GRADE", completed: null, score, maximum },
  performedOn: "2026-11-20",
});
const context = { today: "2026-11-28", since: null };
const activity = { kind: "LMS_ACTIVITY", passMark: null, freshness: null } as const;
const assessment = { kind: "ASSESSMENT", passMark: 70, freshness: null } as const;

it("R2 what an LMS says counts for its own activities and for assessments, and for nothing else", () => {
  for (const kind of requirementKinds) {
    expect([kind, isKindByLms(kind)]).toEqual([kind, kind === "LMS_ACTIVITY" || kind === "ASSESSMENT"]);
    if (isKindByLms(kind)) continue;
    for (const fact of [completion, grade(10)])
      expect(decideFact(fact, { ...assessment, kind }, context)).toEqual({ outcome: "NOT_MET" });
  }
});

it.each([
  ["a completion", completion, activity, "COUNTED"],
  ["a completion that was undone", { ...completion, completed: false }, activity, "NOT_MET"],
  ["a completion, where a result is asked", completion, assessment, "NOT_MET"],
  ["a result, where a completion is asked", grade(10), activity, "NOT_MET"],
  ["a result at the pass mark", grade(7), assessment, "COUNTED"],
  ["a result below it by a hair", grade(6.9999), assessment, "NOT_MET"],
  ["a result that was taken back", grade(null), assessment, "NOT_MET"],
  ["any result, where no mark is asked", grade(0), { ...assessment, passMark: null }, "COUNTED"],
] as const)("R3 %s", (_, fact, requirement, outcome) => {
  expect(decideFact(fact, requirement, context).outcome).toBe(outcome);
});

it("R3 what is older than the freshness is too old, to the day", () => {
  const fresh = { ...activity, freshness: "P8D" };
  expect(decideFact(completion, fresh, context).outcome).toBe("COUNTED");
  expect(decideFact(completion, { ...fresh, freshness: "P7D" }, context).outcome).toBe("TOO_OLD");
});

it("R8 what happened before the certificate that is renewed is not new", () => {
  expect(decideFact(completion, activity, { ...context, since: "2026-11-20" }).outcome).toBe("COUNTED");
  expect(decideFact(completion, activity, { ...context, since: "2026-11-21" }).outcome).toBe("TOO_OLD");
});

it("R3 an LMS whose clock runs ahead dates nothing to a day that has not come", () => {
  const ahead = { ...completion, performedOn: "2031-01-01" };
  expect(decideFact(ahead, activity, context)).toEqual({ outcome: "COUNTED", score: null, performedOn: "2026-11-28" });
});

it("R3 a score is a whole number of 0 to 100 and never more than was given", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -1_000, max: 1_000, noNaN: true }),
      fc.double({ min: 0.001, max: 1_000, noNaN: true }),
      (score, maximum) => {
        const share = scoreOf({ kind: "GRADE", score, maximum }) ?? -1;
        expect(Number.isInteger(share) && share >= 0 && share <= 100).toBe(true);
        if (share > 0) expect(share).toBeLessThanOrEqual((score / maximum) * 100 + 1e-6);
      },
    ),
  );
  for (let points = 0; points <= 100; points++)
    expect(scoreOf({ kind: "GRADE", score: points, maximum: 100 })).toBe(points);
  for (let points = 0; points <= 10; points++)
    expect(scoreOf({ kind: "GRADE", score: points / 10, maximum: 1 })).toBe(points * 10);
});

it("of two words about the same the later one holds, and of one instant the one that was told later", () => {
  const at = (hour: number) => new Date(Date.UTC(2026, 10, 28, hour));
  expect(isNewerWord({ occurredAt: at(2), id: "a" }, { occurredAt: at(1), id: "b" })).toBe(true);
  expect(isNewerWord({ occurredAt: at(1), id: "b" }, { occurredAt: at(1), id: "a" })).toBe(true);
  expect(isNewerWord({ occurredAt: at(1), id: "a" }, { occurredAt: at(1), id: "a" })).toBe(false);
});
