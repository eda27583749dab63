import { neededModules } from "../enrolment/next-steps.ts";
import type { Problem } from "../refusal.ts";
import { moduleKeysOf, type PathMember } from "./path.ts";
import { modulesByKey, withPrerequisites } from "./prerequisites.ts";
import type { VersionContent } from "./version.ts";

/**
 * Modules that have a place in the path and yet no learner is ever asked for: an alternative that waits for another one
 * of the same choice, or one without credits in a CREDITS group. By the time that it can be begun, nothing needs it. What
 * else is completed only takes more away, so it is looked at with exactly what the module waits for completed.
 */
export function checkNeverAsked({ path, modules }: VersionContent): Problem[] {
  const byKey = modulesByKey(modules);
  // Outside of every choice each module is needed.
  const optional = new Set(choicesIn(path).flatMap(moduleKeysOf));
  return modules.flatMap(({ key, prerequisiteKeys }, m): Problem[] => {
    if (!optional.has(key)) return [];
    const completed = new Set(withPrerequisites(prerequisiteKeys, byKey));
    if (neededModules(path, byKey, completed).some((needed) => needed.key === key)) return [];
    return [
      {
        code: "MODULE_NEVER_ASKED",
        path: `modules.${m}`,
        message: `Nobody is ever asked for the module ${key}: when it can be begun, its group needs it no more, or it counts no credits there.`,
        fix: "Take its prerequisites away, move it out of the choice, or give it credits.",
        keys: [key, ...prerequisiteKeys],
      },
    ];
  });
}

function choicesIn(member: PathMember): PathMember[] {
  if (member.kind === "MODULE") return [];
  return member.kind === "ALL" ? member.members.flatMap(choicesIn) : [member];
}
