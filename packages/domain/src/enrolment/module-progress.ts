import type { EvidenceStatus } from "../evidence/evidence.ts";
import { type ModulesByKey, withPrerequisites } from "../program/prerequisites.ts";
import type { Module } from "../program/version.ts";

/** An evidence as progress sees it: where it stands and which requirements it names. */
export interface EvidenceFact {
  readonly id: string;
  readonly status: EvidenceStatus;
  readonly requirementKeys: readonly string[];
}

/** An evidence with when its newest revision was submitted: whether it is newer than a micro-credential (R10). */
export interface DatedEvidenceFact extends EvidenceFact {
  readonly submittedAt: Date | null;
}

/** MET: accepted. PENDING: submitted and not yet decided. OPEN: anything else. */
export type RequirementState = "MET" | "PENDING" | "OPEN";

/**
 * COMPLETED: all met, and its prerequisites completed. LOCKED: waits for its prerequisites. OPEN: can be worked on.
 * PENDING: nothing left to do but wait for reviews.
 */
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

/** For each requirement, the first evidence in each status. */
export type EvidenceIndex = ReadonlyMap<string, ReadonlyMap<EvidenceStatus, string>>;

export function indexEvidence(evidence: readonly EvidenceFact[]): EvidenceIndex {
  const index = new Map<string, Map<EvidenceStatus, string>>();
  for (const { id, status, requirementKeys } of evidence) {
    for (const key of requirementKeys) {
      const known = index.get(key) ?? new Map<EvidenceStatus, string>();
      if (!known.has(status)) known.set(status, id);
      index.set(key, known);
    }
  }
  return index;
}

/** R4: one accepted evidence counts for every requirement that it names. */
export function requirementsOf(module: Module, evidence: EvidenceIndex): RequirementProgress[] {
  return module.requirements.map(({ key }) => {
    const known = evidence.get(key);
    const state = known?.has("ACCEPTED") ? "MET" : known?.has("SUBMITTED") ? "PENDING" : "OPEN";
    return { requirementKey: key, state };
  });
}

/** A module waits for its prerequisites even when all of its own is met: else what they ask for is avoided (R2). */
export function completedModules(
  byKey: ModulesByKey,
  requirements: ReadonlyMap<string, readonly RequirementProgress[]>,
): ReadonlySet<string> {
  const completed = new Set<string>();
  for (const key of withPrerequisites(byKey.keys(), byKey)) {
    const prerequisites = byKey.get(key)?.prerequisiteKeys;
    if (!prerequisites?.every((prerequisite) => completed.has(prerequisite))) continue;
    if (requirements.get(key)?.every(({ state }) => state === "MET")) completed.add(key);
  }
  return completed;
}

export function moduleProgress(
  { key, prerequisiteKeys }: Module,
  requirements: readonly RequirementProgress[],
  completed: ReadonlySet<string>,
): ModuleProgress {
  const met = requirements.filter(({ state }) => state === "MET").length;
  const share = requirements.length === 0 ? 1 : met / requirements.length;
  const state = (): ModuleState => {
    if (completed.has(key)) return "COMPLETED";
    if (!prerequisiteKeys.every((prerequisite) => completed.has(prerequisite))) return "LOCKED";
    return requirements.some((requirement) => requirement.state === "OPEN") ? "OPEN" : "PENDING";
  };
  return { moduleKey: key, state: state(), share, requirements };
}
