import type { Problem } from "../refusal.ts";
import { canComplete } from "./path.ts";
import { modulesByKey, withPrerequisites } from "./prerequisites.ts";
import type { RequirementKind, VersionContent } from "./version.ts";

/** The problems that a written reason may waive (R2). */
export const waivableCodes: ReadonlySet<string> = new Set([
  "SYMBOLIC_WITHOUT_APPLIED_WORK",
  "SYMBOLIC_WITHOUT_REFLECTION",
  "SYMBOLIC_RENEWAL_WITHOUT_APPLIED_WORK",
  "SYMBOLIC_RENEWAL_WITHOUT_REFLECTION",
  "SYMBOLIC_MICRO_CREDENTIAL",
]);

/** R2: every way through the path must include at least one APPLIED_TASK or OBSERVATION and one REFLECTION. */
export function checkNoSymbolicLearning(content: VersionContent): Problem[] {
  const problems: Problem[] = [];
  if (canAvoid(content, ["APPLIED_TASK", "OBSERVATION"])) {
    problems.push({
      code: "SYMBOLIC_WITHOUT_APPLIED_WORK",
      path: "path",
      message: "There is a way through the path without any applied task or observation (R2).",
      fix: "Put an APPLIED_TASK or an OBSERVATION where every way must pass, or publish with a written waiver.",
    });
  }
  if (canAvoid(content, ["REFLECTION"])) {
    problems.push({
      code: "SYMBOLIC_WITHOUT_REFLECTION",
      path: "path",
      message: "There is a way through the path without any reflection (R2).",
      fix: "Put a REFLECTION where every way must pass, or publish with a written waiver.",
    });
  }
  return problems;
}

/** Whether modules that, with all that they wait for, ask for none of the kinds complete the path. */
function canAvoid({ path, modules }: VersionContent, kinds: readonly RequirementKind[]): boolean {
  const byKey = modulesByKey(modules);
  const asking = new Set<string>();
  // Prerequisites come first, so that each module is decided once.
  for (const key of withPrerequisites(byKey.keys(), byKey)) {
    const module = byKey.get(key);
    if (!module) continue;
    const asks = module.requirements.some(({ kind }) => kinds.includes(kind));
    if (asks || module.prerequisiteKeys.some((prerequisite) => asking.has(prerequisite))) asking.add(key);
  }
  return canComplete(
    path,
    (key) => !asking.has(key),
    (key) => byKey.get(key)?.credits ?? 0,
  );
}
