import { createHash, randomBytes } from "node:crypto";
import type { Database } from "@kunna/database";
import type { Actor, Role } from "@kunna/domain";

/** So that a leaked token is recognised for what it is. */
const prefix = "kunna_";

/** A new token, and the hash that is kept of it. 256 random bits: a fast hash is enough. */
export function newToken(): { token: string; hash: Uint8Array<ArrayBuffer> } {
  const token = prefix + randomBytes(32).toString("base64url");
  return { token, hash: hashOf(token) };
}

function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest());
}

/** Under what a token is known without being kept: its SHA-256 in base64. */
export function hashOfToken(token: string): string {
  return Buffer.from(hashOf(token)).toString("base64");
}

/** Whose token it is, or null when it is no good (any more). */
export async function actorOfToken(database: Database, token: string, now: Date): Promise<Actor | null> {
  if (!token.startsWith(prefix) || token.length > 100) return null;
  const hash = hashOfToken(token);
  return (await currentActors(database, [hash], now)).get(hash) ?? null;
}

interface TokenRow {
  readonly hash: string;
  readonly organisationId: string;
  readonly personId: string;
  readonly roles: Role[];
  /** Of a launch from an LMS: what it gave. Null: it is no launch's. */
  readonly sessionRoles: Role[] | null;
  readonly courseId: string | null;
}

/**
 * Whom tokens stand for now, by their hashes; those that are no good (any more) are left out. A launch from an LMS stands for
 * what it gave, whatever roles the person has besides, and only as long as the connection is in use. One statement, and as
 * the system: they are looked up before any organisation is known.
 */
export async function currentActors(
  database: Database,
  hashes: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Actor>> {
  const rows = await database.asSystem(
    (tx) => tx.$queryRaw<TokenRow[]>`
      SELECT encode(t."tokenHash", 'base64') AS "hash", t."organisationId"::text, t."personId"::text, p."roles"::text[],
        s."roles"::text[] AS "sessionRoles", s."courseId"::text
      FROM "AccessToken" t
      JOIN "Person" p ON p."organisationId" = t."organisationId" AND p."id" = t."personId"
      LEFT JOIN "LmsSession" s ON s."organisationId" = t."organisationId" AND s."accessTokenId" = t."id"
      LEFT JOIN "LmsConnection" c ON c."organisationId" = s."organisationId" AND c."id" = s."connectionId"
      WHERE t."tokenHash" IN (SELECT decode(h, 'base64') FROM unnest(${[...hashes]}::text[]) AS h)
        AND t."revokedAt" IS NULL AND (t."expiresAt" IS NULL OR t."expiresAt" > ${now})
        AND (s."id" IS NULL OR c."status" = 'ACTIVE')`,
  );
  return new Map(
    rows.map(({ hash, organisationId, personId, roles, sessionRoles, courseId }): [string, Actor] => [
      hash,
      sessionRoles ? { organisationId, personId, roles: sessionRoles, courseId } : { organisationId, personId, roles },
    ]),
  );
}
