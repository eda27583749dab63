import { Temporal } from "temporal-polyfill";
import type { EvidenceStatus } from "../evidence/evidence.ts";
import type { RequirementKind } from "../program/version.ts";

/** An evidence as a renewal sees it (R8). */
export interface RenewalEvidence {
  readonly id: string;
  readonly status: EvidenceStatus;
  /** The local day of the work that it shows: YYYY-MM-DD. */
  readonly performedOn: string;
  /** When it was accepted, returned or rejected. */
  readonly decidedAt: Date | null;
  /** The requirements that it names, as they were where it was put forward. */
  readonly shows: readonly { readonly key: string; readonly revision: number; readonly kind: RequirementKind }[];
}

/** An accepted credit entry. Amounts are in hundredths of a credit: sums of decimals would not add up. */
export interface CreditFact {
  readonly id: string;
  readonly unit: string;
  readonly category: string | null;
  readonly hundredths: number;
  /** How much of it earlier renewals have spent: each credit is spent once. */
  readonly spentHundredths: number;
  /** YYYY-MM-DD. */
  readonly earnedOn: string;
  readonly enteredAt: Date;
}

/** A surplus of the cycle before: whose credits count once more, and how many of them (R8). */
export interface CarryOver {
  /** The validFrom of the certificate before the present one. */
  readonly since: Date;
  /** How many hundredths of a unit's credits carry. */
  readonly cap: (unit: string) => number;
}

/** All that a renewal's progress depends on, but for the policy and the content. */
export interface RenewalFacts {
  /** The renewal of the first certificate is cycle 1. */
  readonly cycle: number;
  /** When the cycle began: validFrom of the certificate that is renewed. */
  readonly since: Date;
  readonly now: Date;
  /** IANA name of the organisation's zone: days are counted in it. */
  readonly timeZone: string;
  /** After the grace or a revocation: FULL, whatever the policy (R9). */
  readonly reinstatement: boolean;
  /** The key of the path that the holder chose; null: none yet. */
  readonly choice: string | null;
  /** All accepted evidences of the holder that count in the program, and those under way for this renewal. */
  readonly evidence: readonly RenewalEvidence[];
  /** The accepted credits of the holder that are for this program or for any. */
  readonly credits: readonly CreditFact[];
  /** Null: nothing carries, as in the first cycle and after a reinstatement. */
  readonly carryOver: CarryOver | null;
  /** The modules whose micro-credential is stale, with when that began (R10); what was shown by then does not count for them. */
  readonly stale?: ReadonlyMap<string, Date>;
  /** Whether it is open only by a version that was published BY_DATE, before the regular window (R10). */
  readonly called?: boolean;
}

/** The local day of an instant: YYYY-MM-DD. */
export function dayOf(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}

/**
 * Of the present cycle: not decided before it began. What was accepted in the very award that began it has done its
 * service, so the instant itself is before.
 */
export function isOfCycle({ status, decidedAt }: RenewalEvidence, since: Date): boolean {
  return status !== "ACCEPTED" || (decidedAt !== null && decidedAt > since);
}

/** Of the present cycle, and the work that it shows too: dated on its first day or later. */
export function isFresh(evidence: RenewalEvidence, { since, timeZone }: RenewalFacts): boolean {
  return isOfCycle(evidence, since) && evidence.performedOn >= dayOf(since, timeZone);
}

/** Earned since an instant: of its own day, what was entered after it; the rest belongs to the cycle before. */
export function isEarnedSince({ earnedOn, enteredAt }: CreditFact, since: Date, timeZone: string): boolean {
  const begin = dayOf(since, timeZone);
  return earnedOn > begin || (earnedOn === begin && enteredAt > since);
}

/** The highest revision ever accepted of each requirement before the cycle began, so that skipped versions add up. */
export function metBefore({ evidence, since }: RenewalFacts): ReadonlyMap<string, number> {
  const met = new Map<string, number>();
  for (const one of evidence) {
    if (one.status !== "ACCEPTED" || isOfCycle(one, since)) continue;
    for (const { key, revision } of one.shows) met.set(key, Math.max(revision, met.get(key) ?? 0));
  }
  return met;
}
