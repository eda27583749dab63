import type { Prisma } from "@kunna/database";
import {
  type CertificateFact,
  type CertificationFacts,
  governanceOf,
  type Interval,
  openingsOf,
  type ProgramPolicy,
  programPolicySchema,
} from "@kunna/domain";
import DataLoader from "dataloader";
import { type ApiContext, readerOf } from "../../context.ts";
import { type GovernanceDecision, loadDecisions } from "../decision/index.ts";
import { byKey } from "./by-key.ts";

/** Whose standing in what: there is one certification for each person and program, also before anything has happened. */
export interface CertificationKey {
  readonly personId: string;
  readonly programId: string;
}

/** A certificate of a certification, with what its cycle pins. */
export interface AwardedCertificate extends CertificateFact {
  readonly id: string;
  /** Its place in the sequence: 1 is the first. */
  readonly cycle: number;
  /** Null: it was imported. */
  readonly enrolmentId: string | null;
  readonly versionId: string;
  readonly versionNumber: number;
  readonly awardedAt: Date;
  /** R7: it decides window, grace and the row of R9. */
  readonly policy: ProgramPolicy;
}

/** A module's own certificate. It never decides the standing. */
export interface AwardedMicroCredential extends AwardedCertificate {
  readonly moduleKey: string;
}

/** All that a person's standing in a program depends on (R6). */
export interface Certification extends CertificationKey, CertificationFacts {
  /** In the order in which they begin. */
  readonly certificates: readonly AwardedCertificate[];
  /** What the program's certificates stack on, in the order in which they begin. */
  readonly microCredentials: readonly AwardedMicroCredential[];
  /** When no reinstatement may be completed (R11). */
  readonly bars: readonly Interval[];
  /** The suspensions and revocations, and what was decided on them, oldest first. */
  readonly decisions: readonly GovernanceDecision[];
}

/** Reads of a transaction, or of a request. */
type Reads = Pick<Prisma.TransactionClient, "certificate" | "programVersion" | "decision" | "enrolment">;

/** The facts of one certification, in a command's transaction. */
export async function loadCertificationFacts(tx: Reads, personId: string, programId: string): Promise<Certification> {
  const [facts] = await loadCertifications(tx, [{ personId, programId }]);
  if (!facts) throw new Error("One key gives one certification.");
  return facts;
}

const loaders = new WeakMap<ApiContext, DataLoader<CertificationKey, Certification>>();

/** The loader of one request. It only gathers what is asked for at once and keeps nothing: a mutation may come between. */
export function certificationLoader(context: ApiContext): DataLoader<CertificationKey, Certification> {
  const loader =
    loaders.get(context) ?? new DataLoader((keys) => loadCertifications(readerOf(context), keys), { cache: false });
  loaders.set(context, loader);
  return loader;
}

/** The facts of many certifications, in the order of the keys: the same statements, however many they are. */
export async function loadCertifications(reads: Reads, keys: readonly CertificationKey[]): Promise<Certification[]> {
  const where = {
    personId: { in: [...new Set(keys.map(({ personId }) => personId))] },
    programId: { in: [...new Set(keys.map(({ programId }) => programId))] },
  };
  const certificates = await reads.certificate.findMany({
    where,
    orderBy: { validFrom: "asc" },
    select: certificateSelect,
  });
  const enrolments = await reads.enrolment.findMany({
    where,
    orderBy: { id: "asc" },
    select: { personId: true, programId: true, enrolledAt: true, endedAt: true, approvalAwaitedAt: true },
  });
  const decisions = await loadDecisions(reads, where);
  const published = await reads.programVersion.findMany({
    where: { programId: where.programId, carryOver: "BY_DATE", publishedAt: { not: null } },
    orderBy: { number: "asc" },
    select: { programId: true, number: true, carryOver: true, publishedAt: true },
  });
  const [certificatesOf, enrolmentsOf, decisionsOf] = [byKey(certificates), byKey(enrolments), byKey(decisions)];
  return keys.map(({ personId, programId }) => {
    const key = { personId, programId };
    const ours = certificatesOf(key);
    const ourDecisions = decisionsOf(key);
    const { suspensions, revoked, bars } = governanceOf(ourDecisions);
    const versions = published.flatMap(({ publishedAt, ...version }) =>
      version.programId === programId && publishedAt ? [{ ...version, publishedAt }] : [],
    );
    const awarded = (row: CertificateRow, index: number) => ({
      ...certificateOf(row, index + 1),
      revoked: revoked.get(row.id) ?? [],
    });
    return {
      personId,
      programId,
      certificates: ours
        .filter(({ moduleKey }) => moduleKey === null)
        .map((row, index) => ({ ...awarded(row, index), openings: openingsOf(row.version.number, versions) })),
      microCredentials: ours.flatMap((row, index) =>
        row.moduleKey === null ? [] : [{ ...awarded(row, index), moduleKey: row.moduleKey }],
      ),
      suspensions,
      bars,
      decisions: ourDecisions,
      enrolments: enrolmentsOf(key).map(({ enrolledAt, endedAt }) => ({ from: enrolledAt, until: endedAt })),
      approvals: enrolmentsOf(key).flatMap(({ approvalAwaitedAt, endedAt }) =>
        approvalAwaitedAt ? [{ from: approvalAwaitedAt, until: endedAt }] : [],
      ),
    };
  });
}

const certificateSelect = {
  id: true,
  personId: true,
  programId: true,
  enrolmentId: true,
  versionId: true,
  moduleKey: true,
  awardedAt: true,
  validFrom: true,
  opensAt: true,
  expiresAt: true,
  graceEndsAt: true,
  policy: true,
  version: { select: { number: true } },
  extensions: { orderBy: { grantedAt: "asc" }, select: { grantedAt: true, expiresAt: true, graceEndsAt: true } },
} as const satisfies Prisma.CertificateSelect;

type CertificateRow = Prisma.CertificateGetPayload<{ select: typeof certificateSelect }>;

function certificateOf({ version, policy, extensions, ...row }: CertificateRow, cycle: number): AwardedCertificate {
  return {
    ...row,
    cycle,
    versionNumber: version.number,
    policy: programPolicySchema.parse(policy),
    changes: extensions.map(({ grantedAt, expiresAt, graceEndsAt }) => ({ at: grantedAt, expiresAt, graceEndsAt })),
  };
}
