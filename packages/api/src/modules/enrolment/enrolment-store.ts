import type { Prisma, TenantTransaction } from "@kunna/database";
import { type EnrolmentPurpose, type EnrolmentStatus, NotFound } from "@kunna/domain";
import { loadResumed } from "./counted-evidence.ts";

export interface EnrolmentFacts {
  readonly id: string;
  readonly personId: string;
  readonly programId: string;
  readonly versionId: string;
  readonly purpose: EnrolmentPurpose;
  readonly status: EnrolmentStatus;
  /** The ended enrolment that it goes on with. */
  readonly resumesId: string | null;
}

/** Loads an enrolment and locks it: what is decided of its evidence is decided one at a time (R5). @throws NotFound */
export async function lockEnrolment(tx: TenantTransaction, enrolmentId: string): Promise<EnrolmentFacts> {
  const [row] = await tx.$queryRaw<EnrolmentFacts[]>`
    select "id"::text, "personId"::text, "programId"::text, "versionId"::text, "purpose"::text, "status"::text,
      "resumesId"::text
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

/** Whoever reviewed evidence of the enrolments that the condition names. */
export async function reviewersOf(
  tx: TenantTransaction,
  enrolment: Prisma.EnrolmentWhereInput,
): Promise<ReadonlySet<string>> {
  const rows = await tx.review.findMany({
    where: { revision: { evidence: { enrolment } } },
    distinct: ["reviewerId"],
    select: { reviewerId: true },
  });
  return new Set(rows.map(({ reviewerId }) => reviewerId));
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

/**
 * The enrolment that now goes on with an ended one, or with one that resumes it; locked. Null when none does.
 * Lock the ended one first: who enrols anew does the same, so that the one sees what the other wrote.
 */
export async function lockSuccessor(tx: TenantTransaction, ended: EnrolmentFacts): Promise<EnrolmentFacts | null> {
  const open = await tx.enrolment.findFirst({
    where: { personId: ended.personId, programId: ended.programId, status: "ACTIVE" },
    select: { id: true, resumesId: true },
  });
  if (!open || !(await loadResumed(tx, [open])).get(open.id)?.includes(ended.id)) return null;
  const successor = await lockEnrolment(tx, open.id);
  return successor.status === "ACTIVE" ? successor : null;
}
