import type { TenantTransaction } from "@kunna/database";
import { type EnrolmentStatus, type EvidenceFact, type EvidenceStatus, NotFound } from "@kunna/domain";

export interface EnrolmentFacts {
  readonly id: string;
  readonly personId: string;
  readonly programId: string;
  readonly versionId: string;
  readonly status: EnrolmentStatus;
}

/** Loads an enrolment and locks it: what is decided of its evidence is decided one at a time (R5). @throws NotFound */
export async function lockEnrolment(tx: TenantTransaction, enrolmentId: string): Promise<EnrolmentFacts> {
  const [row] = await tx.$queryRaw<EnrolmentFacts[]>`
    select "id"::text, "personId"::text, "programId"::text, "versionId"::text, "status"::text
    from "Enrolment" where "id" = ${enrolmentId}::uuid for update`;
  if (!row) throw new NotFound("enrolment");
  return row;
}

/** The managers of the teams that a person belongs to. */
export async function managersOf(tx: TenantTransaction, personId: string): Promise<string[]> {
  const teams = await tx.team.findMany({ where: { members: { some: { personId } } }, select: { managerId: true } });
  return teams.map(({ managerId }) => managerId);
}

/** Whoever is recorded as having trained the person in the program, for any of their enrolments on it. */
export async function trainersOf(
  tx: TenantTransaction,
  { personId, programId }: { readonly personId: string; readonly programId: string },
): Promise<ReadonlySet<string>> {
  const rows = await tx.enrolmentTrainer.findMany({
    where: { enrolment: { personId, programId } },
    select: { personId: true },
  });
  return new Set(rows.map((row) => row.personId));
}

/** What progress counts, of one enrolment. */
export async function loadEvidenceFacts(tx: TenantTransaction, enrolmentId: string): Promise<EvidenceFact[]> {
  const rows = await tx.evidence.findMany({
    where: { enrolmentId },
    orderBy: { id: "asc" },
    select: evidenceFactSelect,
  });
  return rows.map(evidenceFactOf);
}

export const evidenceFactSelect = {
  id: true,
  status: true,
  requirements: { select: { requirement: { select: { key: true } } } },
} as const;

export function evidenceFactOf(row: {
  id: string;
  status: EvidenceStatus;
  requirements: { requirement: { key: string } }[];
}): EvidenceFact {
  return {
    id: row.id,
    status: row.status,
    requirementKeys: row.requirements.map(({ requirement }) => requirement.key),
  };
}

/** Ends an enrolment. */
export async function endEnrolment(
  tx: TenantTransaction,
  id: string,
  status: Exclude<EnrolmentStatus, "ACTIVE">,
  endedAt: Date,
): Promise<void> {
  await tx.enrolment.update({ where: { id }, data: { status, endedAt }, select: { id: true } });
}
