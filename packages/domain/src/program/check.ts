import type { Problem } from "../refusal.ts";
import { canComplete, moduleKeysOf, type PathMember } from "./path.ts";
import { checkPolicy } from "./policy.ts";
import type { Module, RequirementKind, VersionContent } from "./version.ts";

/** The problems that a written reason may waive (R2). */
export const waivableCodes: ReadonlySet<string> = new Set([
  "SYMBOLIC_WITHOUT_APPLIED_WORK",
  "SYMBOLIC_WITHOUT_REFLECTION",
]);

/**
 * All that keeps a version from being published, each with its path and its fix; empty when nothing does.
 * R2 is checked only when the path itself is sound: before that "every way through it" has no meaning.
 */
export function checkVersion(content: VersionContent): Problem[] {
  const structural = [
    ...checkKeys(content),
    ...checkModules(content),
    ...checkPath(content),
    ...checkPrerequisites(content),
    ...checkPolicy(content.policy),
  ];
  return structural.length > 0 ? structural : checkNoSymbolicLearning(content);
}

function checkKeys({ modules }: VersionContent): Problem[] {
  const problems: Problem[] = [];
  const seen = { module: new Set<string>(), requirement: new Set<string>() };
  const once = (kind: keyof typeof seen, key: string, path: string) => {
    if (seen[kind].has(key))
      problems.push({
        code: "KEY_TWICE",
        path,
        message: `The ${kind} key ${key} is used twice.`,
        fix: `Give each ${kind} of the version a key of its own.`,
      });
    seen[kind].add(key);
  };
  modules.forEach((module, m) => {
    once("module", module.key, `modules.${m}.key`);
    module.requirements.forEach((requirement, r) => {
      once("requirement", requirement.key, `modules.${m}.requirements.${r}.key`);
    });
  });
  return problems;
}

function checkModules({ modules }: VersionContent): Problem[] {
  const problems: Problem[] = [];
  if (modules.length === 0)
    problems.push({
      code: "NO_MODULES",
      path: "modules",
      message: "The version has no modules.",
      fix: "Add at least one module with its requirements.",
    });
  modules.forEach((module, m) => {
    if (module.requirements.length === 0) {
      problems.push({
        code: "MODULE_ASKS_NOTHING",
        path: `modules.${m}.requirements`,
        message: `The module ${module.key} has no requirements: nothing would complete it.`,
        fix: "Add a requirement, or remove the module.",
      });
    }
    module.requirements.forEach((requirement, r) => {
      const path = `modules.${m}.requirements.${r}`;
      if (requirement.kind === "ASSESSMENT" && requirement.passMark === null) {
        problems.push({
          code: "ASSESSMENT_WITHOUT_PASS_MARK",
          path: `${path}.passMark`,
          message: `The assessment ${requirement.key} has no pass mark.`,
          fix: "Set a pass mark from 0 to 100.",
        });
      }
      if (requirement.kind === "REFLECTION" && requirement.prompts.length === 0) {
        problems.push({
          code: "REFLECTION_WITHOUT_PROMPTS",
          path: `${path}.prompts`,
          message: `The reflection ${requirement.key} has no prompts to answer.`,
          fix: "Add at least one prompt.",
        });
      }
    });
  });
  return problems;
}

function checkPath({ path, modules }: VersionContent): Problem[] {
  const problems: Problem[] = [];
  const byKey = new Map(modules.map((module) => [module.key, module]));
  const placed = moduleKeysOf(path);
  for (const key of new Set(placed)) {
    if (!byKey.has(key))
      problems.push({
        code: "PATH_UNKNOWN_MODULE",
        path: "path",
        message: `The path names the module ${key}, which the version does not have.`,
        fix: `Add the module ${key}, or take it out of the path.`,
      });
    if (placed.indexOf(key) !== placed.lastIndexOf(key))
      problems.push({
        code: "PATH_MODULE_TWICE",
        path: "path",
        message: `The path places the module ${key} twice.`,
        fix: "Place each module once.",
      });
  }
  modules.forEach((module, m) => {
    if (!placed.includes(module.key))
      problems.push({
        code: "MODULE_UNREACHABLE",
        path: `modules.${m}`,
        message: `The module ${module.key} is not in the path.`,
        fix: "Place it in a group of the path, or remove it.",
      });
  });
  const visit = (member: PathMember, where: string): void => {
    if (member.kind === "MODULE") return;
    if (
      !canComplete(
        member,
        () => true,
        (key) => byKey.get(key)?.credits ?? 0,
      )
    ) {
      problems.push({
        code: "GROUP_CANNOT_BE_COMPLETED",
        path: where,
        message: `The group ${where} needs more than its members can give.`,
        fix: "Lower n, or add members.",
      });
    }
    member.members.forEach((inner, i) => {
      visit(inner, `${where}.members.${i}`);
    });
  };
  visit(path, "path");
  return problems;
}

