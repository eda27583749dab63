import type { Progress } from "../enrolment/progress.ts";

/** What of a program a link in a course shows the result of. */
export interface ResultTarget {
  /** A certificate wall shows no result. */
  readonly kind: "PROGRAM" | "LEARNING_PATH" | "MODULE" | "EVIDENCE_TASK" | "CERTIFICATE_WALL";
  readonly moduleKey: string | null;
  readonly requirementKey: string | null;
}

/** How far a person is, as an LMS shows it. */
export interface Result {
  /** 0 to 1. */
  readonly share: number;
  readonly completed: boolean;
}

/**
 * R4: how far a person is with what a link opens: the share of the program or of the module, and of a task all or nothing.
 * Null: the version has no such module or requirement, or there is no result of it.
 * @param isCompleted the enrolment is: what a renewal asked may have been less than the path (R8)
 */
export function resultOf(
  { kind, moduleKey, requirementKey }: ResultTarget,
  { complete, share, modules }: Pick<Progress, "complete" | "share" | "modules">,
  isCompleted: boolean,
): Result | null {
  if (kind === "PROGRAM" || kind === "LEARNING_PATH")
    return isCompleted ? { share: 1, completed: true } : { share, completed: complete };
  if (kind === "MODULE") {
    const module = modules.find((one) => one.moduleKey === moduleKey);
    return module ? { share: module.share, completed: module.state === "COMPLETED" } : null;
  }
  if (kind !== "EVIDENCE_TASK") return null;
  const requirement = modules
    .flatMap(({ requirements }) => requirements)
    .find((one) => one.requirementKey === requirementKey);
  if (!requirement) return null;
  const completed = requirement.state === "MET";
  return { share: completed ? 1 : 0, completed };
}
