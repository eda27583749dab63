import type { ProgramPolicy } from "../program/policy.ts";
import { type EarlyChoice, NothingLaterToRenewTo, RenewalNotOpen } from "./errors.ts";
import { type CertificateFact, datesAt, decidingAt, isRevokedAt } from "./standing.ts";
import { expiryAfter, periodFrom, toZoned, type ValidityPeriod } from "./validity.ts";

/** The rows of R9, by when the renewal is completed. A REINSTATEMENT asks for everything (method FULL). */
export const renewalRows = ["EARLY", "IN_TIME", "IN_GRACE", "REINSTATEMENT"] as const;
export type RenewalRow = (typeof renewalRows)[number];

/** The certificate that a renewal follows on, with the policy that its cycle pinned (R7). */
export type RenewedCertificate = CertificateFact & { readonly policy: ProgramPolicy };

/** A renewal that is complete. */
export interface CompletedRenewal {
  readonly certificate: RenewedCertificate;
  /** What the renewal pinned when it opened: how long the next certificate lasts, and its window and grace. */
  readonly next: ProgramPolicy;
  /** R5: c of R9, the instant of the last accepted submission: it decides the row. */
  readonly completedAt: Date;
  /** Not before `completedAt`: the next certificate is valid from here. */
  readonly awardedAt: Date;
  /** R10: all that was asked is a delta, which before the regular window keeps the present expiry. */
  readonly isDelta: boolean;
  /** IANA name */
  readonly timeZone: string;
  /** The number of a version whose certificates end later, to name where this one has nothing later; null: none. */
  readonly laterVersion: number | null;
}

/** What decides the row. */
interface Counted {
  readonly certificate: CertificateFact;
  readonly completedAt: Date;
  readonly awardedAt: Date;
}

/** R9: the certificate that a renewal completed at `at` follows on; undefined when there is none. */
export function renewedAt<Fact extends CertificateFact>(at: Date, certificates: readonly Fact[]): Fact | undefined {
  const unrevoked = certificates.filter((one) => !isRevokedAt(at, one));
  return decidingAt(at, certificates) ?? newest(unrevoked) ?? newest(certificates);
}

/**
 * R5, R9: the instant at which a renewal counts as completed. What was submitted before the renewal opened counts from
 * the opening when a review completes it after that, so that a slow reviewer costs nothing; and from the claim, when it
 * waited for one.
 * @param submittedAt the last accepted submission
 * @param claimed whether the holder asks for it now, and no review does
 */
export function countedAt(submittedAt: Date, now: Date, claimed: boolean, certificate: CertificateFact): Date {
  if (isRevokedAt(now, certificate) || renewalRowAt(submittedAt, certificate) !== "EARLY") return submittedAt;
  if (claimed) return now;
  return renewalRowAt(now, certificate) === "EARLY" ? submittedAt : (datesAt(now, certificate).opensAt ?? submittedAt);
}

/** A version that has been published, as far as pinning asks. */
interface PublishedVersion {
  readonly number: number;
  readonly publishedAt: Date;
}

/**
 * R7: the version whose policy decides how long the next certificate lasts: the one that was current when the renewal
 * opened (when it is claimed early: then), or the later one that the holder renews on. A reinstatement has its own.
 * @param enrolledOn the number of the version that the holder renews on; it is among the versions
 */
export function pinnedVersion<Version extends PublishedVersion>(
  versions: readonly Version[],
  enrolledOn: number,
  renewal: Counted,
): Version {
  const { certificate, completedAt } = renewal;
  const row = rowOf(renewal);
  const opensAt = row === "EARLY" ? completedAt : datesAt(completedAt, certificate).opensAt;
  const at = row === "REINSTATEMENT" ? null : opensAt;
  const pinned = versions
    .filter(({ number, publishedAt }) => number === enrolledOn || (at !== null && publishedAt <= at))
    .reduce<Version | undefined>((a, b) => (a && a.number >= b.number ? a : b), undefined);
  if (!pinned) throw new RangeError(`Version ${enrolledOn} is not among the versions.`);
  return pinned;
}

