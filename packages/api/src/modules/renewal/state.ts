import {
  type CarryOver,
  type CarryOverMode,
  datesAt,
  type EnrolmentStatus,
  openingsOf,
  type RenewalEvidence,
  type RenewalFacts,
  type RenewalRule,
  renewalRowAt,
  renewedAt,
  staleModules,
  toHundredths,
  type VersionContent,
  versionToRenewOn,
} from "@kunna/domain";
import type { AwardedCertificate, Certification, CertificationKey } from "../certification/index.ts";
import type { LedgerEntry } from "../ledger/index.ts";

/** A version of the program that has been published. */
export interface PublishedVersion {
  readonly id: string;
  readonly number: number;
  readonly publishedAt: Date;
  /** Whether it can be enrolled on. */
  readonly isOpen: boolean;
  /** How holders of older versions come over (R10). */
  readonly carryOver: CarryOverMode;
  /** Of a BY_DATE: the day by which their renewal is due (YYYY-MM-DD), and what is said to them. */
  readonly by: string | null;
  readonly carryOverNote: string | null;
  readonly content: VersionContent;
}

/** What is stored of the renewals of one certification. */
export interface RenewalInputs extends CertificationKey {
  readonly certification: Certification;
  /** All its enrolments for a renewal. */
  readonly renewals: readonly {
    readonly id: string;
    readonly versionId: string;
    readonly status: EnrolmentStatus;
    readonly renewalPathKey: string | null;
  }[];
  /** The one under way, with those that it resumes: what waits for its review there counts as pending. */
  readonly underWayIn: ReadonlySet<string>;
  /** By their number. */
  readonly versions: readonly PublishedVersion[];
  readonly timeZone: string;
  readonly evidence: readonly PutForward[];
  readonly credits: readonly LedgerEntry[];
}

type PutForward = RenewalEvidence & { readonly enrolmentId: string | null; readonly submittedAt: Date | null };

/** All that a renewal depends on, from the instant for which it was made. */
export interface RenewalState extends CertificationKey {
  readonly certificate: AwardedCertificate;
  readonly certification: Certification;
  /** The renewal's enrolment; null: the holder has not enrolled yet, and what they do now counts all the same. */
  readonly enrolment: { readonly id: string; readonly renewalPathKey: string | null } | null;
  /** The version that it is on, or would be on. */
  readonly version: PublishedVersion;
  /** All that have been published, by their number. */
  readonly versions: readonly PublishedVersion[];
  readonly timeZone: string;
  readonly evidence: readonly PutForward[];
  readonly credits: readonly LedgerEntry[];
  readonly carryOver: CarryOver | null;
  /** The enrolment under way, with those that it resumes. */
  readonly underWayIn: ReadonlySet<string>;
}

/** The renewal that what is stored leads to, at an instant; null: nothing can be renewed. */
export function renewalStateOf(inputs: RenewalInputs, now: Date): RenewalState | null {
  const { personId, programId, certification, renewals, underWayIn, versions, timeZone, evidence, credits } = inputs;
  const { certificates } = certification;
  const certificate = renewedAt(now, certificates);
  if (!certificate) return null;
  const enrolment = renewals.find(({ status }) => status === "ACTIVE") ?? null;
  const open = versions.filter(({ isOpen }) => isOpen);
  const version = enrolment
    ? versions.find(({ id }) => id === enrolment.versionId)
    : versionToRenewOn(certificate.versionNumber, open, renewalRowAt(now, certificate) === "REINSTATEMENT");
  if (!version) return null;
  const paths = new Map(renewals.map(({ id, renewalPathKey }) => [id, renewalPathKey]));
  return {
    ...{ personId, programId, certificate, certification, enrolment, version, versions, timeZone, credits },
    underWayIn,
    // What is under way counts where it was put forward; what was accepted counts wherever that was.
    evidence: [
      ...importedBy(certificates, versions),
      ...evidence.filter((one) => one.status === "ACCEPTED" || underWayIn.has(one.enrolmentId ?? "")),
    ],
    carryOver: carryOverOf(certificate, certificates, paths),
  };
}

