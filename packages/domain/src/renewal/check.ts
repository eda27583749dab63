import type { RenewalPath, RenewalRule } from "../program/renewal-policy.ts";
import type { VersionContent } from "../program/version.ts";
import type { Problem } from "../refusal.ts";
import { isOfferedInCycle } from "./choice.ts";
import { type CreditsRule, toHundredths } from "./credits.ts";
import { isApplied } from "./practice.ts";

/** R8: what keeps a version's renewal paths from being published: a renewal that nobody could get, or complete. */
export function checkRenewalPaths({ policy: { renewalPaths }, modules }: VersionContent): Problem[] {
  const requirements = modules.flatMap((module) => module.requirements);
  const keys = new Set(requirements.map(({ key }) => key));
  const canShowWork = requirements.some(({ kind }) => isApplied(kind));
  return [
    ...checkCycles(renewalPaths),
    ...checkPathKeys(renewalPaths),
    ...renewalPaths.flatMap((path, p) => [
      ...checkChanged(path, keys, `policy.renewalPaths.${p}.changed`),
      ...checkRule(path.rule, canShowWork, `policy.renewalPaths.${p}.rule`),
    ]),
  ];
}

/** Each cycle has a path that is offered whatever changed: no dead ends (R9). */
function checkCycles(paths: readonly RenewalPath[]): Problem[] {
  const always = paths.filter(({ changed }) => changed === null);
  const uncovered = firstUncovered(always);
  if (uncovered === null) return [];
  return [
    {
      code: "RENEWAL_CYCLE_WITHOUT_PATH",
      path: "policy.renewalPaths",
      message: `No renewal path is offered in cycle ${uncovered} to every holder.`,
      fix: "Add a path without cycles and without changed requirements, or widen the cycles of one.",
    },
  ];
}

/**
 * The first cycle in which none of the paths is offered, or null. From where all have begun, n arithmetic progressions
 * that cover 2^n numbers in a row cover all (Crittenden and Vanden Eynden, 1970); n is at most 20.
 */
function firstUncovered(paths: readonly RenewalPath[]): number | null {
  const begun = Math.max(1, ...paths.map(({ cycles }) => cycles?.from ?? 1));
  for (let cycle = 1; cycle < begun + 2 ** paths.length; cycle++) {
    if (!paths.some((path) => isOfferedInCycle(path, cycle))) return cycle;
  }
  return null;
}

function checkPathKeys(paths: readonly RenewalPath[]): Problem[] {
  return twice(paths.map(({ key }) => key)).map((p) => ({
    code: "KEY_TWICE",
    path: `policy.renewalPaths.${p}.key`,
    message: `The renewal path key ${paths[p]?.key} is used twice.`,
    fix: "Give each renewal path a key of its own.",
  }));
}

function checkChanged({ changed }: RenewalPath, keys: ReadonlySet<string>, where: string): Problem[] {
  return (changed ?? []).flatMap((key, k): Problem[] =>
    keys.has(key)
      ? []
      : [
          {
            code: "RENEWAL_PATH_UNKNOWN_REQUIREMENT",
            path: `${where}.${k}`,
            message: `The version has no requirement ${key}.`,
            fix: "Use the key of one of the version's requirements.",
          },
        ],
  );
}

function checkRule(rule: RenewalRule, canShowWork: boolean, where: string): Problem[] {
  switch (rule.method) {
    case "FULL":
    case "DELTA":
      return [];
    case "PRACTICE":
      return canShowWork
        ? []
        : [
            {
              code: "PRACTICE_CANNOT_BE_SHOWN",
              path: where,
              message: "The version has no APPLIED_TASK or OBSERVATION that practice could be shown for.",
              fix: "Add one, or renew by another method.",
            },
          ];
    case "CREDITS":
      return checkCredits(rule, where);
    case "ALL":
    case "ANY":
      return [
        ...(rule.method === "ALL" ? checkUnits(rule.rules, where) : []),
        ...rule.rules.flatMap((inner, i) => checkRule(inner, canShowWork, `${where}.rules.${i}`)),
      ];
  }
}

/** Rules that hold together count different units: a credit is spent once, and nobody could say on which. */
function checkUnits(rules: readonly RenewalRule[], where: string): Problem[] {
  const units = rules.map((rule) => [...new Set(unitsOf(rule))]);
  const seen = new Set<string>();
  return units.flatMap((ofRule, i) => {
    const again = ofRule.filter((unit) => seen.has(unit));
    for (const unit of ofRule) seen.add(unit);
    return again.map((unit) => ({
      code: "CREDITS_UNIT_TWICE",
      path: `${where}.rules.${i}`,
      message: `Two rules of an ALL count credits of the unit ${unit}.`,
      fix: "Ask for them in one rule with categories, or give them different units.",
    }));
  });
}

function unitsOf(rule: RenewalRule): string[] {
  if (rule.method === "CREDITS") return [rule.unit];
  return rule.method === "ALL" || rule.method === "ANY" ? rule.rules.flatMap(unitsOf) : [];
}

function checkCredits({ credits, categories, carryOver }: CreditsRule, where: string): Problem[] {
  const problems: Problem[] = twice(categories.map(({ key }) => key)).map((c) => ({
    code: "KEY_TWICE",
    path: `${where}.categories.${c}.key`,
    message: `The category ${categories[c]?.key} is named twice.`,
    fix: "Name each category once.",
  }));
  const asked = toHundredths(credits);
  const minima = categories.reduce((sum, { minimum }) => sum + toHundredths(minimum), 0);
  if (minima > asked) {
    problems.push({
      code: "CREDITS_MINIMA_EXCEED_TOTAL",
      path: `${where}.categories`,
      message: `The categories ask for at least ${minima / 100} credits, and the rule for ${credits}.`,
      fix: "Lower the minima, or ask for more credits.",
    });
  }
  categories.forEach(({ key, minimum, maximum }, c) => {
    if (maximum === null || minimum <= maximum) return;
    problems.push({
      code: "CREDITS_MINIMUM_ABOVE_MAXIMUM",
      path: `${where}.categories.${c}`,
      message: `The category ${key} asks for at least ${minimum} credits and counts at most ${maximum}.`,
      fix: "Lower the minimum, or raise the maximum.",
    });
  });
  const maxima = categories.reduce((sum, { maximum }) => sum + toHundredths(maximum ?? Number.POSITIVE_INFINITY), 0);
  if (categories.length > 0 && maxima < asked) {
    problems.push({
      code: "CREDITS_MAXIMA_BELOW_TOTAL",
      path: `${where}.categories`,
      message: `The categories count at most ${maxima / 100} credits together, and the rule asks for ${credits}.`,
      fix: "Raise a maximum, or add a category without one: where categories are named, only theirs count.",
    });
  }
  if (toHundredths(carryOver) >= asked) {
    problems.push({
      code: "CREDITS_CARRY_OVER_TOO_LARGE",
      path: `${where}.carryOver`,
      message: `A carry-over of ${carryOver} credits would meet a whole cycle that asks for ${credits}.`,
      fix: "Carry fewer credits than a cycle asks for.",
    });
  }
  return problems;
}

/** The places of those that stand earlier in the list already. */
function twice(keys: readonly string[]): number[] {
  return keys.flatMap((key, at) => (keys.indexOf(key) < at ? [at] : []));
}