/** R9: the row that a completion falls in, by the dates that hold then. */
export function renewalRowAt(completedAt: Date, certificate: CertificateFact): RenewalRow {
  if (isRevokedAt(completedAt, certificate)) return "REINSTATEMENT";
  const { opensAt, expiresAt, graceEndsAt } = datesAt(completedAt, certificate);
  if (expiresAt !== null && completedAt >= expiresAt)
    return graceEndsAt !== null && completedAt < graceEndsAt ? "IN_GRACE" : "REINSTATEMENT";
  return opensAt !== null && completedAt >= opensAt ? "IN_TIME" : "EARLY";
}

/** R9: the row of a renewal that is complete. What has been revoked by the award is reinstated, not renewed (R6). */
export function rowOf({ certificate, completedAt, awardedAt }: Counted): RenewalRow {
  return isRevokedAt(awardedAt, certificate) ? "REINSTATEMENT" : renewalRowAt(completedAt, certificate);
}

/**
 * R9: the period of the next certificate. It is valid from the award, always; the anchor decides only how long it lasts.
 * @throws RenewalNotOpen before the renewal opens, where the policy has no early renewal
 * @throws NothingLaterToRenewTo
 */
export function renewalPeriod(renewal: CompletedRenewal): ValidityPeriod {
  const { certificate, next, completedAt, awardedAt, timeZone } = renewal;
  const row = rowOf(renewal);
  if (row === "EARLY" && !certificate.policy.earlyRenewal)
    throw new RenewalNotOpen(datesAt(completedAt, certificate).opensAt, null);
  return periodFrom(awardedAt, expiryIn(row, renewal), next, timeZone);
}

/**
 * R9: both dates, for who may renew early: what it would bring now, and once the window is open.
 * @returns null where the policy has no early renewal
 * @throws NothingLaterToRenewTo
 */
export function earlyChoice(renewal: CompletedRenewal): EarlyChoice | null {
  const { opensAt } = datesAt(renewal.completedAt, renewal.certificate);
  if (!renewal.certificate.policy.earlyRenewal) return null;
  const now = renewalPeriod(renewal).expiresAt;
  const open = opensAt && renewalPeriod({ ...renewal, completedAt: opensAt, awardedAt: opensAt });
  return { now, onceOpen: open ? open.expiresAt : now };
}

/** The table of R9. */
function expiryIn(row: RenewalRow, renewal: CompletedRenewal): Date | null {
  const { certificate, next, completedAt, awardedAt, isDelta, timeZone } = renewal;
  const { expiresAt: present, baseline, windowOpensAt } = datesAt(awardedAt, certificate);
  const counted = (from: Date, beyond: Date) => expiryAfter(next.validity, toZoned(from, timeZone), beyond);
  if (row === "REINSTATEMENT") return assertLater(counted(completedAt, awardedAt), awardedAt, renewal);
  // Never is later than any date: who holds one without an expiry keeps that.
  if (present === null || baseline === null) return null;
  const isBeforeWindow = windowOpensAt !== null && completedAt < windowOpensAt;
  if (isDelta && isBeforeWindow && present > awardedAt) return present;
  const beyond = latest(awardedAt, present);
  if (next.validity.kind === "END_DATE") return assertLater(counted(completedAt, beyond), beyond, renewal);
  if (row === "EARLY") {
    if (next.anchor === "FIXED" && next.validity.kind === "FIXED")
      return expiryAfter({ ...next.validity, minimum: "P0D" }, toZoned(beyond, timeZone), beyond);
    return orLater(counted(completedAt, awardedAt), present);
  }
  if (next.anchor !== "COMPLETION") return counted(baseline, beyond);
  const byCompletion = counted(completedAt, awardedAt);
  return row === "IN_TIME" ? orLater(byCompletion, present) : byCompletion;
}

/** @throws NothingLaterToRenewTo where the end date is not later than what is had already */
function assertLater(expiry: Date | null, had: Date, { next, laterVersion }: CompletedRenewal): Date | null {
  if (next.validity.kind === "END_DATE" && expiry !== null && expiry <= had)
    throw new NothingLaterToRenewTo(next.validity.date, laterVersion);
  return expiry;
}

function newest<Fact extends CertificateFact>(certificates: readonly Fact[]): Fact | undefined {
  return certificates.reduce<Fact | undefined>((a, b) => (a && a.validFrom >= b.validFrom ? a : b), undefined);
}

function latest(a: Date, b: Date): Date {
  return a > b ? a : b;
}

function orLater(expiry: Date | null, other: Date): Date | null {
  return expiry === null ? null : latest(expiry, other);
}
