import { canComplete } from "../program/path.ts";
import { modulesByKey } from "../program/prerequisites.ts";
import type { VersionContent } from "../program/version.ts";
import {
  completedModules,
  type EvidenceFact,
  indexEvidence,
  type ModuleProgress,
  moduleProgress,
  requirementsOf,
} from "./module-progress.ts";
import { nextSteps, type RequirementStep } from "./next-steps.ts";
import { shareOf } from "./share.ts";

export interface Progress {
  /** All that the path needs is met. */
  readonly complete: boolean;
  /** The part of the path that is met, 0 to 1, weighted by effort. */
  readonly share: number;
  readonly modules: readonly ModuleProgress[];
  /** Open now, in the order of the path. */
  readonly nextSteps: readonly RequirementStep[];
}

/**
 * Whether something of an enrolment may be awarded now: its certificate, or that of a module. What it asks of a renewal (R8)
 * is not looked at: it may be less than the path.
 */
export function mayBeAwarded(content: VersionContent, evidence: readonly EvidenceFact[]): boolean {
  const { complete, modules } = progressOf(content, evidence);
  const completed = new Set(modules.filter(({ state }) => state === "COMPLETED").map(({ moduleKey }) => moduleKey));
  return complete || content.modules.some(({ key, awardsCertificate }) => awardsCertificate && completed.has(key));
}

/** R4: derived from what has been reviewed, never stored. */
export function progressOf(content: VersionContent, evidence: readonly EvidenceFact[]): Progress {
  const index = indexEvidence(evidence);
  const byKey = modulesByKey(content.modules);
  const requirements = new Map(content.modules.map((module) => [module.key, requirementsOf(module, index)]));
  const completed = completedModules(byKey, requirements);
  const modules = content.modules.map((module) =>
    moduleProgress(module, requirements.get(module.key) ?? [], completed),
  );
  const complete = canComplete(
    content.path,
    (key) => completed.has(key),
    (key) => byKey.get(key)?.credits ?? 0,
  );
  const share = shareOf(content.path, byKey, new Map(modules.map((module) => [module.moduleKey, module.share])));
  return { complete, share, modules, nextSteps: nextSteps(content, byKey, modules, completed, index) };
}
