import type { TenantTransaction } from "@kunna/database";
import type { EnrolmentFacts } from "../enrolment/index.ts";

/** The open enrolments of persons on programs, locked: what is decided of their evidence is decided one at a time (R5). */
export function lockOpenEnrolments(
  tx: TenantTransaction,
  personIds: readonly string[],
  programIds: readonly string[],
): Promise<EnrolmentFacts[]> {
  return tx.$queryRaw<EnrolmentFacts[]>`
    SELECT "id"::text, "personId"::text, "programId"::text, "versionId"::text, "purpose"::text, "status"::text, "resumesId"::text
    FROM "Enrolment"
    WHERE "personId" = ANY(${[...personIds]}::uuid[]) AND "programId" = ANY(${[...programIds]}::uuid[]) AND "status" = 'ACTIVE'
    ORDER BY "id" FOR UPDATE`;
}