function checkPrerequisites({ modules }: VersionContent): Problem[] {
  const problems: Problem[] = [];
  const byKey = new Map(modules.map((module) => [module.key, module]));
  modules.forEach((module, m) => {
    for (const key of module.prerequisiteKeys) {
      if (!byKey.has(key))
        problems.push({
          code: "PREREQUISITE_UNKNOWN",
          path: `modules.${m}.prerequisiteKeys`,
          message: `The module ${module.key} asks for the module ${key}, which the version does not have.`,
          fix: `Add the module ${key}, or take it out of the prerequisites.`,
        });
    }
  });
  const cycle = findCycle(byKey);
  if (cycle)
    problems.push({
      code: "PREREQUISITE_CYCLE",
      path: "modules",
      message: `These modules wait for each other: ${cycle.join(" -> ")}.`,
      fix: "Take one of these prerequisites away.",
    });
  return problems;
}

/** The keys along a prerequisite cycle, first and last the same, or undefined. */
function findCycle(byKey: ReadonlyMap<string, Module>): string[] | undefined {
  const done = new Set<string>();
  const visit = (key: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(key)) return [...trail.slice(trail.indexOf(key)), key];
    if (done.has(key)) return undefined;
    for (const next of byKey.get(key)?.prerequisiteKeys ?? []) {
      const cycle = visit(next, [...trail, key]);
      if (cycle) return cycle;
    }
    done.add(key);
    return undefined;
  };
  for (const key of byKey.keys()) {
    const cycle = visit(key, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/**
 * R2: every way through the path must include at least one APPLIED_TASK or OBSERVATION and one REFLECTION. A way that
 * avoids them exists exactly when the path can be completed by modules that, with all that they wait for, ask for none.
 */
export function checkNoSymbolicLearning({ path, modules }: VersionContent): Problem[] {
  const byKey = new Map(modules.map((module) => [module.key, module]));
  const credits = (key: string) => byKey.get(key)?.credits ?? 0;
  const avoidable = (kinds: readonly RequirementKind[]) => {
    const asks = (key: string): boolean => {
      const module = byKey.get(key);
      return (
        module !== undefined &&
        (module.requirements.some(({ kind }) => kinds.includes(kind)) || module.prerequisiteKeys.some(asks))
      );
    };
    return canComplete(path, (key) => !asks(key), credits);
  };
  const problems: Problem[] = [];
  if (avoidable(["APPLIED_TASK", "OBSERVATION"])) {
    problems.push({
      code: "SYMBOLIC_WITHOUT_APPLIED_WORK",
      path: "path",
      message: "There is a way through the path without any applied task or observation (R2).",
      fix: "Put an APPLIED_TASK or an OBSERVATION where every way must pass, or publish with a written waiver.",
    });
  }
  if (avoidable(["REFLECTION"])) {
    problems.push({
      code: "SYMBOLIC_WITHOUT_REFLECTION",
      path: "path",
      message: "There is a way through the path without any reflection (R2).",
      fix: "Put a REFLECTION where every way must pass, or publish with a written waiver.",
    });
  }
  return problems;
}

/** R1: a requirement that an earlier version had carries its key over, and its revision never falls; it rises when its kind changes. */
export function checkSuccession(earlier: readonly Module[], later: readonly Module[]): Problem[] {
  const before = new Map(
    earlier.flatMap(({ requirements }) => requirements).map((requirement) => [requirement.key, requirement]),
  );
  return later.flatMap((module, m) =>
    module.requirements.flatMap((requirement, r) => {
      const known = before.get(requirement.key);
      if (!known) return [];
      const path = `modules.${m}.requirements.${r}.revision`;
      if (requirement.revision < known.revision) {
        return [
          {
            code: "REVISION_FELL",
            path,
            message: `The revision of ${requirement.key} falls from ${known.revision} to ${requirement.revision}.`,
            fix: `Use revision ${known.revision}, or a higher one if its meaning changed.`,
          },
        ];
      }
      if (requirement.kind !== known.kind && requirement.revision === known.revision) {
        return [
          {
            code: "MEANING_CHANGED",
            path,
            message: `${requirement.key} was ${known.kind} and is ${requirement.kind}, under the same revision.`,
            fix: `Raise its revision to ${known.revision + 1}.`,
          },
        ];
      }
      return [];
    }),
  );
}
