import type { LmsConnection, TenantTransaction } from "@kunna/database";
import { type InstructorRole, type LmsMemberRole, sessionRoles } from "@kunna/domain";
import { insertAccessToken, revokeAccessTokens } from "../organisation/index.ts";

/** How long a session is good for, in milliseconds: a working half-day. Then one comes anew from the LMS. */
const sessionLength = 4 * 3_600_000;

export interface CreateSession {
  readonly connection: Pick<LmsConnection, "id" | "organisationId" | "name" | "instructorRoles">;
  readonly personId: string;
  /** Null: the launch named no course. */
  readonly courseId: string | null;
  /** The link that was opened (LtiResourceLink). */
  readonly linkId: string | null;
  /** What the person is in the course, as the launch says. */
  readonly memberRoles: readonly LmsMemberRole[];
  /** What a deep linking answer needs; null: any other launch. */
  readonly deepLinking?: object | null;
  readonly now: Date;
}

/**
 * Makes of a launch a session: a token for exactly this person, course and role, whatever roles the person has besides. The
 * token is told once, here, and never kept. It ends after four hours, and as soon as the connection is no longer in use.
 */
export async function createSession(
  tx: TenantTransaction,
  { connection, personId, courseId, linkId, memberRoles, deepLinking = null, now }: CreateSession,
): Promise<{ readonly sessionId: string; readonly token: string; readonly expiresAt: Date }> {
  const { id: connectionId, organisationId, name } = connection;
  const expiresAt = new Date(now.getTime() + sessionLength);
  const { id: accessTokenId, token } = await insertAccessToken(tx, {
    organisationId,
    personId,
    label: `LMS: ${name}`.slice(0, 100),
    createdAt: now,
    expiresAt,
  });
  const { id: sessionId } = await tx.lmsSession.create({
    data: {
      organisationId,
      accessTokenId,
      connectionId,
      courseId,
      linkId,
      roles: sessionRoles(memberRoles, connection.instructorRoles as InstructorRole[]),
      createdAt: now,
      ...(deepLinking ? { deepLinking } : {}),
    },
    select: { id: true },
  });
  return { sessionId, token, expiresAt };
}

/** Ends all sessions of a person who came from an LMS. */
export function endSessionsOf(tx: TenantTransaction, personId: string, now: Date): Promise<void> {
  return revokeAccessTokens(tx, { personId, session: { isNot: null } }, now);
}
