import type { Prisma, TenantTransaction } from "@kunna/database";
import { NotFound } from "@kunna/domain";
import { contentSelect } from "../program/index.ts";

/**
 * Locks persons, in the order of their ids, and gives the ids of those that there are. Rows that only point to them are
 * not held up: a reviewer's verdict waits for no enrolment.
 */
export async function lockPeople(tx: TenantTransaction, personIds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select "id"::text from "Person" where "id" = any(${[...personIds]}::uuid[]) order by "id" for no key update`;
  return rows.map(({ id }) => id);
}

/**
 * The version that one enrols on: held, so that it is not retired meanwhile.
 * @throws NotFound when there is none
 */
export async function lockPublishedVersion(tx: TenantTransaction, programId: string) {
  // The newest may have been retired while its lock was waited for: then the next look finds the one after it.
  for (let look = 0; look < 2; look++) {
    const [row] = await tx.$queryRaw<{ id: string }[]>`
      select "id"::text from "ProgramVersion" where "programId" = ${programId}::uuid and "status" = 'PUBLISHED'
      order by "number" desc limit 1 for share`;
    if (row) return tx.programVersion.findUniqueOrThrow({ where: { id: row.id }, select: contentSelect });
  }
  throw new NotFound("program that can be enrolled on");
}

/** The enrolments of persons in a program, in the order in which they were made. */
export function loadEnrolments(tx: TenantTransaction, programId: string, personIds: readonly string[]) {
  return tx.enrolment.findMany({
    where: { programId, personId: { in: [...personIds] } },
    orderBy: { id: "asc" },
    select: { id: true, personId: true, status: true, enrolledAt: true },
  });
}

/** Locks enrolments that are resumed: a verdict on what was put forward there is given before, or sees what resumes it. */
export async function lockEnded(tx: TenantTransaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.$queryRaw`select from "Enrolment" where "id" = any(${[...ids]}::uuid[]) order by "id" for update`;
}

/** Writes enrolments, in one statement. */
export function insertEnrolments(tx: TenantTransaction, data: Prisma.EnrolmentCreateManyInput[]) {
  return tx.enrolment.createManyAndReturn({
    data,
    select: { id: true, personId: true, purpose: true, resumesId: true },
  });
}
