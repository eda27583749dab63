import type { Reader } from "@kunna/database";

/** A placed event. */
export interface FeedPlace {
  readonly id: string;
  readonly position: bigint;
}

/** What has to be known of a placed event to say who gets it: it is read once for all who follow. */
export interface FeedEntry extends FeedPlace {
  readonly type: string;
  readonly personId: string | null;
  readonly programId: string | null;
  readonly enrolmentId: string | null;
  readonly certificateId: string | null;
  /** Whether it tells of a version that is a draft now. */
  readonly isOfDraft: boolean;
  /** The teams that the person is in now. */
  readonly teams: readonly { readonly id: string; readonly managerId: string }[];
  /** The courses of an LMS that the person is in now. */
  readonly courseIds: readonly string[];
}

/** The entries after a position, in order: one statement, whatever the rows. */
export function readEntries(client: Reader["client"], after: bigint, limit: number): Promise<FeedEntry[]> {
  return client.$queryRaw<FeedEntry[]>`
    SELECT e."id", e."position", e."type", e."personId", e."programId", e."enrolmentId", e."certificateId",
      COALESCE(v."status" = 'DRAFT', false) AS "isOfDraft",
      COALESCE((
        SELECT json_agg(json_build_object('id', t."id", 'managerId', t."managerId"))
        FROM "TeamMember" m JOIN "Team" t ON t."id" = m."teamId"
        WHERE m."organisationId" = e."organisationId" AND m."personId" = e."personId"
      ), '[]'::json) AS "teams",
      ARRAY(
        SELECT m."courseId"::text FROM "ExternalIdentity" i
        JOIN "LmsMember" m ON m."organisationId" = i."organisationId" AND m."identityId" = i."id"
        WHERE i."organisationId" = e."organisationId" AND i."personId" = e."personId" AND m."active"
      ) AS "courseIds"
    FROM "Event" e LEFT JOIN "ProgramVersion" v ON v."id" = e."versionId"
    WHERE e."organisationId" = kunna_organisation() AND e."position" > ${after}
    ORDER BY e."position" LIMIT ${limit}`;
}

/** Where the feed ends now, and after which place it is kept (R13). */
export async function readBounds(client: Reader["client"]): Promise<{ end: bigint; keptAfter: bigint }> {
  const feed = await client.feed.findFirst({ select: { position: true, keptAfter: true } });
  return { end: feed?.position ?? 0n, keptAfter: feed?.keptAfter ?? 0n };
}
