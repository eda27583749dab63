import type { Prisma } from "@kunna/database";
import { stillCounts } from "@kunna/domain";
import { timeZoneOf } from "../../time-zone.ts";
import { byKey, type CertificationKey, loadCertifications } from "../certification/index.ts";
import { loadResumed } from "../enrolment/index.ts";
import { loadLedger } from "../ledger/index.ts";
import { contentOf, contentSelect } from "../program/index.ts";
import { type RenewalInputs, type RenewalState, renewalStateOf } from "./state.ts";

type Reads = Prisma.TransactionClient;

/**
 * The renewals of many certifications: the same statements, however many they are. Null where there is no certificate
 * that could be renewed, or no version to renew on.
 */
export async function loadRenewalStates(
  reads: Reads,
  keys: readonly CertificationKey[],
  now: Date,
): Promise<(RenewalState | null)[]> {
  return (await loadRenewalInputs(reads, keys, now)).map((inputs) => renewalStateOf(inputs, now));
}

/** What is stored of the renewals of many certifications and counts now, in the order of the keys. */
export async function loadRenewalInputs(
  reads: Reads,
  keys: readonly CertificationKey[],
  now: Date,
): Promise<RenewalInputs[]> {
  const personIds = [...new Set(keys.map(({ personId }) => personId))];
  const programIds = [...new Set(keys.map(({ programId }) => programId))];
  const certifications = await loadCertifications(reads, keys);
  const enrolments = await reads.enrolment.findMany({
    where: { personId: { in: personIds }, programId: { in: programIds }, purpose: "RENEWAL" },
    select: {
      ...{ id: true, personId: true, programId: true, versionId: true, status: true, renewalPathKey: true },
      resumesId: true,
    },
  });
  const resumed = await loadResumed(
    reads,
    enrolments.filter(({ status }) => status === "ACTIVE"),
  );
  const versions = await loadVersions(reads, programIds);
  const evidence = [
    ...(await loadEvidence(reads, personIds, programIds)),
    ...(await loadRecognised(reads, personIds, programIds, now)),
  ];
  const credits = await loadLedger(reads, personIds);
  const timeZone = await timeZoneOf(reads);

  const [enrolmentsOf, evidenceOf] = [byKey(enrolments), byKey(evidence)];
  return certifications.map((certification) => {
    const { personId, programId } = certification;
    const renewals = enrolmentsOf(certification);
    const open = renewals.find(({ status }) => status === "ACTIVE");
    return {
      personId,
      programId,
      certification,
      renewals,
      underWayIn: new Set(open ? [open.id, ...(resumed.get(open.id) ?? [])] : []),
      versions: versions.filter((version) => version.programId === programId),
      timeZone,
      evidence: evidenceOf(certification),
      credits: credits.filter((one) => one.personId === personId && (one.programId ?? programId) === programId),
    };
  });
}

const versionSelect = {
  ...contentSelect,
  ...{ programId: true, number: true, status: true, publishedAt: true },
  ...{ carryOver: true, carryOverBy: true, carryOverNote: true },
} as const satisfies Prisma.ProgramVersionSelect;

async function loadVersions(reads: Reads, programIds: string[]) {
  const rows = await reads.programVersion.findMany({
    where: { programId: { in: programIds }, status: { not: "DRAFT" } },
    orderBy: { number: "asc" },
    select: versionSelect,
  });
  return rows.flatMap((row) => (row.publishedAt ? versionOf(row, row.publishedAt) : []));
}

/** A version as it is, or as it would be were it published at that instant; null when there is none. */
export async function loadVersion(reads: Reads, versionId: string, publishedAt: Date) {
  const row = await reads.programVersion.findUnique({ where: { id: versionId }, select: versionSelect });
  return row && { ...versionOf(row, row.publishedAt ?? publishedAt), status: row.status };
}

function versionOf(row: Prisma.ProgramVersionGetPayload<{ select: typeof versionSelect }>, publishedAt: Date) {
  const { id, programId, number, status, carryOver, carryOverBy, carryOverNote } = row;
  const by = carryOverBy?.toISOString().slice(0, 10) ?? null;
  const content = contentOf(row);
  return { id, programId, number, publishedAt, isOpen: status === "PUBLISHED", carryOver, by, carryOverNote, content };
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

/** What was shown elsewhere and counts here, with its date (R12): while it is accepted there, or the credential holds. */
async function loadRecognised(reads: Reads, personIds: string[], programIds: string[], now: Date) {
  const rows = await reads.recognition.findMany({
    where: {
      personId: { in: personIds },
      enrolment: { programId: { in: programIds } },
      OR: [{ evidence: { status: "ACCEPTED" } }, { credentialId: { not: null } }],
    },
    orderBy: { id: "asc" },
    select: {
      personId: true,
      enrolmentId: true,
      evidenceId: true,
      credentialId: true,
      credential: {
        select: {
          validFrom: true,
          validUntil: true,
          checks: { orderBy: { number: "desc" }, take: 1, select: { verified: true, ofPerson: true } },
        },
      },
      mappings: { select: { mapping: { select: { retiredAt: true, issuer: { select: { endedAt: true } } } } } },
      performedOn: true,
      recognisedAt: true,
      enrolment: { select: { programId: true } },
      requirement: { select: { key: true, revision: true, kind: true } },
    },
  });
  const counting = rows.filter(({ credential, mappings }) => {
    if (!credential) return true;
    const { checks, ...dates } = credential;
    const { verified = false, ofPerson = false } = checks[0] ?? {};
    const mapped = mappings.every(({ mapping }) => mapping.retiredAt === null && mapping.issuer.endedAt === null);
    return stillCounts({ ...dates, verified, ofPerson, mapped }, now);
  });
  return counting.map(({ personId, enrolmentId, enrolment, performedOn, recognisedAt, requirement, ...row }) => ({
    personId,
    enrolmentId,
    id: row.evidenceId ?? row.credentialId ?? "",
    programId: enrolment.programId,
    status: "ACCEPTED" as const,
    performedOn: performedOn.toISOString().slice(0, 10),
    submittedAt: recognisedAt,
    decidedAt: recognisedAt,
    shows: [requirement],
  }));
}
