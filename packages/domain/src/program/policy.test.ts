import fc from "fast-check";
import { expect, it } from "vitest";
import { codesOf, policy } from "../fixture.test.support.ts";
import { durationSchema } from "./duration.ts";
import { checkPolicy, type ProgramPolicy, programPolicySchema } from "./policy.ts";

const fixed = (minimum: string): Partial<ProgramPolicy> => ({
  validity: { kind: "FIXED", monthDay: "--06-30", minimum },
});

it.each(["P2Y", "P90D", "P0D", "PT36H", "P1Y6M", "P100Y", "P52W"])("R7 %s is a duration", (text) => {
  expect(durationSchema.parse(text)).toBe(text);
});

it.each(["", "2Y", "-P1D", "P", "P1.5Y", "a year", "P101Y", "P999999999Y", "P100Y1D", `P${"0".repeat(40)}1Y`])(
  "R7 %j is no duration to count with",
  (text) => {
    expect(durationSchema.safeParse(text).success).toBe(false);
  },
);

it.each<[unknown, boolean]>([
  [{ kind: "FIXED", monthDay: "--12-31", minimum: "P0D" }, true],
  [{ kind: "FIXED", monthDay: "--02-29", minimum: "P0D" }, true],
  [{ kind: "FIXED", monthDay: "--02-30", minimum: "P0D" }, false],
  [{ kind: "FIXED", monthDay: "12-31", minimum: "P0D" }, false],
  [{ kind: "FIXED", monthDay: "2026-12-31", minimum: "P0D" }, false],
  [{ kind: "FIXED", monthDay: "--12-31" }, false],
  [{ kind: "END_DATE", date: "2027-06-30" }, true],
  [{ kind: "END_DATE", date: "2027-06-31" }, false],
  [{ kind: "DURATION", duration: "P2Y" }, true],
  [{ kind: "DURATION", duration: "-P2Y" }, false],
  [{ kind: "NONE" }, true],
  [{ kind: "FOREVER" }, false],
])("R7 the validity %j is one: %s", (validity, taken) => {
  expect(programPolicySchema.safeParse({ validity }).success).toBe(taken);
});

it("R7 what a policy does not say has its default", () => {
  expect(programPolicySchema.parse({ validity: { kind: "NONE" } })).toEqual({
    validity: { kind: "NONE" },
    window: "P90D",
    grace: "P0D",
    graceCounts: false,
    anchor: "EXPIRY",
    earlyRenewal: false,
    reviewers: 1,
    reviewConflicts: [],
    blindReview: false,
    auditShare: 0,
    approver: false,
    separateDecisions: true,
    selfEnrolment: "OPEN",
    dueWithin: null,
    reminders: ["P30D", "P7D"],
    recognition: "NONE",
    renewalPaths: [{ key: "full", title: "Full renewal", cycles: null, changed: null, rule: { method: "FULL" } }],
  });
});

it.each<[string, Partial<ProgramPolicy>, string[]]>([
  ["a grace that counts, from the completion", { graceCounts: true, anchor: "COMPLETION" }, ["policy.graceCounts"]],
  ["a grace that counts, from the expiry", { graceCounts: true, anchor: "EXPIRY" }, []],
  ["a grace that does not count, from the completion", { anchor: "COMPLETION" }, []],
  ["a minimum of none", fixed("P0D"), []],
  ["a minimum of P1Y", fixed("P1Y"), []],
  ["a minimum of P12M", fixed("P12M"), []],
  ["a minimum of P365D", fixed("P365D"), []],
  ["a minimum of P366D, more than most years", fixed("P366D"), ["policy.validity.minimum"]],
  ["a minimum of P1YT1H", fixed("P1YT1H"), ["policy.validity.minimum"]],
  ["a minimum of P13M", fixed("P13M"), ["policy.validity.minimum"]],
  [
    "both",
    { ...fixed("P2Y"), graceCounts: true, anchor: "COMPLETION" },
    ["policy.graceCounts", "policy.validity.minimum"],
  ],
])("R7 publication and %s", (_what, over, paths) => {
  const problems = checkPolicy({ ...policy, ...over });
  expect(problems.map(({ path }) => path)).toEqual(paths);
  expect(new Set(codesOf(problems))).toEqual(new Set(paths.map(() => "POLICY_GIVES_DAYS_AWAY")));
});

it.each([
  ["P0D", ["VALIDITY_EMPTY"]],
  ["PT0S", ["VALIDITY_EMPTY"]],
  ["PT1S", []],
  ["P1D", []],
])("R7 a validity of %s has the problems %j", (duration, codes) => {
  expect(codesOf(checkPolicy({ ...policy, validity: { kind: "DURATION", duration } }))).toEqual(codes);
});

it("R7 a duration is taken exactly when it is at most a hundred years", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2400 }), (months) => {
      expect(durationSchema.safeParse(`P${months}M`).success).toBe(months <= 1200);
    }),
  );
});

it.each<[unknown, boolean]>([
  [{ method: "FULL" }, true],
  [{ method: "CREDITS", credits: 60, categories: [{ key: "EDUCATION", minimum: 35 }] }, true],
  [{ method: "CREDITS", credits: 0.5 }, true],
  [{ method: "CREDITS", credits: 0 }, false],
  [{ method: "CREDITS", credits: 0.001 }, false],
  [{ method: "PRACTICE", count: 3, recency: "P6M" }, true],
  [{ method: "PRACTICE", count: 0 }, false],
  [{ method: "ALL", rules: [{ method: "DELTA" }, { method: "ANY", rules: [{ method: "FULL" }] }] }, true],
  [{ method: "ALL", rules: [] }, false],
  [{ method: "SOME", rules: [{ method: "FULL" }] }, false],
])("R8 the rule %j is one: %s", (rule, taken) => {
  const renewalPaths = [{ key: "one", title: "One", rule }];
  expect(programPolicySchema.safeParse({ validity: { kind: "NONE" }, renewalPaths }).success).toBe(taken);
});
