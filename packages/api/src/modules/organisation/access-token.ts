import { createHash, randomBytes } from "node:crypto";
import type { Database } from "@kunna/database";
import type { Actor } from "@kunna/domain";

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

/**
 * Whom tokens stand for now, by their hashes; those that are no good (any more) are left out. One statement, and as the
 * system: they are looked up before any organisation is known.
 */
export async function currentActors(
  database: Database,
  hashes: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Actor>> {
  return database.asSystem(async (tx) => {
    const found = await tx.accessToken.findMany({
      where: {
        tokenHash: { in: hashes.map((hash) => new Uint8Array(Buffer.from(hash, "base64"))) },
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
      },
      select: { tokenHash: true, person: { select: { id: true, organisationId: true, roles: true } } },
    });
    return new Map(
      found.map(({ tokenHash, person: { id, organisationId, roles } }) => [
        Buffer.from(tokenHash).toString("base64"),
        { organisationId, personId: id, roles },
      ]),
    );
  });
}
