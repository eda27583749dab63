import type { Prisma } from "@kunna/database";
import { type ApiContext, actorOf, readerOf } from "../../context.ts";

/** The evidences that wait for a review or an audit which whoever asks may not give, by their version's policy (R3). */
export function conflictingEvidence(context: ApiContext): Promise<string[]> {
  return conflictingEvidenceOf(readerOf(context), actorOf(context).personId);
}

/** The same, of a person. */
export async function conflictingEvidenceOf(
  reads: Pick<Prisma.TransactionClient, "$queryRaw">,
  personId: string,
): Promise<string[]> {
  const rows = await reads.$queryRaw<{ id: string }[]>`
    select e."id"::text from "Evidence" e
    join "Enrolment" n on n."organisationId" = e."organisationId" and n."id" = e."enrolmentId"
    join "ProgramVersion" v on v."organisationId" = n."organisationId" and v."id" = n."versionId"
    where (e."status" = 'SUBMITTED' or exists (
      select from "AuditSample" s where s."organisationId" = e."organisationId" and s."evidenceId" = e."id"
        and not exists (select from "Audit" a where a."organisationId" = s."organisationId" and a."sampleId" = s."id")
    )) and (
      v."policy" -> 'reviewConflicts' @> '["TRAINER"]' and exists (
        select from "EnrolmentTrainer" t
        join "Enrolment" o on o."organisationId" = t."organisationId" and o."id" = t."enrolmentId"
        where t."personId" = ${personId}::uuid and o."personId" = n."personId" and o."programId" = n."programId"
      )
      or v."policy" -> 'reviewConflicts' @> '["OWN_MANAGER"]' and exists (
        select from "TeamMember" m join "Team" t on t."organisationId" = m."organisationId" and t."id" = m."teamId"
        where t."managerId" = ${personId}::uuid and m."personId" = n."personId"
      )
    )`;
  return rows.map(({ id }) => id);
}
