import type { Problem } from "../refusal.ts";
import type { Module, VersionContent } from "./version.ts";

/** The modules of a version by their keys. */
export type ModulesByKey = ReadonlyMap<string, Module>;

export function modulesByKey(modules: readonly Module[]): ModulesByKey {
  return new Map(modules.map((module) => [module.key, module]));
}

/**
 * The keys with all that they wait for, directly or through others: each once, and after its prerequisites.
 * @param except is left out, with what only it waits for
 */
export function withPrerequisites(
  keys: Iterable<string>,
  byKey: ModulesByKey,
  except: ReadonlySet<string> = new Set(),
): string[] {
  const seen = new Set(except);
  const ordered: string[] = [];
  const visit = (key: string): void => {
    if (seen.has(key)) return;
    seen.add(key);
    byKey.get(key)?.prerequisiteKeys.forEach(visit);
    ordered.push(key);
  };
  for (const key of keys) visit(key);
  return ordered;
}

/** Prerequisites name modules that there are, and no module waits for itself. */
export function checkPrerequisites({ modules }: VersionContent): Problem[] {
  const problems: Problem[] = [];
  const byKey = modulesByKey(modules);
  modules.forEach((module, m) => {
    for (const key of module.prerequisiteKeys) {
      if (byKey.has(key)) continue;
      problems.push({
        code: "PREREQUISITE_UNKNOWN",
        path: `modules.${m}.prerequisiteKeys`,
        message: `The module ${module.key} asks for the module ${key}, which the version does not have.`,
        fix: `Add the module ${key}, or take it out of the prerequisites.`,
        keys: [module.key, key],
      });
    }
  });
  // Each circle with the modules of the ones before taken out: so no module is named for two.
  const rest = new Map(byKey);
  for (let cycle = findCycle(rest); cycle; cycle = findCycle(rest)) {
    for (const key of cycle) rest.delete(key);
    problems.push({
      code: "PREREQUISITE_CYCLE",
      path: "modules",
      message: `These modules wait for each other: ${cycle.join(" -> ")}.`,
      fix: "Take one of these prerequisites away.",
      keys: cycle.slice(1),
    });
  }
  return problems;
}

/** The keys along a prerequisite cycle, first and last the same, or undefined. Each module is gone through once. */
function findCycle(byKey: ModulesByKey): string[] | undefined {
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (key: string): string[] | undefined => {
    if (done.has(key)) return undefined;
    if (trail.includes(key)) return [...trail.slice(trail.indexOf(key)), key];
    trail.push(key);
    for (const next of byKey.get(key)?.prerequisiteKeys ?? []) {
      const cycle = visit(next);
      if (cycle) return cycle;
    }
    trail.pop();
    done.add(key);
    return undefined;
  };
  for (const key of byKey.keys()) {
    const cycle = visit(key);
    if (cycle) return cycle;
  }
  return undefined;
}
