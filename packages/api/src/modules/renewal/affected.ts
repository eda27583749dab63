import { Prisma } from "@kunna/database";

/** A version that is published, or would be. */
interface Publishing {
  readonly programId: string;
  readonly number: number;
}

/** How many persons a publication affects. One who renews is a holder and under way. */
export interface AffectedTotals {
  readonly people: number;
  readonly holders: number;
  readonly underWay: number;
}

interface Page {
  readonly after: string | null;
  readonly before: string | null;
  readonly limit: number;
  readonly inverted: boolean;
}

/** One page of the ids of those affected, in their order: one statement. */
export async function loadAffected(
  reads: Prisma.TransactionClient,
  publishing: Publishing,
  now: Date,
  { after, before, limit, inverted }: Page,
): Promise<string[]> {
  const order = Prisma.sql([inverted ? "desc" : "asc"]);
  const rows = await reads.$queryRaw<{ personId: string }[]>`
    ${affected(publishing, now)}
    select "personId"::text from "affected"
    where (${after}::uuid is null or "personId" > ${after}::uuid) and (${before}::uuid is null or "personId" < ${before}::uuid)
    order by "personId" ${order} limit ${limit}`;
  return rows.map(({ personId }) => personId);
}

/** How many they are in all: one statement. */
export async function countAffected(
  reads: Prisma.TransactionClient,
  publishing: Publishing,
  now: Date,
): Promise<AffectedTotals> {
  const [totals] = await reads.$queryRaw<AffectedTotals[]>`
    ${affected(publishing, now)}
    select count(*)::int as "people", count(*) filter (where "holds")::int as "holders",
      count(*) filter (where "underWay")::int as "underWay" from "affected"`;
  if (!totals) throw new Error("A count gives one row.");
  return totals;
}

/**
 * Whoever holds a certificate of an older version that has not lapsed, and whoever is under way on one. Of the
 * certificates of a person the newest counts, as it does for their standing (R6).
 */
function affected({ programId, number }: Publishing, now: Date): Prisma.Sql {
  return Prisma.sql`
    with "newest" as (
      select distinct on (c."personId") c."id", c."personId", v."number", c."graceEndsAt"
      from "Certificate" c join "ProgramVersion" v on v."id" = c."versionId"
      where c."programId" = ${programId}::uuid and c."moduleKey" is null and c."validFrom" <= ${now}
      order by c."personId", c."validFrom" desc
    ), "person" as (
      select n."personId", true as "holds", false as "underWay" from "newest" n
      where n."number" < ${number} and (n."graceEndsAt" is null or ${now} < coalesce((
        select x."graceEndsAt" from "CertificateExtension" x where x."certificateId" = n."id" and x."grantedAt" <= ${now}
        order by x."grantedAt" desc limit 1), n."graceEndsAt"))
      union all
      select e."personId", false, true from "Enrolment" e join "ProgramVersion" v on v."id" = e."versionId"
      where e."programId" = ${programId}::uuid and e."status" = 'ACTIVE' and v."number" < ${number}
    ), "affected" as (
      select "personId", bool_or("holds") as "holds", bool_or("underWay") as "underWay" from "person" group by "personId"
    )`;
}
