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

/** A certificate as standing sees it. Null dates: does not expire. */
export interface CertificateFact {
  readonly validFrom: Date;
  readonly opensAt: Date | null;
  readonly expiresAt: Date | null;
  readonly graceEndsAt: Date | null;
  /** From when it is revoked, if ever. */
  readonly revokedAt?: Date | null;
}

/** An interval, half-open; open-ended when `until` is null. */
export interface Suspension {
  readonly from: Date;
  readonly until: Date | null;
}

/** All that a standing depends on. */
export interface CertificationFacts {
  readonly certificates: readonly CertificateFact[];
  readonly suspensions: readonly Suspension[];
  /** The intervals in which the person was or is enrolled. */
  readonly enrolments: readonly { readonly from: Date; readonly until: Date | null }[];
}

/** R6: a pure function of facts and time; nothing needs to run for it to be true. Intervals are half-open. */
export function standingAt(t: Date, { certificates, suspensions, enrolments }: CertificationFacts): Standing {
  const unrevoked = certificates.filter(({ revokedAt }) => !revokedAt || revokedAt > t);
  const latest = unrevoked
    .filter(({ validFrom }) => validFrom <= t)
    .reduce<CertificateFact | undefined>((a, b) => (a && a.validFrom >= b.validFrom ? a : b), undefined);
  if (!latest) {
    if (unrevoked.length > 0) return "UPCOMING";
    if (certificates.length > 0) return "REVOKED";
    return within(t, enrolments) ? "IN_PROGRESS" : "NONE";
  }
  const byDates = standingOf(latest, t);
  return byDates !== "LAPSED" && within(t, suspensions) ? "SUSPENDED" : byDates;
}

function standingOf({ opensAt, expiresAt, graceEndsAt }: CertificateFact, t: Date): Standing {
  if (expiresAt === null || t < expiresAt) return opensAt !== null && t >= opensAt ? "RENEWAL_OPEN" : "CERTIFIED";
  return graceEndsAt !== null && t < graceEndsAt ? "GRACE" : "LAPSED";
}

function within(t: Date, intervals: readonly { readonly from: Date; readonly until: Date | null }[]): boolean {
  return intervals.some(({ from, until }) => from <= t && (until === null || t < until));
}
