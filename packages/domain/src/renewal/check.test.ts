import fc from "fast-check";
import { expect, it } from "vitest";
import { all, codesOf, module, sound, version } from "../fixture.test.support.ts";
import { checkVersion } from "../program/check.ts";
import { programPolicySchema } from "../program/policy.ts";
import type { RenewalRule } from "../program/renewal-policy.ts";
import type { RequirementKind } from "../program/version.ts";
import { isOfferedInCycle } from "./choice.ts";
import { ruleArbitrary } from "./fixture.test.support.ts";

const withPaths = (renewalPaths: unknown, kinds: readonly RequirementKind[] = sound) => {
  const policy = programPolicySchema.parse({ validity: { kind: "NONE" }, renewalPaths });
  return version(all("m"), [module("m", kinds)], { policy });
};
const path = (rule: unknown, over: object = {}) => ({ key: "p", title: "P", rule, ...over });
const full = { method: "FULL" };
const delta = { method: "DELTA" };
const practice = { method: "PRACTICE", count: 1 };
const credits = (over: object = {}) => ({ method: "CREDITS", credits: 10, ...over });
const together = (...rules: unknown[]) => ({ method: "ALL", rules });
const either = (...rules: unknown[]) => ({ method: "ANY", rules });
const withDelta = (over: object) => [path(together(delta, credits(over)))];

it.each<[string, unknown[], [code: string, path: string][]]>([
  ["a path in every cycle", [path(full, { cycles: { from: 1, every: 1 } })], []],
  [
    "alternating paths",
    [path(full, { cycles: { from: 1, every: 2 } }), path(delta, { key: "q", cycles: { from: 2, every: 2 } })],
    [],
  ],
  [
    "a first cycle without a path",
    [path(full, { cycles: { from: 2, every: 1 } })],
    [["RENEWAL_CYCLE_WITHOUT_PATH", "policy.renewalPaths"]],
  ],
  [
    "a later cycle without a path",
    [path(full, { cycles: { from: 1, every: 2 } }), path(delta, { key: "q", cycles: { from: 2, every: 4 } })],
    [["RENEWAL_CYCLE_WITHOUT_PATH", "policy.renewalPaths"]],
  ],
  [
    "paths that wait for changes only",
    [path(full, { changed: ["m.0"] })],
    [["RENEWAL_CYCLE_WITHOUT_PATH", "policy.renewalPaths"]],
  ],
  ["a path key twice", [path(full), path(delta)], [["KEY_TWICE", "policy.renewalPaths.1.key"]]],
  [
    "a changed key that there is not",
    [path(full), path(delta, { key: "q", changed: ["m.0", "ghost"] })],
    [["RENEWAL_PATH_UNKNOWN_REQUIREMENT", "policy.renewalPaths.1.changed.1"]],
  ],
  [
    "minima that exceed the total",
    withDelta({
      categories: [
        { key: "A", minimum: 6 },
        { key: "B", minimum: 5 },
      ],
    }),
    [["CREDITS_MINIMA_EXCEED_TOTAL", "policy.renewalPaths.0.rule.rules.1.categories"]],
  ],
  [
    "minima that make the total",
    withDelta({
      categories: [
        { key: "A", minimum: 6 },
        { key: "B", minimum: 4 },
      ],
    }),
    [],
  ],
  [
    "a minimum above its maximum",
    withDelta({ categories: [{ key: "A", minimum: 6, maximum: 5 }, { key: "B" }] }),
    [["CREDITS_MINIMUM_ABOVE_MAXIMUM", "policy.renewalPaths.0.rule.rules.1.categories.0"]],
  ],
  [
    "maxima that cannot give the total",
    withDelta({
      categories: [
        { key: "A", maximum: 6 },
        { key: "B", maximum: 3.99 },
      ],
    }),
    [["CREDITS_MAXIMA_BELOW_TOTAL", "policy.renewalPaths.0.rule.rules.1.categories"]],
  ],
  [
    "maxima that just give it",
    withDelta({
      categories: [
        { key: "A", maximum: 6 },
        { key: "B", maximum: 4 },
      ],
    }),
    [],
  ],
  [
    "a category twice",
    withDelta({ categories: [{ key: "A" }, { key: "A" }] }),
    [["KEY_TWICE", "policy.renewalPaths.0.rule.rules.1.categories.1.key"]],
  ],
  [
    "a carry-over of a whole cycle",
    withDelta({ carryOver: 10 }),
    [["CREDITS_CARRY_OVER_TOO_LARGE", "policy.renewalPaths.0.rule.rules.1.carryOver"]],
  ],
  ["a carry-over of less", withDelta({ carryOver: 9.99 }), []],
  [
    "a unit twice in ALL",
    [path(together(delta, credits(), credits({ credits: 5 })))],
    [["CREDITS_UNIT_TWICE", "policy.renewalPaths.0.rule.rules.2"]],
  ],
  [
    "a unit twice in ALL, deeper",
    [path(together(delta, credits(), either(full, credits())))],
    [["CREDITS_UNIT_TWICE", "policy.renewalPaths.0.rule.rules.2"]],
  ],
  ["a unit twice in ANY", [path(together(delta, either(credits(), credits({ credits: 5 }))))], []],
  ["two units in ALL", [path(together(delta, credits(), credits({ unit: "HOURS" })))], []],
])("R8 publication and %s", (_what, renewalPaths, expected) => {
  const problems = checkVersion(withPaths(renewalPaths));
  expect(problems.map((problem) => [problem.code, problem.path])).toEqual(expected);
  for (const { message, fix } of problems)
    expect([message, fix]).toEqual([expect.stringMatching(/^[A-Z].*\.$/), expect.stringMatching(/^[A-Z].*\.$/)]);
});

