import { type LmsConnection, type TenantTransaction, uuidv7 } from "@kunna/database";
import type { LmsMemberRole } from "@kunna/domain";
import type { IdentityOfLms } from "./identity-store.ts";

/** Somebody in a course, as its LMS lists them. */
export interface ListedMember {
  readonly identity: IdentityOfLms;
  readonly roles: readonly LmsMemberRole[];
  /** Whether they are in it now. */
  readonly active: boolean;
}

export interface RosterPage {
  readonly connection: Pick<LmsConnection, "id" | "organisationId">;
  readonly courseId: string;
  readonly members: readonly ListedMember[];
  /** When reading the roster began. */
  readonly readAt: Date;
}

/**
 * Keeps a page of a course's roster, whoever is on it: nobody is added to the organisation by that, and an identity that is
 * matched stays so. Four statements, however many they are.
 * @returns how many are in the course now that were not before
 */
export async function keepRosterPage(
  tx: TenantTransaction,
  { connection: { id: connectionId, organisationId }, courseId, members, readAt }: RosterPage,
): Promise<{ readonly added: number }> {
  if (members.length === 0) return { added: 0 };
  // PostgreSQL keeps the plans of its checks of references: one that was made while a table was small reads all of it, for
  // each row, until the statistics are renewed. A long roster would take the square of its length.
  await tx.$queryRaw`SELECT set_config('plan_cache_mode', 'force_custom_plan', true)`;
  // The same person twice on one page: the last word counts.
  const told = [...new Map(members.map((member) => [member.identity.subject, member])).values()];
  const rows = told.map(({ identity: { issuer, subject, name, email } }) => ({
    id: uuidv7(),
    issuer,
    subject,
    name: name ?? null,
    email: email?.trim().toLowerCase() || null,
  }));
  const identities = await tx.$queryRaw<Array<{ id: string; subject: string }>>`
    INSERT INTO "ExternalIdentity" AS i ("id", "organisationId", "connectionId", "issuer", "subject", "name", "email", "firstSeenAt", "lastSeenAt")
    SELECT r."id", ${organisationId}::uuid, ${connectionId}::uuid, r."issuer", r."subject", r."name", r."email", ${readAt}, ${readAt}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r("id" uuid, "issuer" text, "subject" text, "name" text, "email" text)
    ORDER BY r."subject"
    ON CONFLICT ("organisationId", "issuer", "subject") DO UPDATE
    SET "name" = COALESCE(EXCLUDED."name", i."name"), "email" = COALESCE(EXCLUDED."email", i."email"), "lastSeenAt" = EXCLUDED."lastSeenAt"
    RETURNING i."id", i."subject"`;
  const idOf = new Map(identities.map(({ id, subject }) => [subject, id]));
  const listed = told.map(({ identity, roles, active }) => ({ identityId: idOf.get(identity.subject), roles, active }));
  const before = await tx.lmsMember.count({
    where: { courseId, active: true, identityId: { in: identities.map(({ id }) => id) } },
  });
  await tx.$executeRaw`
    INSERT INTO "LmsMember" AS m ("organisationId", "courseId", "identityId", "roles", "active", "lastSeenAt")
    SELECT ${organisationId}::uuid, ${courseId}::uuid, r."identityId", r."roles", r."active", ${readAt}
    FROM jsonb_to_recordset(${JSON.stringify(listed)}::jsonb) AS r("identityId" uuid, "roles" "LmsMemberRole"[], "active" boolean)
    ORDER BY r."identityId"
    ON CONFLICT ("courseId", "identityId") DO UPDATE
    SET "roles" = EXCLUDED."roles", "active" = EXCLUDED."active", "lastSeenAt" = GREATEST(m."lastSeenAt", EXCLUDED."lastSeenAt")`;
  const after = listed.filter(({ active }) => active).length;
  return { added: Math.max(0, after - before) };
}

/**
 * After the whole of a roster was read: who was in the course and is not on it has left.
 * @returns how many
 */
export async function endRoster(
  tx: TenantTransaction,
  { courseId, readAt }: Pick<RosterPage, "courseId" | "readAt">,
): Promise<{ readonly left: number }> {
  const { count } = await tx.lmsMember.updateMany({
    where: { courseId, active: true, lastSeenAt: { lt: readAt } },
    data: { active: false },
  });
  await tx.lmsCourse.update({ where: { id: courseId }, data: { rosterReadAt: readAt }, select: { id: true } });
  return { left: count };
}
