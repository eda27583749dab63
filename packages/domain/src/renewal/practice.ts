import { Temporal } from "temporal-polyfill";
import type { RequirementKind } from "../program/version.ts";
import { dayOf, isFresh, type RenewalEvidence, type RenewalFacts } from "./facts.ts";

/** How many fresh evidences of a sort are asked, and how many there are (R8). */
export interface EvidenceCount {
  readonly asked: number;
  readonly accepted: number;
  /** Put forward and not yet decided. */
  readonly pending: number;
  /** The day of the newest accepted one: YYYY-MM-DD. */
  readonly newestOn: string | null;
  /** The newest may not be older than this day; null: no limit. */
  readonly newestFrom: string | null;
  readonly complete: boolean;
}

const appliedKinds: ReadonlySet<RequirementKind> = new Set(["APPLIED_TASK", "OBSERVATION"]);

/** Work that was done, or was seen being done: what R2 asks for beside reflection. */
export function isApplied(kind: RequirementKind): boolean {
  return appliedKinds.has(kind);
}

/**
 * R8: evidences dated since validFrom that show the kinds, the newest of them within a recency at the completion.
 * One evidence counts once, however many requirements it names.
 */
export function countEvidence(
  facts: RenewalFacts,
  shows: (kind: RequirementKind) => boolean,
  asked: number,
  recency: string | null = null,
): EvidenceCount {
  const fresh = facts.evidence.filter((one) => isFresh(one, facts) && one.shows.some(({ kind }) => shows(kind)));
  const accepted = fresh.filter(({ status }) => status === "ACCEPTED");
  const newestOn = accepted.reduce<string | null>(
    (newest, { performedOn }) => (newest !== null && newest >= performedOn ? newest : performedOn),
    null,
  );
  const newestFrom = recency === null ? null : oldestOf(recency, facts);
  const isRecent = newestFrom === null || (newestOn !== null && newestOn >= newestFrom);
  return {
    asked,
    accepted: distinct(accepted),
    pending: distinct(fresh.filter(({ status }) => status === "SUBMITTED")),
    newestOn,
    newestFrom,
    complete: distinct(accepted) >= asked && isRecent,
  };
}

/** What is recognised from another program comes once for each requirement that it counts for. */
function distinct(evidence: readonly RenewalEvidence[]): number {
  return new Set(evidence.map(({ id }) => id)).size;
}

function oldestOf(recency: string, { now, timeZone }: RenewalFacts): string {
  return Temporal.PlainDate.from(dayOf(now, timeZone)).subtract(recency).toString();
}
