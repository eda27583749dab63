import { Temporal } from "temporal-polyfill";
import type { Requirement, RequirementKind } from "../program/version.ts";

/** The kinds of requirements that what an LMS says may count for. R2: what is done at work, seen by another or reflected on is never learned of from an LMS. */
export const kindsByLms = ["LMS_ACTIVITY", "ASSESSMENT"] as const satisfies readonly RequirementKind[];

/** Whether what an LMS says may count for a requirement of this kind (R2). */
export function isKindByLms(kind: RequirementKind): kind is (typeof kindsByLms)[number] {
  return (kindsByLms as readonly RequirementKind[]).includes(kind);
}

/** What an LMS said about a person, as far as it decides. */
export interface FactSaid {
  readonly kind: "COMPLETION" | "GRADE";
  /** Of a COMPLETION; false: it was undone. */
  readonly completed: boolean | null;
  /** Of a GRADE, in points; null: it was taken back. */
  readonly score: number | null;
  /** Of a GRADE: the most points. */
  readonly maximum: number | null;
  /** The local day on which it happened: YYYY-MM-DD. */
  readonly performedOn: string;
}

export interface FactContext {
  /** The local day of today: YYYY-MM-DD. */
  readonly today: string;
  /** Of a renewal: the local day on which the certificate began that it renews. What happened before is not new (R8). */
  readonly since: string | null;
}

/** What a fact is for one requirement. `score`: of an assessment, 0 to 100. */
export type FactDecision =
  | { readonly outcome: "COUNTED"; readonly score: number | null; readonly performedOn: string }
  | { readonly outcome: "NOT_MET" | "TOO_OLD" };

/**
 * R3: whether what a registered connection said is accepted for a requirement, by policy and without a person. A completion
 * counts for an LMS_ACTIVITY, a result at or above the pass mark for an ASSESSMENT, each within the requirement's freshness.
 */
export function decideFact(
  fact: FactSaid,
  { kind, passMark, freshness }: Pick<Requirement, "kind" | "passMark" | "freshness">,
  { today, since }: FactContext,
): FactDecision {
  const score = scoreOf(fact);
  const isMet =
    (kind === "LMS_ACTIVITY" && fact.kind === "COMPLETION" && fact.completed === true) ||
    (kind === "ASSESSMENT" && score !== null && score >= (passMark ?? 0));
  if (!isMet) return { outcome: "NOT_MET" };
  // A clock of the LMS that runs ahead makes nothing younger than it is.
  const performedOn = isBefore(today, fact.performedOn) ? today : fact.performedOn;
  const oldest = freshness === null ? null : Temporal.PlainDate.from(today).subtract(freshness).toString();
  if ((oldest && isBefore(performedOn, oldest)) || (since && isBefore(performedOn, since)))
    return { outcome: "TOO_OLD" };
  return { outcome: "COUNTED", score: kind === "ASSESSMENT" ? score : null, performedOn };
}

/**
 * A result in whole parts of a hundred, as evidence has it: never rounded up, so that nothing below a pass mark passes. More
 * than the most is the most. Null: it is none, or was taken back.
 */
export function scoreOf({ kind, score, maximum }: Pick<FactSaid, "kind" | "score" | "maximum">): number | null {
  if (kind !== "GRADE" || score === null || maximum === null || maximum <= 0) return null;
  // 57 of 100 is 56.99999999999999 in floating point.
  const share = Math.floor((score / maximum) * 100 + 1e-9);
  return Math.min(100, Math.max(0, share));
}

function isBefore(day: string, other: string): boolean {
  return Temporal.PlainDate.compare(day, other) < 0;
}

/** When a newer word of an LMS about the same replaces an older one: the later instant, and of equal ones the later told. */
export function isNewerWord(
  one: { readonly occurredAt: Date; readonly id: string },
  other: { readonly occurredAt: Date; readonly id: string },
): boolean {
  const apart = one.occurredAt.getTime() - other.occurredAt.getTime();
  return apart > 0 || (apart === 0 && one.id > other.id);
}
