import { indexEvidence, requirementsOf } from "../enrolment/module-progress.ts";
import { progressOf } from "../enrolment/progress.ts";
import type { VersionContent } from "../program/version.ts";
import { isFresh, isOfCycle, metBefore, type RenewalFacts } from "./facts.ts";
import { type AskedRequirement, neededAtFirst, type RequirementsProgress } from "./requirements.ts";

/**
 * R10: what a renewal asks for anew because a micro-credential has gone stale, beside what its rule asks: all that the module
 * asks for, by work of this cycle that was accepted after the stale one was awarded. Where the path has another way, that
 * one taken is enough. Null: nothing is stale that the path needs.
 */
export function staleProgress(content: VersionContent, facts: RenewalFacts): RequirementsProgress | null {
  const stale = content.modules.filter(({ key, awardsCertificate }) => awardsCertificate && facts.stale?.has(key));
  if (stale.length === 0) return null;
  const since = new Map(
    stale.flatMap(({ key, requirements }) =>
      requirements.map((requirement) => [requirement.key, facts.stale?.get(key)] as const),
    ),
  );
  const carried = new Set([...metBefore(facts).keys()].filter((key) => !since.has(key)));
  const revisions = new Map(
    content.modules.flatMap(({ requirements }) => requirements.map(({ key, revision }) => [key, revision])),
  );
  const evidence = facts.evidence
    .filter((one) => isOfCycle(one, facts.since))
    .map((one) => {
      const shown = one.shows.filter(({ key, revision }) => {
        const from = since.get(key);
        const isLater = !from || (isFresh(one, facts) && isOfCycle(one, from));
        return isLater && revision >= (revisions.get(key) ?? Number.POSITIVE_INFINITY);
      });
      return { id: one.id, status: one.status, requirementKeys: shown.map(({ key }) => key) };
    });
  const all = [{ id: "", status: "ACCEPTED" as const, requirementKeys: [...carried] }, ...evidence];
  const index = indexEvidence(all);
  const needed = new Set(neededAtFirst(content, carried).map(({ key }) => key));
  const requirements = stale
    .filter(({ key }) => needed.has(key))
    .flatMap((module) => {
      const states = requirementsOf(module, index);
      return module.requirements.map(
        ({ key: requirementKey, revision }, r): AskedRequirement => ({
          ...{ moduleKey: module.key, requirementKey, revision, reason: "STALE" },
          state: states[r]?.state ?? "OPEN",
        }),
      );
    });
  if (requirements.length === 0) return null;
  const { complete: otherWay, nextSteps } = progressOf(content, all);
  return {
    complete: otherWay || requirements.every(({ state }) => state === "MET"),
    requirements,
    nextSteps: nextSteps.filter(({ requirementKey }) => since.has(requirementKey)),
    work: null,
    reflection: null,
  };
}
