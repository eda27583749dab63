import type { EvidenceStatus } from "../evidence/evidence.ts";
import { moduleKeysOf, type PathMember } from "../program/path.ts";
import type { Module, VersionContent } from "../program/version.ts";

/** An evidence as progress sees it: where it stands and which requirements it names. */
export interface EvidenceFact {
  readonly id: string;
  readonly status: EvidenceStatus;
  readonly requirementKeys: readonly string[];
}

/** MET: accepted. PENDING: submitted and not yet decided. OPEN: anything else. */
export type RequirementState = "MET" | "PENDING" | "OPEN";

/** COMPLETED: all met. PENDING: nothing left to do but wait for reviews. OPEN: can be worked on. LOCKED: waits for its prerequisites. */
export type ModuleState = "COMPLETED" | "PENDING" | "OPEN" | "LOCKED";

export interface RequirementProgress {
  readonly requirementKey: string;
  readonly state: RequirementState;
}

export interface ModuleProgress {
  readonly moduleKey: string;
  readonly state: ModuleState;
  /** The part of its requirements that is met, 0 to 1. */
  readonly share: number;
  readonly requirements: readonly RequirementProgress[];
}

/** What a learner can do now, or waits for. */
export interface NextStep {
  readonly kind: "SUBMIT_EVIDENCE" | "FINISH_DRAFT" | "REVISE_EVIDENCE" | "AWAIT_REVIEW";
  readonly moduleKey: string;
  readonly requirementKey: string;
  /** The evidence to go on with, where there is one. */
  readonly evidenceId: string | null;
}

export interface Progress {
  /** All that the path needs is met. */
  readonly complete: boolean;
  /** The part of the path that is met, 0 to 1, weighted by effort. */
  readonly share: number;
  readonly modules: readonly ModuleProgress[];
  /** Open now, in the order of the path. */
  readonly nextSteps: readonly NextStep[];
}

/** R4: derived from what has been reviewed, never stored. One accepted evidence counts for every requirement that it names. */
export function progressOf(content: VersionContent, evidence: readonly EvidenceFact[]): Progress {
  const stateOf = (key: string) => requirementState(key, evidence);
  const byKey = new Map(content.modules.map((module) => [module.key, module]));
  const completed = new Set(
    content.modules
      .filter((module) => module.requirements.every(({ key }) => stateOf(key) === "MET"))
      .map(({ key }) => key),
  );
  const modules = content.modules.map((module) => moduleProgress(module, stateOf, completed));
  const shares = new Map(modules.map((module) => [module.moduleKey, module.share]));
  const root = weigh(content.path, byKey, shares, completed);
  const complete = root.complete;
  return {
    complete,
    share: complete ? 1 : root.effort === 0 ? 0 : root.metEffort / root.effort,
    modules,
    nextSteps: complete
      ? []
      : nextSteps(content, modules, evidence, neededModules(content.path, byKey, shares, completed)),
  };
}

function requirementState(key: string, evidence: readonly EvidenceFact[]): RequirementState {
  const statuses = evidence.filter(({ requirementKeys }) => requirementKeys.includes(key)).map(({ status }) => status);
  if (statuses.includes("ACCEPTED")) return "MET";
  return statuses.includes("SUBMITTED") ? "PENDING" : "OPEN";
}

function moduleProgress(
  module: Module,
  stateOf: (key: string) => RequirementState,
  completed: ReadonlySet<string>,
): ModuleProgress {
  const requirements = module.requirements.map(({ key }) => ({ requirementKey: key, state: stateOf(key) }));
  const met = requirements.filter(({ state }) => state === "MET").length;
  const locked = !module.prerequisiteKeys.every((key) => completed.has(key));
  const state = completed.has(module.key)
    ? "COMPLETED"
    : locked
      ? "LOCKED"
      : requirements.some(({ state }) => state === "OPEN")
        ? "OPEN"
        : "PENDING";
  return {
    moduleKey: module.key,
    state,
    share: requirements.length === 0 ? 1 : met / requirements.length,
    requirements,
  };
}

interface Weight {
  readonly complete: boolean;
  readonly effort: number;
  readonly metEffort: number;
}

/**
 * The effort that a member of the path asks for, and how much of it is met. Of an ANY or CREDITS group the members that are
 * nearest to completion count, and of equals the least effort: the way that the learner has in fact begun.
 */
