import type { LmsConnection, TenantTransaction } from "@kunna/database";
import type { LmsMemberRole } from "@kunna/domain";

/** A course as an LMS tells of it. What is left out is not known: it stays as it was. */
export interface CourseOfLms {
  /** The course's id in the LMS. */
  readonly externalId: string;
  readonly title?: string;
  /** Where its members are listed (NRPS). */
  readonly membershipsUrl?: string;
  /** Where its line items are (AGS). */
  readonly lineItemsUrl?: string;
}

/** How old what is known of when something was last seen may be, in milliseconds: it need not be written at each launch. */
export const seenIsKnownFor = 60_000;

/** Keeps a course of a connection as it is now. One statement. */
export async function upsertCourse(
  tx: TenantTransaction,
  { id: connectionId, organisationId }: Pick<LmsConnection, "id" | "organisationId">,
  { externalId, title, membershipsUrl, lineItemsUrl }: CourseOfLms,
  now: Date,
): Promise<{ readonly courseId: string }> {
  const given = {
    ...(title === undefined ? {} : { title }),
    ...(membershipsUrl === undefined ? {} : { membershipsUrl }),
    ...(lineItemsUrl === undefined ? {} : { lineItemsUrl }),
  };
  const key = { connectionId_externalId: { connectionId, externalId } };
  const known = await tx.lmsCourse.findUnique({ where: key });
  const isSame =
    known &&
    now.getTime() - known.lastSeenAt.getTime() < seenIsKnownFor &&
    Object.entries(given).every(([name, value]) => known[name as keyof typeof given] === value);
  if (isSame) return { courseId: known.id };
  const { id: courseId } = await tx.lmsCourse.upsert({
    where: key,
    create: {
      organisationId,
      connectionId,
      externalId,
      title: title ?? externalId,
      membershipsUrl: membershipsUrl ?? null,
      lineItemsUrl: lineItemsUrl ?? null,
      firstSeenAt: now,
      lastSeenAt: now,
    },
    update: { ...given, lastSeenAt: now },
    select: { id: true },
  });
  return { courseId };
}

/** Somebody in a course. */
export interface CourseMember {
  readonly organisationId: string;
  readonly courseId: string;
  readonly identityId: string;
  readonly roles: readonly LmsMemberRole[];
  /** Whether they are in it now. */
  readonly active: boolean;
}

/** Keeps what somebody is in a course now. One statement, which writes nothing where nothing is new. */
export function upsertMember(tx: TenantTransaction, member: CourseMember, now: Date): Promise<void> {
  return upsertMembers(tx, [member], now);
}

/** The same of many, in one statement. */
export async function upsertMembers(tx: TenantTransaction, members: readonly CourseMember[], now: Date): Promise<void> {
  if (members.length === 0) return;
  const seenBefore = new Date(now.getTime() - seenIsKnownFor);
  await tx.$executeRaw`
    INSERT INTO "LmsMember" AS m ("organisationId", "courseId", "identityId", "roles", "active", "lastSeenAt")
    SELECT r."organisationId", r."courseId", r."identityId", r."roles", r."active", ${now}
    FROM jsonb_to_recordset(${JSON.stringify(members)}::jsonb) AS r("organisationId" uuid, "courseId" uuid,
      "identityId" uuid, "roles" "LmsMemberRole"[], "active" boolean)
    ON CONFLICT ("courseId", "identityId") DO UPDATE
    SET "roles" = EXCLUDED."roles", "active" = EXCLUDED."active", "lastSeenAt" = EXCLUDED."lastSeenAt"
    WHERE m."roles" <> EXCLUDED."roles" OR m."active" <> EXCLUDED."active" OR m."lastSeenAt" < ${seenBefore}`;
}
