import { canComplete, type PathMember } from "../program/path.ts";
import { type ModulesByKey, withPrerequisites } from "../program/prerequisites.ts";
import type { Module, VersionContent } from "../program/version.ts";
import type { EvidenceIndex, ModuleProgress, RequirementProgress } from "./module-progress.ts";
import { creditedKeysOf } from "./share.ts";

/** What a learner can do now for a requirement, or waits for. */
export interface RequirementStep {
  readonly kind: "SUBMIT_EVIDENCE" | "FINISH_DRAFT" | "REVISE_EVIDENCE" | "AWAIT_REVIEW";
  readonly moduleKey: string;
  readonly requirementKey: string;
  /** The evidence to go on with, where there is one. */
  readonly evidenceId: string | null;
}

/** What there is to do about an award that an approver decides on (R5): it is about no single requirement. */
export interface ApprovalStep {
  readonly kind: "AWAIT_APPROVAL" | "SHOW_MORE";
  readonly moduleKey: null;
  readonly requirementKey: null;
  readonly evidenceId: null;
}

export type NextStep = RequirementStep | ApprovalStep;

/** R4: the steps that are open now, in the order of the path, each module after those that it waits for. */
export function nextSteps(
  { path }: VersionContent,
  byKey: ModulesByKey,
  modules: readonly ModuleProgress[],
  completed: ReadonlySet<string>,
  evidence: EvidenceIndex,
): RequirementStep[] {
  const progress = new Map(modules.map((module) => [module.moduleKey, module]));
  return neededModules(path, byKey, completed)
    .flatMap(({ key }) => progress.get(key) ?? [])
    .filter(({ state }) => state === "OPEN" || state === "PENDING")
    .flatMap(({ moduleKey, requirements }) =>
      requirements
        .filter(({ state }) => state !== "MET")
        .map((requirement) => stepFor(moduleKey, requirement, evidence)),
    );
}

/** The modules that can still matter, each after those that it waits for. */
export function neededModules(path: PathMember, byKey: ModulesByKey, completed: ReadonlySet<string>): Module[] {
  return withPrerequisites(neededKeys(path, byKey, completed), byKey, completed).flatMap((key) => byKey.get(key) ?? []);
}

/** Those of groups not yet complete. All members of an open choice are offered. */
function neededKeys(member: PathMember, byKey: ModulesByKey, completed: ReadonlySet<string>): string[] {
  const isDone = canComplete(
    member,
    (key) => completed.has(key),
    (key) => byKey.get(key)?.credits ?? 0,
  );
  if (isDone) return [];
  if (member.kind === "MODULE") return [member.moduleKey];
  if (member.kind === "CREDITS") return creditedKeysOf(member, byKey);
  return member.members.flatMap((inner) => neededKeys(inner, byKey, completed));
}

function stepFor(
  moduleKey: string,
  { requirementKey, state }: RequirementProgress,
  evidence: EvidenceIndex,
): RequirementStep {
  const known = evidence.get(requirementKey);
  const step = (kind: RequirementStep["kind"], evidenceId: string | null = null): RequirementStep => ({
    kind,
    moduleKey,
    requirementKey,
    evidenceId,
  });
  if (state === "PENDING") return step("AWAIT_REVIEW", known?.get("SUBMITTED"));
  const returned = known?.get("RETURNED");
  if (returned) return step("REVISE_EVIDENCE", returned);
  const draft = known?.get("DRAFT");
  return draft ? step("FINISH_DRAFT", draft) : step("SUBMIT_EVIDENCE");
}
