import type { Problem } from "../refusal.ts";
import type { Module, Requirement } from "./version.ts";

/**
 * R1: a requirement that an earlier version had carries its key over, and its revision never falls; it rises when its
 * kind changes.
 */
export function checkSuccession(earlier: readonly Module[], later: readonly Module[]): Problem[] {
  const before = new Map(
    earlier.flatMap(({ requirements }) => requirements).map((requirement) => [requirement.key, requirement]),
  );
  return later.flatMap((module, m) =>
    module.requirements.flatMap((requirement, r) => {
      const known = before.get(requirement.key);
      return known ? checkRevision(known, requirement, `modules.${m}.requirements.${r}.revision`) : [];
    }),
  );
}

function checkRevision(known: Requirement, { key, kind, revision }: Requirement, path: string): Problem[] {
  if (revision < known.revision) {
    return [
      {
        code: "REVISION_FELL",
        path,
        message: `The revision of ${key} falls from ${known.revision} to ${revision}.`,
        fix: `Use revision ${known.revision}, or a higher one if its meaning changed.`,
        keys: [key],
      },
    ];
  }
  if (kind !== known.kind && revision === known.revision) {
    return [
      {
        code: "MEANING_CHANGED",
        path,
        message: `${key} was ${known.kind} and is ${kind}, under the same revision.`,
        fix: `Raise its revision to ${known.revision + 1}.`,
        keys: [key],
      },
    ];
  }
  return [];
}
