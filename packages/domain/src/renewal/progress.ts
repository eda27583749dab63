import type { ProgramPolicy } from "../program/policy.ts";
import type { RenewalPath, RenewalRule } from "../program/renewal-policy.ts";
import type { VersionContent } from "../program/version.ts";
import { offeredPaths, RenewalPathNotOffered } from "./choice.ts";
import { type CreditSpend, type CreditsProgress, creditsProgress } from "./credits.ts";
import { metBefore, type RenewalFacts } from "./facts.ts";
import { countEvidence, type EvidenceCount, isApplied } from "./practice.ts";
import { type AskedRequirement, deltaProgress, fullProgress, type RequirementsProgress } from "./requirements.ts";
import { staleProgress } from "./stale-modules.ts";

/** How far one rule is: one of the parts is there, by its method. */
export interface RuleProgress {
  readonly method: RenewalRule["method"];
  readonly complete: boolean;
  /** Of FULL and DELTA. */
  readonly requirements: RequirementsProgress | null;
  /** Of PRACTICE. */
  readonly practice: EvidenceCount | null;
  /** Of CREDITS. */
  readonly credits: CreditsProgress | null;
  /** Of ALL and ANY. */
  readonly rules: readonly RuleProgress[];
}

/** What a renewal asks, what already counts, and whether it is complete (R8). */
export interface RenewalProgress {
  /** The ways that are offered; none in a reinstatement. */
  readonly offered: readonly RenewalPath[];
  /** The way that counts: the holder's choice, or the first; null in a reinstatement. */
  readonly path: RenewalPath | null;
  readonly progress: RuleProgress;
  /** What is asked beside it because a micro-credential is stale (R10); null: nothing. */
  readonly stale: RequirementsProgress | null;
  readonly complete: boolean;
}

/** R10: asked of who is called by a new version, where the policy has no such way. */
const calledPath: RenewalPath = {
  ...{ key: "by-date", title: "What has changed", cycles: null, changed: null },
  rule: { method: "DELTA" },
};

/** The rule of a reinstatement, whatever the policy (R9). */
const reinstatementRule: RenewalRule = { method: "FULL" };

/**
 * R8: how far a renewal is.
 * @param policy the one pinned for the cycle that ends
 * @param content the version that the renewal is on
 */
export function renewalProgress(policy: ProgramPolicy, content: VersionContent, facts: RenewalFacts): RenewalProgress {
  const offered = offeredFor(policy, content, facts);
  const path = offered.find(({ key }) => key === facts.choice) ?? offered[0] ?? null;
  const progress = ruleProgress(path?.rule ?? reinstatementRule, content, facts);
  const stale = staleProgress(content, facts);
  return { offered, path, progress, stale, complete: progress.complete && stale?.complete !== false };
}

/** R8: asserts that the holder may choose the path. @throws RenewalPathNotOffered */
export function assertPathOffered(
  pathKey: string,
  policy: ProgramPolicy,
  content: VersionContent,
  facts: RenewalFacts,
): void {
  const offered = offeredFor(policy, content, facts).map(({ key }) => key);
  if (!offered.includes(pathKey)) throw new RenewalPathNotOffered(pathKey, offered);
}

/** What completing the renewal now would spend: of ANY, the first rule that is complete. */
export function spendsOf({ method, complete, credits, rules }: RuleProgress): readonly CreditSpend[] {
  if (!complete) return [];
  if (method === "ANY")
    return rules
      .filter((rule) => rule.complete)
      .slice(0, 1)
      .flatMap(spendsOf);
  return credits?.spends ?? rules.flatMap(spendsOf);
}

/** R10: whether all that was asked is a delta: of ANY, by the first rule that is complete. */
export function isDeltaOnly({ method, rules }: RuleProgress): boolean {
  if (method === "ANY")
    return rules
      .filter((rule) => rule.complete)
      .slice(0, 1)
      .some(isDeltaOnly);
  return method === "ALL" ? rules.every(isDeltaOnly) : method === "DELTA";
}

/** All the requirements that a renewal asks for, each once. */
export function allAsked({
  progress,
  stale,
}: Pick<RenewalProgress, "progress" | "stale">): readonly AskedRequirement[] {
  const asked = askedBy(progress);
  const known = new Set(asked.map(({ requirementKey }) => requirementKey));
  return [...asked, ...(stale?.requirements ?? []).filter(({ requirementKey }) => !known.has(requirementKey))];
}

/** The requirements that a rule asks for, of all that it is composed of; each once. */
function askedBy({ requirements, rules }: RuleProgress): readonly AskedRequirement[] {
  const asked = new Map(
    [...(requirements?.requirements ?? []), ...rules.flatMap(askedBy)].map((one) => [one.requirementKey, one]),
  );
  return [...asked.values()];
}

function offeredFor(policy: ProgramPolicy, content: VersionContent, facts: RenewalFacts): RenewalPath[] {
  if (facts.reinstatement) return [];
  const offered = offeredPaths(policy.renewalPaths, facts.cycle, content, metBefore(facts));
  if (!facts.called) return offered;
  // R10: called early, the holder is asked for the delta, and may choose another way.
  const delta = offered.find(({ rule }) => rule.method === "DELTA") ?? calledPath;
  return [delta, ...offered.filter((path) => path !== delta)];
}

function ruleProgress(rule: RenewalRule, content: VersionContent, facts: RenewalFacts): RuleProgress {
  const none = { requirements: null, practice: null, credits: null, rules: [] };
  switch (rule.method) {
    case "FULL":
    case "DELTA": {
      const requirements = rule.method === "FULL" ? fullProgress(content, facts) : deltaProgress(content, facts);
      return { ...none, method: rule.method, requirements, complete: requirements.complete };
    }
    case "PRACTICE": {
      const practice = countEvidence(facts, isApplied, rule.count, rule.recency);
      return { ...none, method: rule.method, practice, complete: practice.complete };
    }
    case "CREDITS": {
      const credits = creditsProgress(rule, facts);
      return { ...none, method: rule.method, credits, complete: credits.complete };
    }
    case "ALL":
    case "ANY": {
      const rules = rule.rules.map((inner) => ruleProgress(inner, content, facts));
      const complete = rule.method === "ALL" ? rules.every((one) => one.complete) : rules.some((one) => one.complete);
      return { ...none, method: rule.method, rules, complete };
    }
  }
}
