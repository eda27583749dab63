/** Where a person stands in a program at an instant (R6). */
export const standings = [
  "NONE",
  "IN_PROGRESS",
  "UPCOMING",
  "CERTIFIED",
  "RENEWAL_OPEN",
  "GRACE",
  "LAPSED",
  "SUSPENDED",
  "REVOKED",
] as const;
export type Standing = (typeof standings)[number];

/** An interval, half-open; open-ended when `until` is null. */
export interface Interval {
  readonly from: Date;
  readonly until: Date | null;
}

/** R7: an extension, as standing sees it: from `at` on, these dates hold. The baseline stays. */
export interface DateChange {
  readonly at: Date;
  readonly expiresAt: Date;
  readonly graceEndsAt: Date;
}

/** R10: a version published BY_DATE at `at` lets the renewal of what earlier versions awarded open at `opensAt`. */
export interface Opening {
  readonly at: Date;
  readonly opensAt: Date;
}

/** A certificate as standing sees it. Its dates are those of the award. Null dates: does not expire. */
export interface CertificateFact {
  /** Before it there was no such certificate, nor one that would begin; left out: it was there always. */
  readonly awardedAt?: Date;
  readonly validFrom: Date;
  readonly opensAt: Date | null;
  /** R7: as awarded, it is the baseline, which no extension moves. */
  readonly expiresAt: Date | null;
  readonly graceEndsAt: Date | null;
  /** In any order; of those that hold at an instant the latest wins. */
  readonly changes?: readonly DateChange[];
  /** By the versions that were published after its own; the earliest that holds wins. */
  readonly openings?: readonly Opening[];
  /** When it is revoked: intervals, because an appeal may end a revocation (R11). */
  readonly revoked?: readonly Interval[];
}

/** When a certification is suspended, and what has become of an appeal against that (R11). */
export interface Suspension extends Interval {
  /** When its appeal was filed; null, or left out: it has not been appealed. */
  readonly appealedAt?: Date | null;
  /** When its appeal was dismissed; null, or left out: not. An upheld one ends it. */
  readonly dismissedAt?: Date | null;
}

/** All that a standing depends on. */
export interface CertificationFacts {
  readonly certificates: readonly CertificateFact[];
  /** When the certification is suspended (R6, R11). */
  readonly suspensions: readonly Suspension[];
  /** When the person was or is enrolled. */
  readonly enrolments: readonly Interval[];
  /** When a decision bars a reinstatement (R6, R11); open-ended: for good, unless an appeal ends it. */
  readonly bars?: readonly Interval[];
  /** When an award waits for an approver, with all that it asks met (R5). */
  readonly approvals?: readonly Interval[];
}

/** The dates of a certificate that hold at an instant. Null dates: does not expire, does not open by itself. */
export interface DatesInForce {
  readonly opensAt: Date | null;
  readonly expiresAt: Date | null;
  readonly graceEndsAt: Date | null;
  /** The expiry as awarded (R7). */
  readonly baseline: Date | null;
  /** When the renewal opens by the policy alone: baseline - window. R10 may open it earlier. */
  readonly windowOpensAt: Date | null;
}

/** R6: a pure function of facts and time; nothing needs to run for it to be true. Intervals are half-open. */
export function standingAt(t: Date, facts: CertificationFacts): Standing {
  const { suspensions, enrolments } = facts;
  const certificates = awardedBy(t, facts.certificates);
  const deciding = decidingAt(t, certificates);
  if (!deciding) {
    if (certificates.some((one) => !isRevokedAt(t, one))) return "UPCOMING";
    if (certificates.length > 0) return "REVOKED";
    return isWithin(t, enrolments) ? "IN_PROGRESS" : "NONE";
  }
  const byDates = standingByDates(t, datesAt(t, deciding));
  return byDates !== "LAPSED" && isWithin(t, suspensions) ? "SUSPENDED" : byDates;
}

/** The certificates that had been awarded at an instant: of a past one, what was true then is asked. */
export function awardedBy<Fact extends CertificateFact>(t: Date, certificates: readonly Fact[]): readonly Fact[] {
  return certificates.filter(({ awardedAt }) => !awardedAt || awardedAt <= t);
}

/** R6: the certificate that decides the standing: the latest that has begun and is not revoked. */
export function decidingAt<Fact extends CertificateFact>(t: Date, certificates: readonly Fact[]): Fact | undefined {
  return certificates
    .filter((one) => one.validFrom <= t && !isRevokedAt(t, one))
    .reduce<Fact | undefined>((a, b) => (a && a.validFrom >= b.validFrom ? a : b), undefined);
}

/** R7, R10: a certificate's dates as extensions and new versions have them at an instant. */
export function datesAt(
  t: Date,
  { expiresAt, graceEndsAt, opensAt, changes, openings }: CertificateFact,
): DatesInForce {
  const change = (changes ?? [])
    .filter(({ at }) => at <= t)
    .reduce<DateChange | undefined>((a, b) => (a && a.at > b.at ? a : b), undefined);
  const opens = (openings ?? [])
    .filter(({ at }) => at <= t)
    .map((opening) => new Date(Math.max(Number(opening.opensAt), Number(opening.at))));
  return {
    opensAt: earliest(opensAt === null ? opens : [opensAt, ...opens]),
    expiresAt: change?.expiresAt ?? expiresAt,
    graceEndsAt: change?.graceEndsAt ?? graceEndsAt,
    baseline: expiresAt,
    windowOpensAt: opensAt,
  };
}

export function isRevokedAt(t: Date, { revoked }: CertificateFact): boolean {
  return isWithin(t, revoked ?? []);
}

/** Whether one of the intervals holds the instant. */
export function isWithin(t: Date, intervals: readonly Interval[]): boolean {
  return sinceAt(t, intervals) !== null;
}

/** Since when one of the intervals holds the instant; null: none does. */
export function sinceAt(t: Date, intervals: readonly Interval[]): Date | null {
  return intervals.find(({ from, until }) => from <= t && (until === null || t < until))?.from ?? null;
}

/** What one certificate says of its holder at an instant, and since when, where a decision made it so. */
export interface CertificateStanding {
  readonly standing: Standing;
  /** Of SUSPENDED and REVOKED: from when on; else null. */
  readonly since: Date | null;
}

/**
 * R6, R11: what whoever holds one of the certificates in hand is told. Where the holder stands, but of a certificate that
 * is revoked that it is, however good an older one makes the standing: it counts no more.
 * @param certificate one of the certification's
 */
export function certificateStandingAt(
  t: Date,
  certificate: CertificateFact,
  facts: CertificationFacts,
): CertificateStanding {
  const revokedSince = sinceAt(t, certificate.revoked ?? []);
  if (revokedSince) return { standing: "REVOKED", since: revokedSince };
  const standing = standingAt(t, facts);
  return { standing, since: standing === "SUSPENDED" ? sinceAt(t, facts.suspensions) : null };
}

function standingByDates(t: Date, { opensAt, expiresAt, graceEndsAt }: DatesInForce): Standing {
  if (expiresAt === null || t < expiresAt) return opensAt !== null && t >= opensAt ? "RENEWAL_OPEN" : "CERTIFIED";
  return graceEndsAt !== null && t < graceEndsAt ? "GRACE" : "LAPSED";
}

function earliest(dates: readonly Date[]): Date | null {
  return dates.reduce<Date | null>((a, b) => (a && a <= b ? a : b), null);
}
