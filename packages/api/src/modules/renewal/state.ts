import type { Prisma } from "@kunna/database";
import {
  type CarryOver,
  isRevokedAt,
  type RenewalEvidence,
  type RenewalFacts,
  type RenewalRule,
  renewalRowAt,
  renewedAt,
  toHundredths,
  type VersionContent,
} from "@kunna/domain";
import {
  type AwardedCertificate,
  type Certification,
  type CertificationKey,
  loadCertifications,
} from "../certification/index.ts";
import { type LedgerEntry, loadLedger } from "../ledger/index.ts";
import { contentOf, contentSelect } from "../program/index.ts";

type Reads = Prisma.TransactionClient;

/** A version of the program that has been published. */
export interface PublishedVersion {
  readonly id: string;
  readonly number: number;
  readonly publishedAt: Date;
  readonly content: VersionContent;
}

/** All that a renewal depends on, at any instant from `loadedAt` on. */
export interface RenewalState extends CertificationKey {
  readonly certificate: AwardedCertificate;
  readonly certification: Certification;
  /** The renewal's enrolment; null: the holder has not enrolled yet, and what they do now counts all the same. */
  readonly enrolment: { readonly id: string; readonly renewalPathKey: string | null } | null;
  /** The version that it is on, or would be on. */
  readonly version: PublishedVersion;
  readonly versions: readonly PublishedVersion[];
  readonly timeZone: string;
  readonly evidence: readonly (RenewalEvidence & { readonly submittedAt: Date | null })[];
  readonly credits: readonly LedgerEntry[];
  readonly carryOver: CarryOver | null;
}

/**
 * The renewals of many certifications: the same statements, however many they are. Null where there is no certificate
 * that could be renewed, or no version to renew on.
 */
export async function loadRenewalStates(
  reads: Reads,
  keys: readonly CertificationKey[],
  now: Date,
): Promise<(RenewalState | null)[]> {
  const personIds = [...new Set(keys.map(({ personId }) => personId))];
  const programIds = [...new Set(keys.map(({ programId }) => programId))];
  const certifications = await loadCertifications(reads, keys);
  const enrolments = await reads.enrolment.findMany({
    where: { personId: { in: personIds }, programId: { in: programIds }, purpose: "RENEWAL" },
    select: { id: true, personId: true, programId: true, versionId: true, status: true, renewalPathKey: true },
  });
  const versions = await loadVersions(reads, programIds);
  const evidence = [
    ...(await loadEvidence(reads, personIds, programIds)),
    ...(await loadRecognised(reads, personIds, programIds)),
  ];
  const credits = await loadLedger(reads, personIds);
  const { timeZone } = await reads.organisation.findFirstOrThrow({ select: { timeZone: true } });

  return certifications.map((certification) => {
    const { personId, programId, certificates } = certification;
    const isOurs = (row: CertificationKey) => row.personId === personId && row.programId === programId;
    const ours = enrolments.filter(isOurs);
    const certificate = renewedAt(now, certificates);
    const enrolment = ours.find(({ status }) => status === "ACTIVE") ?? null;
    const published = versions.filter((version) => version.programId === programId);
    const open = published.filter(({ status }) => status === "PUBLISHED");
    const version = published.find(({ id }) => id === enrolment?.versionId) ?? (enrolment ? undefined : open.at(-1));
    if (!certificate || !version) return null;
    const paths = new Map(ours.map(({ id, renewalPathKey }) => [id, renewalPathKey]));
    return {
      personId,
      programId,
      certificate,
      certification,
      enrolment,
      version,
      versions: published,
      timeZone,
      // What is under way counts where it was put forward; what was accepted counts wherever that was.
      evidence: [
        ...importedBy(certificates, published),
        ...evidence.filter((one) => isOurs(one) && (one.status === "ACCEPTED" || one.enrolmentId === enrolment?.id)),
      ],
      credits: credits.filter((one) => one.personId === personId && (one.programId ?? programId) === programId),
      carryOver: carryOverOf(certificate, certificates, paths),
    };
  });
}

/** What the domain is asked of a renewal, at an instant. */
export function factsAt(state: RenewalState, now: Date): RenewalFacts {
  const { certificate, enrolment, timeZone, evidence, credits, carryOver } = state;
  const revocation = (certificate.revoked ?? []).find(
    ({ from, until }) => from <= now && (until === null || now < until),
  );
  return {
    cycle: certificate.cycle,
    // After a revocation everything is shown anew: what was shown before it has lost its word.
    since: revocation?.from ?? certificate.validFrom,
    now,
    timeZone,
    reinstatement: isRevokedAt(now, certificate) || renewalRowAt(now, certificate) === "REINSTATEMENT",
    choice: enrolment?.renewalPathKey ?? null,
    evidence,
    credits,
    carryOver,
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
    return [{ id, status: "ACCEPTED" as const, performedOn, submittedAt: null, decidedAt: validFrom, shows }];
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

async function loadVersions(reads: Reads, programIds: string[]) {
  const rows = await reads.programVersion.findMany({
    where: { programId: { in: programIds }, status: { not: "DRAFT" } },
    orderBy: { number: "asc" },
    select: { ...contentSelect, programId: true, number: true, status: true, publishedAt: true },
  });
  return rows.flatMap((row) => {
    const { id, programId, number, status, publishedAt } = row;
    return publishedAt ? [{ id, programId, number, status, publishedAt, content: contentOf(row) }] : [];
  });
}

async function loadEvidence(reads: Reads, personIds: string[], programIds: string[]) {
  const rows = await reads.evidence.findMany({
    where: { personId: { in: personIds }, enrolment: { programId: { in: programIds } }, status: { not: "REJECTED" } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      personId: true,
      enrolmentId: true,
      status: true,
      submittedAt: true,
      decidedAt: true,
      enrolment: { select: { programId: true } },
      requirements: { select: { requirement: { select: { key: true, revision: true, kind: true } } } },
      revisions: { orderBy: { number: "desc" }, take: 1, select: { performedOn: true } },
    },
  });
  return rows.flatMap(({ enrolment, requirements, revisions: [newest], ...row }) =>
    newest
      ? [
          {
            ...row,
            programId: enrolment.programId,
            performedOn: newest.performedOn.toISOString().slice(0, 10),
            shows: requirements.map(({ requirement }) => requirement),
          },
        ]
      : [],
  );
}

/** What was shown in other programs and counts here, with the date of its work (R12), while it is accepted there. */
async function loadRecognised(reads: Reads, personIds: string[], programIds: string[]) {
  const rows = await reads.recognition.findMany({
    where: {
      personId: { in: personIds },
      enrolment: { programId: { in: programIds } },
      evidence: { status: "ACCEPTED" },
    },
    orderBy: { id: "asc" },
    select: {
      personId: true,
      enrolmentId: true,
      evidenceId: true,
      performedOn: true,
      recognisedAt: true,
      enrolment: { select: { programId: true } },
      requirement: { select: { key: true, revision: true, kind: true } },
    },
  });
  return rows.map(({ enrolment, evidenceId, performedOn, recognisedAt, requirement, ...row }) => ({
    ...row,
    id: evidenceId,
    programId: enrolment.programId,
    status: "ACCEPTED" as const,
    performedOn: performedOn.toISOString().slice(0, 10),
    submittedAt: recognisedAt,
    decidedAt: recognisedAt,
    shows: [requirement],
  }));
}
