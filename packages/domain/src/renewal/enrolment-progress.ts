import type { ModuleProgress, ModuleState } from "../enrolment/module-progress.ts";
import type { Progress } from "../enrolment/progress.ts";
import type { VersionContent } from "../program/version.ts";
import { allAsked, type RenewalProgress, type RuleProgress } from "./progress.ts";
import type { AskedRequirement, RequirementsProgress } from "./requirements.ts";

/**
 * R4, R8: how far the enrolment of a renewal is: of what the renewal asks, and not of the whole path. A module of which nothing is asked
 * is complete.
 */
export function renewalEnrolmentProgress({ modules }: VersionContent, found: RenewalProgress): Progress {
  const asked = allAsked(found);
  const states = modules.map(({ key, prerequisiteKeys }): ModuleProgress => {
    const ours = asked.filter(({ moduleKey }) => moduleKey === key);
    const met = ours.filter(({ state }) => state === "MET").length;
    const isWaiting = prerequisiteKeys.some((prerequisite) =>
      asked.some(({ moduleKey, state }) => moduleKey === prerequisite && state !== "MET"),
    );
    const state = stateOf(ours, isWaiting);
    const requirements = ours.map(({ requirementKey, state }) => ({ requirementKey, state }));
    return { moduleKey: key, state, share: ours.length === 0 ? 1 : met / ours.length, requirements };
  });
  const stale = found.stale ? [shareOfRequirements(found.stale)] : [];
  const share = found.complete ? 1 : mean([shareOf(found.progress), ...stale]);
  const steps = new Map(
    [...partsOf(found.progress), ...(found.stale ? [found.stale] : [])]
      .flatMap(({ nextSteps }) => nextSteps)
      .map((step) => [step.requirementKey, step]),
  );
  return { complete: found.complete, share, modules: states, nextSteps: [...steps.values()] };
}

function stateOf(asked: readonly AskedRequirement[], isWaiting: boolean): ModuleState {
  if (asked.every(({ state }) => state === "MET")) return "COMPLETED";
  if (isWaiting) return "LOCKED";
  return asked.some(({ state }) => state === "OPEN") ? "OPEN" : "PENDING";
}

function partsOf({ complete, requirements, rules }: RuleProgress): RequirementsProgress[] {
  return complete ? [] : [...(requirements ? [requirements] : []), ...rules.flatMap(partsOf)];
}

/** Enough may still not be all: the newest work may be too old, or a category short. Then it is as near as can be. */
const almost = 0.99;

/** Of ANY the way that is the furthest counts. */
function shareOf({ method, complete, requirements, practice, credits, rules }: RuleProgress): number {
  if (complete) return 1;
  if (method === "ANY") return Math.max(0, ...rules.map(shareOf));
  if (method === "ALL") return mean(rules.map(shareOf));
  if (requirements) return shareOfRequirements(requirements);
  const part = practice ? practice.accepted / practice.asked : credits ? credits.counted / credits.asked : 0;
  return Math.min(almost, part);
}

function shareOfRequirements({ complete, requirements, work, reflection }: RequirementsProgress): number {
  if (complete) return 1;
  const least = [work, reflection].flatMap((count) => (count ? [count.complete] : []));
  const met = [...requirements.map(({ state }) => state === "MET"), ...least];
  return Math.min(almost, met.filter(Boolean).length / Math.max(1, met.length));
}

function mean(shares: readonly number[]): number {
  return shares.reduce((sum, share) => sum + share, 0) / Math.max(1, shares.length);
}
