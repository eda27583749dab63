import type { RenewalRule } from "../program/renewal-policy.ts";
import type { VersionContent } from "../program/version.ts";
import type { Problem } from "../refusal.ts";

/** What every way of meeting a rule shows. */
interface Shows {
  readonly work: boolean;
  readonly reflection: boolean;
}

/**
 * R2 holds for renewals too: no renewal path may be met without an APPLIED_TASK or OBSERVATION and a REFLECTION. FULL
 * brings both, as the path does, and DELTA at least where nothing changed; CREDITS bring neither, PRACTICE the first only.
 * So credits are composed with one of these, or the path is published under a written waiver.
 */
export function checkNoSymbolicRenewal({ policy: { renewalPaths } }: VersionContent): Problem[] {
  return renewalPaths.flatMap(({ key, rule }, p): Problem[] => {
    const { work, reflection } = showsOf(rule);
    const path = `policy.renewalPaths.${p}.rule`;
    const fix = "Ask for DELTA as well (ALL of both): it asks at least for these; or publish with a written waiver.";
    const problems: Problem[] = [];
    if (!work) {
      problems.push({
        code: "SYMBOLIC_RENEWAL_WITHOUT_APPLIED_WORK",
        path,
        message: `The renewal path ${key} can be met without any applied task or observation (R2).`,
        fix,
      });
    }
    if (!reflection) {
      problems.push({
        code: "SYMBOLIC_RENEWAL_WITHOUT_REFLECTION",
        path,
        message: `The renewal path ${key} can be met without any reflection (R2).`,
        fix,
      });
    }
    return problems;
  });
}

function showsOf(rule: RenewalRule): Shows {
  switch (rule.method) {
    case "FULL":
    case "DELTA":
      return { work: true, reflection: true };
    case "PRACTICE":
      return { work: true, reflection: false };
    case "CREDITS":
      return { work: false, reflection: false };
    case "ALL":
    case "ANY": {
      const inner = rule.rules.map(showsOf);
      const holds = (of: (shows: Shows) => boolean) => (rule.method === "ALL" ? inner.some(of) : inner.every(of));
      return { work: holds((shows) => shows.work), reflection: holds((shows) => shows.reflection) };
    }
  }
}