it("R8 the first cycle without a path is named", () => {
  const [problem] = checkVersion(
    withPaths([path(full, { cycles: { from: 1, every: 2 } }), path(full, { key: "q", cycles: { from: 4, every: 2 } })]),
  );
  expect(problem?.message).toContain("cycle 2");
});

it("R8 practice can't be asked where no work can be shown", () => {
  const problems = checkVersion(withPaths([path(full), path(together(full, practice), { key: "q" })], ["REFLECTION"]));
  expect(problems.map((problem) => [problem.code, problem.path])).toEqual([
    ["PRACTICE_CANNOT_BE_SHOWN", "policy.renewalPaths.1.rule.rules.1"],
  ]);
});

const noWork = "SYMBOLIC_RENEWAL_WITHOUT_APPLIED_WORK";
const noWords = "SYMBOLIC_RENEWAL_WITHOUT_REFLECTION";
it.each<[string, unknown, string[]]>([
  ["FULL", full, []],
  ["DELTA", delta, []],
  ["PRACTICE", practice, [noWords]],
  ["CREDITS", credits(), [noWork, noWords]],
  ["ALL of credits and practice", together(credits(), practice), [noWords]],
  ["ALL of credits and DELTA", together(credits(), delta), []],
  ["ANY of credits and DELTA", either(credits(), delta), [noWork, noWords]],
  ["ANY of practice and FULL", either(practice, full), [noWords]],
  ["nested", together(credits(), either(full, together(practice, delta))), []],
])("R2 a renewal by %s has %j", (_what, rule, codes) => {
  expect(codesOf(checkVersion(withPaths([path(rule)])))).toEqual(codes);
  expect(checkVersion(withPaths([path(rule)])).map((problem) => problem.path)).toEqual(
    codes.map(() => "policy.renewalPaths.0.rule"),
  );
});

it("R2 a renewal is symbolic exactly when one of all ways of meeting its rule is", () => {
  /** Each way, as the methods that it goes through. */
  const ways = (rule: RenewalRule): string[][] => {
    if (rule.method === "ANY") return rule.rules.flatMap(ways);
    if (rule.method === "ALL")
      return rule.rules
        .map(ways)
        .reduce((so, next) => so.flatMap((way) => next.map((more) => [...way, ...more])), [[]] as string[][]);
    return [[rule.method]];
  };
  fc.assert(
    fc.property(ruleArbitrary, (rule) => {
      const codes = codesOf(checkVersion(withPaths([path(rule)])));
      const reflects = (way: string[]) => way.includes("FULL") || way.includes("DELTA");
      expect(codes.includes(noWords)).toBe(!ways(rule).every(reflects));
      expect(codes.includes(noWork)).toBe(false);
    }),
  );
});

it("R8 a cycle without a path is found exactly when there is one", () => {
  const cycles = fc.array(fc.record({ from: fc.integer({ min: 1, max: 5 }), every: fc.integer({ min: 1, max: 6 }) }), {
    minLength: 1,
    maxLength: 6,
  });
  fc.assert(
    fc.property(cycles, (drawn) => {
      const content = withPaths(drawn.map((one, i) => path(full, { key: `p${i}`, cycles: one })));
      // 60 is a multiple of every period, and all have begun by 5.
      const isCovered = Array.from({ length: 65 }, (_, i) => i + 1).every((cycle) =>
        drawn.some((one) => isOfferedInCycle({ cycles: one }, cycle)),
      );
      expect(codesOf(checkVersion(content))).toEqual(isCovered ? [] : ["RENEWAL_CYCLE_WITHOUT_PATH"]);
    }),
    { numRuns: 500 },
  );
});

it("R8 rules nested deeper than eight are refused before they are read", () => {
  const nested = (depth: number): unknown => (depth === 0 ? full : together(nested(depth - 1)));
  const taken = (depth: number) =>
    programPolicySchema.safeParse({ validity: { kind: "NONE" }, renewalPaths: [path(nested(depth))] }).success;
  expect([taken(7), taken(8), taken(100_00)]).toEqual([true, false, false]);
});
