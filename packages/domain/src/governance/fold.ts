import type { Interval, Suspension } from "../certificate/standing.ts";
import type { DecisionFact } from "./decision.ts";

/** What the decisions on one certification come to, at every instant. */
export interface Governance {
  /** When the certification is suspended: disjoint, in order. */
  readonly suspensions: readonly Suspension[];
  /** When each certificate is revoked, by its id: disjoint, in order. */
  readonly revoked: ReadonlyMap<string, readonly Interval[]>;
  /** When no reinstatement may be completed: each revocation that set a bar, while it is in effect and before the bar ends. */
  readonly bars: readonly Interval[];
}

/**
 * R11: the decisions on one certification, in any order. A suspension or revocation holds from its instant; a stay holds
 * its effect up until the appeal is decided; an upheld appeal, or for a suspension a reinstatement, ends it from then on.
 * What has been stays.
 */
export function governanceOf(decisions: readonly DecisionFact[]): Governance {
  const suspensions: Suspension[] = [];
  const bars: Interval[] = [];
  const revoked = new Map<string, Interval[]>();
  for (const decision of decisions) {
    if (decision.kind !== "SUSPENDED" && decision.kind !== "REVOKED") continue;
    const effect = effectOf(decision, decisions);
    if (decision.kind === "SUSPENDED") {
      const { appealedAt } = decision;
      const dismissedAt = firstOf(["APPEAL_DISMISSED"], decision, decisions);
      suspensions.push(...effect.map((interval) => ({ ...interval, appealedAt, dismissedAt })));
    }
    const { barUntil } = decision;
    if (barUntil)
      bars.push(...effect.flatMap((interval) => intersect(interval, { from: interval.from, until: barUntil })));
    for (const id of decision.kind === "REVOKED" ? decision.certificateIds : [])
      revoked.set(id, [...(revoked.get(id) ?? []), ...effect]);
  }
  return {
    suspensions: suspensions.toSorted(byStart),
    bars: bars.toSorted(byStart),
    revoked: new Map([...revoked].map(([id, intervals]) => [id, intervals.toSorted(byStart)])),
  };
}

/** When a suspension or a revocation has effect: at most two intervals, before a stay and after it. */
function effectOf(decision: DecisionFact, decisions: readonly DecisionFact[]): Interval[] {
  const first = (...kinds: string[]) => firstOf(kinds, decision, decisions);
  const whole = { from: decision.decidedAt, until: first("REINSTATED", "APPEAL_UPHELD") };
  const stayed = first("STAY_GRANTED");
  if (!stayed) return intersect(whole, whole);
  const decided = first("APPEAL_UPHELD", "APPEAL_DISMISSED");
  return [
    ...intersect(whole, { from: whole.from, until: stayed }),
    ...(decided ? intersect(whole, { from: decided, until: null }) : []),
  ];
}

/** When the first decision of one of these kinds was made on it; null: none has been. */
function firstOf(kinds: readonly string[], { id }: DecisionFact, decisions: readonly DecisionFact[]): Date | null {
  return decisions
    .filter(({ kind, regardingId }) => regardingId === id && kinds.includes(kind))
    .reduce<Date | null>((a, { decidedAt: b }) => (a && a < b ? a : b), null);
}

/** What two intervals have in common; nothing when that is empty. */
function intersect(a: Interval, b: Interval): Interval[] {
  const [, from = a.from] = [a.from, b.from].toSorted((one, other) => one.getTime() - other.getTime());
  const until = a.until === null || (b.until !== null && b.until < a.until) ? b.until : a.until;
  return until === null || from < until ? [{ from, until }] : [];
}

function byStart(a: Interval, b: Interval): number {
  return a.from.getTime() - b.from.getTime();
}