function weigh(
  member: PathMember,
  byKey: ReadonlyMap<string, Module>,
  shares: ReadonlyMap<string, number>,
  completed: ReadonlySet<string>,
): Weight {
  if (member.kind === "MODULE") {
    const effort = byKey.get(member.moduleKey)?.effortMinutes ?? 0;
    return {
      complete: completed.has(member.moduleKey),
      effort,
      metEffort: effort * (shares.get(member.moduleKey) ?? 0),
    };
  }
  const chosen = chooseMembers(member, byKey, shares, completed);
  return {
    complete: chosen.complete,
    effort: chosen.weights.reduce((sum, { effort }) => sum + effort, 0),
    metEffort: chosen.weights.reduce((sum, { metEffort }) => sum + metEffort, 0),
  };
}

function chooseMembers(
  group: Exclude<PathMember, { kind: "MODULE" }>,
  byKey: ReadonlyMap<string, Module>,
  shares: ReadonlyMap<string, number>,
  completed: ReadonlySet<string>,
) {
  const weighed = group.members.map((member) => ({ member, weight: weigh(member, byKey, shares, completed) }));
  if (group.kind === "ALL")
    return {
      complete: weighed.every(({ weight }) => weight.complete),
      weights: weighed.map(({ weight }) => weight),
      members: group.members,
    };
  const nearest = weighed.toSorted(
    (a, b) =>
      Number(b.weight.complete) - Number(a.weight.complete) ||
      fraction(b.weight) - fraction(a.weight) ||
      a.weight.effort - b.weight.effort,
  );
  if (group.kind === "ANY") {
    const chosen = nearest.slice(0, group.n);
    return {
      complete: chosen.length === group.n && chosen.every(({ weight }) => weight.complete),
      weights: chosen.map(({ weight }) => weight),
      members: chosen.map(({ member }) => member),
    };
  }
  const creditsOf = (keys: readonly string[]) =>
    [...new Set(keys)].reduce((sum, key) => sum + (byKey.get(key)?.credits ?? 0), 0);
  const earned = creditsOf(moduleKeysOf(group).filter((key) => completed.has(key)));
  const chosen: typeof nearest = [];
  for (const candidate of nearest) {
    if (creditsOf(chosen.flatMap(({ member }) => moduleKeysOf(member))) >= group.n) break;
    chosen.push(candidate);
  }
  return {
    complete: earned >= group.n,
    weights: chosen.map(({ weight }) => weight),
    members: chosen.map(({ member }) => member),
  };
}

function fraction({ effort, metEffort }: Weight): number {
  return effort === 0 ? 0 : metEffort / effort;
}

/** The modules that can still matter: those of groups not yet complete, in path order. All members of an open choice are offered. */
function neededModules(
  member: PathMember,
  byKey: ReadonlyMap<string, Module>,
  shares: ReadonlyMap<string, number>,
  completed: ReadonlySet<string>,
): string[] {
  if (weigh(member, byKey, shares, completed).complete) return [];
  return member.kind === "MODULE"
    ? [member.moduleKey]
    : member.members.flatMap((inner) => neededModules(inner, byKey, shares, completed));
}

function nextSteps(
  content: VersionContent,
  modules: readonly ModuleProgress[],
  evidence: readonly EvidenceFact[],
  needed: readonly string[],
): NextStep[] {
  const withPrerequisites = [...new Set(needed.flatMap((key) => [...prerequisitesOf(key, content.modules), key]))];
  return withPrerequisites
    .flatMap((key) => modules.find(({ moduleKey }) => moduleKey === key) ?? [])
    .filter(({ state }) => state === "OPEN" || state === "PENDING")
    .flatMap((module) =>
      module.requirements
        .filter(({ state }) => state !== "MET")
        .map((requirement) => stepFor(module.moduleKey, requirement, evidence)),
    );
}

function prerequisitesOf(key: string, modules: readonly Module[], seen: ReadonlySet<string> = new Set()): string[] {
  if (seen.has(key)) return [];
  const prerequisites = modules.find((module) => module.key === key)?.prerequisiteKeys ?? [];
  return prerequisites.flatMap((inner) => [...prerequisitesOf(inner, modules, new Set([...seen, key])), inner]);
}

function stepFor(
  moduleKey: string,
  { requirementKey, state }: RequirementProgress,
  evidence: readonly EvidenceFact[],
): NextStep {
  const named = evidence.filter(({ requirementKeys }) => requirementKeys.includes(requirementKey));
  const withStatus = (status: EvidenceStatus) => named.find((one) => one.status === status)?.id ?? null;
  if (state === "PENDING")
    return { kind: "AWAIT_REVIEW", moduleKey, requirementKey, evidenceId: withStatus("SUBMITTED") };
  const returned = withStatus("RETURNED");
  if (returned) return { kind: "REVISE_EVIDENCE", moduleKey, requirementKey, evidenceId: returned };
  const draft = withStatus("DRAFT");
  return { kind: draft ? "FINISH_DRAFT" : "SUBMIT_EVIDENCE", moduleKey, requirementKey, evidenceId: draft };
}
