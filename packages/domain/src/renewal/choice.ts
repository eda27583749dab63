import type { RenewalPath } from "../program/renewal-policy.ts";
import type { VersionContent } from "../program/version.ts";
import { Refusal } from "../refusal.ts";

/** The path that was chosen is not offered for this renewal (R8). */
export class RenewalPathNotOffered extends Refusal {
  readonly code = "RENEWAL_PATH_NOT_OFFERED";
  readonly pathKey: string;
  /** The keys of those that are. */
  readonly offered: readonly string[];
  constructor(pathKey: string, offered: readonly string[]) {
    super(
      `The renewal path ${pathKey} is not offered for this renewal.`,
      offered.length > 0
        ? `Choose one of: ${offered.join(", ")}.`
        : "A reinstatement asks for everything: go on with it.",
    );
    this.pathKey = pathKey;
    this.offered = offered;
  }
}

/** Whether a path is offered in a cycle; the renewal of the first certificate is cycle 1. */
export function isOfferedInCycle({ cycles }: Pick<RenewalPath, "cycles">, cycle: number): boolean {
  return cycles === null || (cycle >= cycles.from && (cycle - cycles.from) % cycles.every === 0);
}

/**
 * R8: the paths that are offered for a renewal, in the order of the policy: by the number of the cycle, and by what
 * changed.
 * @param met the highest revision ever accepted of each requirement, before the cycle
 */
export function offeredPaths(
  paths: readonly RenewalPath[],
  cycle: number,
  { modules }: VersionContent,
  met: ReadonlyMap<string, number>,
): RenewalPath[] {
  const changed = new Set(
    modules.flatMap(({ requirements }) =>
      requirements.filter(({ key, revision }) => revision > (met.get(key) ?? 0)).map(({ key }) => key),
    ),
  );
  return paths.filter(
    (path) => isOfferedInCycle(path, cycle) && (path.changed === null || path.changed.some((key) => changed.has(key))),
  );
}
