import { completedModules, type EvidenceFact, indexEvidence, requirementsOf } from "../enrolment/module-progress.ts";
import { neededModules, type RequirementStep } from "../enrolment/next-steps.ts";
import { progressOf } from "../enrolment/progress.ts";
import { modulesByKey } from "../program/prerequisites.ts";
import type { Requirement, VersionContent } from "../program/version.ts";
import { isFresh, isOfCycle, metBefore, type RenewalFacts } from "./facts.ts";
import { countEvidence, type EvidenceCount, isApplied } from "./practice.ts";

/**
 * Why a requirement is asked. NEW: the holder never met it. RAISED: its revision is higher than what they met.
 * EVERY_CYCLE: it is marked so. ANEW: everything is. STALE: the micro-credential of its module is.
 */
export const askReasons = ["NEW", "RAISED", "EVERY_CYCLE", "ANEW", "STALE"] as const;
export type AskReason = (typeof askReasons)[number];

export interface AskedRequirement {
  readonly moduleKey: string;
  readonly requirementKey: string;
  /** In which revision it is asked. */
  readonly revision: number;
  readonly reason: AskReason;
  readonly state: "MET" | "PENDING" | "OPEN";
}

/** How far the requirements that a renewal asks for are. */
export interface RequirementsProgress {
  readonly complete: boolean;
  readonly requirements: readonly AskedRequirement[];
  /** What is open now, or is waited for. */
  readonly nextSteps: readonly RequirementStep[];
  /** R8's least, where nothing changed: one fresh APPLIED_TASK or OBSERVATION. */
  readonly work: EvidenceCount | null;
  /** And one fresh REFLECTION. */
  readonly reflection: EvidenceCount | null;
}

/** R8 FULL: everything in the current version, anew: by evidence of this cycle that shows work of this cycle. */
export function fullProgress(content: VersionContent, facts: RenewalFacts): RequirementsProgress {
  return progressFrom(content, factsOf(content, facts, null), new Set(), () => "ANEW");
}

/**
 * R8 DELTA: the requirements that are new or have a higher revision than the holder ever met, and those marked for every
 * cycle, as far as the path needs them: who met one of two alternatives is not asked for the other. Where nothing is new
 * or raised, one fresh APPLIED_TASK or OBSERVATION and one fresh REFLECTION is the least (R2). A version under a waiver
 * may have neither: then it is asked whole, for a renewal is never given away.
 */
export function deltaProgress(content: VersionContent, facts: RenewalFacts): RequirementsProgress {
  const met = metBefore(facts);
  const carried = new Set(
    requirementsIn(content)
      .filter(({ key, revision, everyCycle }) => !everyCycle && revision <= (met.get(key) ?? 0))
      .map(({ key }) => key),
  );
  const reasonOf = ({ key, revision }: Requirement): AskReason => {
    if (!met.has(key)) return "NEW";
    return revision > (met.get(key) ?? 0) ? "RAISED" : "EVERY_CYCLE";
  };
  const delta = progressFrom(content, factsOf(content, facts, carried), carried, reasonOf);
  if (delta.requirements.some(({ reason }) => reason !== "EVERY_CYCLE")) return delta;

  const kinds = requirementsIn(content).map(({ kind }) => kind);
  const work = kinds.some(isApplied) ? countEvidence(facts, isApplied, 1) : null;
  const reflection = kinds.includes("REFLECTION") ? countEvidence(facts, (kind) => kind === "REFLECTION", 1) : null;
  if (work === null && reflection === null && delta.requirements.length === 0) return fullProgress(content, facts);
  const complete = delta.complete && work?.complete !== false && reflection?.complete !== false;
  return { ...delta, complete, work, reflection };
}

function progressFrom(
  content: VersionContent,
  evidence: readonly EvidenceFact[],
  carried: ReadonlySet<string>,
  reasonOf: (requirement: Requirement) => AskReason,
): RequirementsProgress {
  const { complete, nextSteps } = progressOf(content, evidence);
  const index = indexEvidence(evidence);
  const requirements = neededAtFirst(content, carried).flatMap((module) => {
    const states = requirementsOf(module, index);
    return module.requirements.flatMap((requirement, r): AskedRequirement[] => {
      if (carried.has(requirement.key)) return [];
      const state = states[r]?.state ?? "OPEN";
      const { key: requirementKey, revision } = requirement;
      return [{ moduleKey: module.key, requirementKey, revision, reason: reasonOf(requirement), state }];
    });
  });
  return { complete, requirements, nextSteps, work: null, reflection: null };
}

/** The modules that the path needed when the cycle began, so that what is asked stays the same while it is met. */
export function neededAtFirst({ path, modules }: VersionContent, carried: ReadonlySet<string>) {
  const byKey = modulesByKey(modules);
  const index = indexEvidence([carriedFact(carried)]);
  const completed = completedModules(
    byKey,
    new Map(modules.map((module) => [module.key, requirementsOf(module, index)])),
  );
  return neededModules(path, byKey, completed);
}

/**
 * What progress counts of the cycle: each evidence for what it shows in the revision that is asked now, or a higher one.
 * @param carried what need not be met again; null where everything is asked anew
 */
function factsOf(content: VersionContent, facts: RenewalFacts, carried: ReadonlySet<string> | null): EvidenceFact[] {
  const asked = new Map(requirementsIn(content).map((requirement) => [requirement.key, requirement]));
  const ofCycle = facts.evidence.filter((one) => isOfCycle(one, facts.since));
  return [
    carriedFact(carried ?? new Set()),
    ...ofCycle.map((one) => {
      const fresh = isFresh(one, facts);
      const requirementKeys = one.shows.flatMap(({ key, revision }) => {
        const requirement = asked.get(key);
        if (!requirement || revision < requirement.revision) return [];
        // What is new to the holder may be shown by older work, as far as its freshness lets; what is asked anew may not.
        return fresh || (carried !== null && !requirement.everyCycle) ? [key] : [];
      });
      return { id: one.id, status: one.status, requirementKeys };
    }),
  ];
}

function carriedFact(carried: ReadonlySet<string>): EvidenceFact {
  return { id: "", status: "ACCEPTED", requirementKeys: [...carried] };
}

function requirementsIn({ modules }: VersionContent): Requirement[] {
  return modules.flatMap(({ requirements }) => requirements);
}
