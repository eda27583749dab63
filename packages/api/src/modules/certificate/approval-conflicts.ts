import type { Prisma } from "@kunna/database";
import { type ApiContext, actorOf, readerOf } from "../../context.ts";

/** The enrolments whose award waits for an approver that whoever asks may not be: `assertMayApprove`, for all at once (R5). */
export function conflictingAwards(context: ApiContext): Promise<string[]> {
  return conflictingAwardsOf(readerOf(context), actorOf(context).personId);
}

/** The same, of a person. */
export async function conflictingAwardsOf(
  reads: Pick<Prisma.TransactionClient, "$queryRaw">,
  personId: string,
): Promise<string[]> {
  const rows = await reads.$queryRaw<{ id: string }[]>`
    with recursive "waiting" as (
      select n."id", n."organisationId", n."personId", n."programId", n."resumesId", n."purpose", v."policy",
        coalesce((v."policy" ->> 'separateDecisions')::boolean, true) as "separate"
      from "Enrolment" n
      join "ProgramVersion" v on v."organisationId" = n."organisationId" and v."id" = n."versionId"
      where n."status" = 'ACTIVE' and n."approvalAwaitedAt" is not null
    ), "counted" as (
      select "id" as "root", "id" from "waiting"
      union all
      select c."root", n."resumesId" from "counted" c join "Enrolment" n on n."id" = c."id" where n."resumesId" is not null
    ), "reviewed" as (
      select distinct e."id", e."enrolmentId" from "Review" r
      join "EvidenceRevision" x on x."organisationId" = r."organisationId" and x."id" = r."revisionId"
      join "Evidence" e on e."organisationId" = x."organisationId" and e."id" = x."evidenceId"
      where r."reviewerId" = ${personId}::uuid
    )
    select w."id"::text from "waiting" w
    where w."personId" = ${personId}::uuid
      or exists (select from "counted" c join "reviewed" e on e."enrolmentId" = c."id" where c."root" = w."id")
      or exists (select from "Recognition" g join "reviewed" e on e."id" = g."evidenceId" where g."enrolmentId" = w."id")
      or w."purpose" = 'RENEWAL' and exists (
        select from "CreditEntry" t
        join "CreditDecision" d on d."organisationId" = t."organisationId" and d."creditEntryId" = t."id"
        where d."decidedById" = ${personId}::uuid and t."personId" = w."personId"
          and coalesce(t."programId", w."programId") = w."programId"
      )
      or w."separate" and exists (
        select from "reviewed" e join "Enrolment" o on o."id" = e."enrolmentId"
        where o."personId" = w."personId" and o."programId" = w."programId"
      )
      or (w."separate" or w."policy" -> 'reviewConflicts' @> '["TRAINER"]') and exists (
        select from "EnrolmentTrainer" t
        join "Enrolment" o on o."organisationId" = t."organisationId" and o."id" = t."enrolmentId"
        where t."personId" = ${personId}::uuid and o."personId" = w."personId" and o."programId" = w."programId"
      )
      or w."policy" -> 'reviewConflicts' @> '["OWN_MANAGER"]' and exists (
        select from "TeamMember" m join "Team" t on t."organisationId" = m."organisationId" and t."id" = m."teamId"
        where t."managerId" = ${personId}::uuid and m."personId" = w."personId"
      )`;
  return rows.map(({ id }) => id);
}