/**
 * R10: the same, as if a version were published in a way, or had not been. Only what publication decides is changed: which
 * version one renews on, and when the renewal opens.
 * @param version null: as if it were not there
 * @param moves whether who is under way on older versions moves on to it: of renewals, those that it takes over
 */
export function supposing(
  inputs: RenewalInputs,
  versionId: string,
  version: PublishedVersion | null,
  moves = false,
): RenewalInputs {
  const others = inputs.versions.filter(({ id }) => id !== versionId);
  const versions = version ? [...others, version].toSorted((a, b) => a.number - b.number) : others;
  const numberOf = new Map(versions.map(({ id, number }) => [id, number]));
  const certificates = inputs.certification.certificates.map((certificate) => ({
    ...certificate,
    openings: openingsOf(certificate.versionNumber, versions),
  }));
  const moved = (one: RenewalInputs["renewals"][number]) =>
    version &&
    moves &&
    version.carryOver !== "NONE" &&
    one.status === "ACTIVE" &&
    (numberOf.get(one.versionId) ?? 0) < version.number
      ? { ...one, versionId }
      : one;
  return {
    ...inputs,
    versions,
    renewals: inputs.renewals.map(moved),
    certification: { ...inputs.certification, certificates },
  };
}

/** What the domain is asked of a renewal, at an instant. */
export function factsAt(state: RenewalState, now: Date): RenewalFacts {
  const { certificate, certification, enrolment, timeZone, evidence, credits, carryOver } = state;
  const { opensAt, windowOpensAt, expiresAt } = datesAt(now, certificate);
  const isBefore = (end: Date | null) => end === null || now < end;
  const revocation = (certificate.revoked ?? []).find(
    ({ from, until }) => from <= now && (until === null || now < until),
  );
  return {
    cycle: certificate.cycle,
    // After a revocation everything is shown anew: what was shown before it has lost its word.
    since: revocation?.from ?? certificate.validFrom,
    now,
    timeZone,
    reinstatement: renewalRowAt(now, certificate) === "REINSTATEMENT",
    choice: enrolment?.renewalPathKey ?? null,
    evidence,
    credits,
    carryOver,
    // What the renewal itself has awarded is not stale by its own doing: what it asked stays asked, and is met.
    stale: staleModules(
      certification.microCredentials.filter(({ enrolmentId }) => !state.underWayIn.has(enrolmentId ?? "")),
      now,
    ),
    called: opensAt !== null && opensAt <= now && isBefore(windowOpensAt) && isBefore(expiresAt),
  };
}

/** What was awarded elsewhere has no evidence here: its holder has met what its version asks for. */
function importedBy(
  certificates: readonly AwardedCertificate[],
  versions: readonly PublishedVersion[],
): RenewalState["evidence"] {
  return certificates.flatMap(({ id, enrolmentId, versionId, validFrom }) => {
    const version = enrolmentId === null ? versions.find((one) => one.id === versionId) : undefined;
    if (!version) return [];
    const shows = version.content.modules.flatMap(({ requirements }) => requirements);
    const performedOn = validFrom.toISOString().slice(0, 10);
    const when = { performedOn, submittedAt: null, decidedAt: validFrom };
    return [{ id, enrolmentId, status: "ACCEPTED" as const, ...when, shows }];
  });
}

/** R8: a surplus carries from the cycle before when that was renewed by a path; a reinstatement pins none. */
function carryOverOf(
  certificate: AwardedCertificate,
  certificates: readonly AwardedCertificate[],
  paths: ReadonlyMap<string, string | null>,
): CarryOver | null {
  const before = certificates.find(({ cycle }) => cycle === certificate.cycle - 1);
  const key = certificate.enrolmentId === null ? null : paths.get(certificate.enrolmentId);
  const rule = before?.policy.renewalPaths.find((path) => path.key === key)?.rule;
  if (!before || !rule) return null;
  return { since: before.validFrom, cap: (unit) => Math.max(0, ...carriesOf(rule, unit)) };
}

function carriesOf(rule: RenewalRule, unit: string): number[] {
  if (rule.method === "CREDITS") return rule.unit === unit ? [toHundredths(rule.carryOver)] : [];
  return rule.method === "ALL" || rule.method === "ANY" ? rule.rules.flatMap((inner) => carriesOf(inner, unit)) : [];
}
