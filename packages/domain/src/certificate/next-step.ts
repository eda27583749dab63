import type { Standing } from "./standing.ts";
import {
  awardedBy,
  type CertificationFacts,
  datesAt,
  decidingAt,
  type Interval,
  isRevokedAt,
  isWithin,
  type Suspension,
  standingAt,
} from "./standing.ts";

/** What leads from a standing back to CERTIFIED (R6, R9: there are no dead ends). */
export const certificationSteps = [
  "ENROL",
  "COMPLETE",
  "AWAIT_APPROVAL",
  "AWAIT_START",
  "RENEW",
  "RENEW_IN_GRACE",
  "REINSTATE",
  "AWAIT_END_OF_SUSPENSION",
  "APPEAL",
  "AWAIT_APPEAL",
  "AWAIT_REINSTATEMENT",
  "AWAIT_END_OF_BAR",
] as const;
export type CertificationStep = (typeof certificationSteps)[number];

export interface NextCertificationStep {
  readonly kind: CertificationStep;
  /** From when it can be taken, or when what is awaited comes; null: now. */
  readonly from: Date | null;
  /** Before when; null: no end. */
  readonly until: Date | null;
}

/** R6, R9: what there is to do at an instant; null when CERTIFIED: nothing. */
export function nextCertificationStep(t: Date, facts: CertificationFacts): NextCertificationStep | null {
  return steps[standingAt(t, facts)](t, facts);
}

const steps: Readonly<Record<Standing, (t: Date, facts: CertificationFacts) => NextCertificationStep | null>> = {
  NONE: () => step("ENROL"),
  IN_PROGRESS: (t, facts) => awaited(t, facts) ?? step("COMPLETE"),
  UPCOMING: (t, { certificates }) => {
    const begins = awardedBy(t, certificates)
      .filter((one) => !isRevokedAt(t, one))
      .map(({ validFrom }) => Number(validFrom));
    return step("AWAIT_START", new Date(Math.min(...begins)));
  },
  CERTIFIED: () => null,
  RENEWAL_OPEN: (t, facts) => awaited(t, facts) ?? step("RENEW", null, datesOf(t, facts)?.expiresAt),
  GRACE: (t, facts) => awaited(t, facts) ?? step("RENEW_IN_GRACE", null, datesOf(t, facts)?.graceEndsAt),
  LAPSED: (t, facts) => afterBar(t, facts),
  REVOKED: (t, facts) => afterBar(t, facts),
  SUSPENDED: (t, { suspensions }) => {
    const end = endOf(t, suspensions);
    return end ? step("AWAIT_END_OF_SUSPENSION", end) : step(againstSuspension(t, suspensions));
  },
};

/** R11: a suspension without an end is appealed, once. Dismissed, it is for whoever decides to lift it. */
function againstSuspension(t: Date, suspensions: readonly Suspension[]): CertificationStep {
  const lasting = suspensions.filter(({ from, until }) => from <= t && until === null);
  const isPast = (at: Date | null | undefined) => Boolean(at && at <= t);
  if (lasting.some(({ appealedAt }) => !isPast(appealedAt))) return "APPEAL";
  return lasting.every(({ dismissedAt }) => isPast(dismissedAt)) ? "AWAIT_REINSTATEMENT" : "AWAIT_APPEAL";
}

/** R5: all is met, and the rest is an approver's: it has no date, and a slow one costs its holder nothing. */
function awaited(t: Date, { approvals }: CertificationFacts): NextCertificationStep | null {
  return isWithin(t, approvals ?? []) ? step("AWAIT_APPROVAL") : null;
}

/** Everything anew, after the bar that a revocation may have set. One for good is appealed. */
function afterBar(t: Date, facts: CertificationFacts): NextCertificationStep {
  const barred = barAt(t, facts.bars);
  if (!barred) return awaited(t, facts) ?? step("REINSTATE");
  return barred.until ? step("AWAIT_END_OF_BAR", barred.until) : step("APPEAL");
}

/** R6, R11: the bar to a reinstatement that holds at an instant, to its end. */
export function barAt(t: Date, bars: readonly Interval[] | undefined): { readonly until: Date | null } | null {
  const end = endOf(t, bars ?? []);
  return end === undefined ? null : { until: end };
}

/** When the intervals that hold an instant have all ended, also those that follow on; null: never; undefined: none holds it. */
function endOf(t: Date, intervals: readonly Interval[]): Date | null | undefined {
  const holding = intervals.filter(({ from, until }) => from <= t && (until === null || t < until));
  if (holding.length === 0) return undefined;
  const ends = holding.map(({ until }) => until);
  if (ends.includes(null)) return null;
  const end = new Date(Math.max(...ends.map(Number)));
  const next = endOf(end, intervals);
  return next === undefined ? end : next;
}

function datesOf(t: Date, { certificates }: CertificationFacts) {
  const deciding = decidingAt(t, certificates);
  return deciding && datesAt(t, deciding);
}

function step(kind: CertificationStep, from: Date | null = null, until: Date | null = null): NextCertificationStep {
  return { kind, from, until };
}
