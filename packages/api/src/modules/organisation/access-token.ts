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

/** Whose token it is, or null when it is no good (any more). It is looked up before any organisation is known, so as the system. */
export async function actorOfToken(database: Database, token: string, now: Date): Promise<Actor | null> {
  if (!token.startsWith(prefix) || token.length > 100) return null;
  return database.asSystem(async (tx) => {
    const found = await tx.accessToken.findUnique({
      where: { tokenHash: hashOf(token) },
      select: { expiresAt: true, revokedAt: true, person: { select: { id: true, organisationId: true, roles: true } } },
    });
    if (!found || found.revokedAt || (found.expiresAt && found.expiresAt <= now)) return null;
    return { organisationId: found.person.organisationId, personId: found.person.id, roles: found.person.roles };
  });
}
