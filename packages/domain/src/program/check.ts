import { checkRubric } from "../evidence/rubric.ts";
import type { Problem } from "../refusal.ts";
import { checkRenewalPaths } from "../renewal/check.ts";
import { checkNoSymbolicRenewal } from "../renewal/symbolic-renewal.ts";
import { durationSchema } from "./duration.ts";
import { checkModuleValidity, checkNoSymbolicMicroCredential } from "./micro-credentials.ts";
import { checkNeverAsked } from "./never-asked.ts";
import { moduleKeysOf, type PathMember } from "./path.ts";
import { checkPolicy } from "./policy.ts";
import { checkPrerequisites, type ModulesByKey, modulesByKey } from "./prerequisites.ts";
import { checkNoSymbolicLearning } from "./symbolic-learning.ts";
import type { Requirement, VersionContent } from "./version.ts";

/**
 * All that keeps a version from being published, each with its path and its fix; empty when nothing does.
 * R2 is checked only when the path itself is sound: before that "every way through it" has no meaning.
 */
export function checkVersion(content: VersionContent): Problem[] {
  const structural = [
    ...checkKeys(content),
    ...checkModules(content),
    ...checkPlaces(content),
    ...checkGroup(content.path, "path", modulesByKey(content.modules)),
    ...checkPrerequisites(content),
    ...checkPolicy(content.policy),
    ...checkRenewalPaths(content),
    ...checkModuleValidity(content),
  ];
  if (structural.length > 0) return structural;
  return [
    ...checkNeverAsked(content),
    ...checkNoSymbolicLearning(content),
    ...checkNoSymbolicRenewal(content),
    ...checkNoSymbolicMicroCredential(content),
  ];
}

function checkKeys({ modules }: VersionContent): Problem[] {
  const problems: Problem[] = [];
  const seen = { module: new Set<string>(), requirement: new Set<string>() };
  const once = (kind: keyof typeof seen, key: string, path: string) => {
    if (seen[kind].has(key)) {
      problems.push({
        code: "KEY_TWICE",
        path,
        message: `The ${kind} key ${key} is used twice.`,
        fix: `Give each ${kind} of the version a key of its own.`,
        keys: [key],
      });
    }
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
  if (modules.length === 0) {
    return [
      {
        code: "NO_MODULES",
        path: "modules",
        message: "The version has no modules.",
        fix: "Add at least one module with its requirements.",
      },
    ];
  }
  return modules.flatMap(({ key, requirements }, m): Problem[] => {
    if (requirements.length > 0) {
      return requirements.flatMap((requirement, r) => checkRequirement(requirement, `modules.${m}.requirements.${r}`));
    }
    return [
      {
        code: "MODULE_ASKS_NOTHING",
        path: `modules.${m}.requirements`,
        message: `The module ${key} has no requirements: nothing would complete it.`,
        fix: "Add a requirement, or remove the module.",
        keys: [key],
      },
    ];
  });
}

function checkRequirement(requirement: Requirement, path: string): Problem[] {
  const { key, kind, passMark, prompts, freshness, rubric } = requirement;
  if (freshness !== null && !durationSchema.safeParse(freshness).success) {
    return [
      {
        code: "FRESHNESS_OUT_OF_RANGE",
        path: `${path}.freshness`,
        message: `The freshness ${freshness} of ${key} would take no evidence.`,
        fix: "Use an ISO 8601 duration of zero to a hundred years, such as P1Y.",
        keys: [key],
      },
    ];
  }
  if (kind === "ASSESSMENT" && passMark === null) {
    return [
      {
        code: "ASSESSMENT_WITHOUT_PASS_MARK",
        path: `${path}.passMark`,
        message: `The assessment ${key} has no pass mark.`,
        fix: "Set a pass mark from 0 to 100.",
        keys: [key],
      },
    ];
  }
  if (kind === "REFLECTION" && prompts.length === 0) {
    return [
      {
        code: "REFLECTION_WITHOUT_PROMPTS",
        path: `${path}.prompts`,
        message: `The reflection ${key} has no prompts to answer.`,
        fix: "Add at least one prompt.",
        keys: [key],
      },
    ];
  }
  return rubric ? checkRubric(rubric, `${path}.rubric`) : [];
}

/** Each module of the version has one place in the path, and each place a module. */
function checkPlaces({ path, modules }: VersionContent): Problem[] {
  const problems: Problem[] = [];
  const byKey = modulesByKey(modules);
  const places = new Map<string, number>();
  for (const key of moduleKeysOf(path)) places.set(key, (places.get(key) ?? 0) + 1);
  for (const [key, count] of places) {
    if (!byKey.has(key)) {
      problems.push({
        code: "PATH_UNKNOWN_MODULE",
        path: "path",
        message: `The path names the module ${key}, which the version does not have.`,
        fix: `Add the module ${key}, or take it out of the path.`,
        keys: [key],
      });
    }
    if (count > 1) {
      problems.push({
        code: "PATH_MODULE_TWICE",
        path: "path",
        message: `The path places the module ${key} twice.`,
        fix: "Place each module once.",
        keys: [key],
      });
    }
  }
  modules.forEach(({ key }, m) => {
    if (places.has(key)) return;
    problems.push({
      code: "MODULE_UNREACHABLE",
      path: `modules.${m}`,
      message: `The module ${key} is not in the path.`,
      fix: "Place it in a group of the path, or remove it.",
      keys: [key],
    });
  });
  return problems;
}

/** What a group needs, its members can give; a group within is looked at for itself. */
function checkGroup(member: PathMember, where: string, byKey: ModulesByKey): Problem[] {
  if (member.kind === "MODULE") return [];
  const within = member.members.flatMap((inner, i) => checkGroup(inner, `${where}.members.${i}`, byKey));
  if (canGive(member, byKey)) return within;
  return [
    {
      code: "GROUP_CANNOT_BE_COMPLETED",
      path: where,
      message: `The group ${where} needs more than its members can give.`,
      fix: "Lower n, or add members.",
      keys: moduleKeysOf(member),
    },
    ...within,
  ];
}

function canGive(group: Exclude<PathMember, { kind: "MODULE" }>, byKey: ModulesByKey): boolean {
  switch (group.kind) {
    case "ALL":
      return true;
    case "ANY":
      return group.members.length >= group.n;
    case "CREDITS": {
      const keys = [...new Set(moduleKeysOf(group))];
      return keys.reduce((sum, key) => sum + (byKey.get(key)?.credits ?? 0), 0) >= group.n;
    }
  }
}
