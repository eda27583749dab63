import { type LmsConnection, type TenantTransaction, uuidv7 } from "@kunna/database";
import type { IdentityOfLms, KnownIdentity } from "./identity-store.ts";

export type IdentityName = Pick<IdentityOfLms, "issuer" | "subject">;

/**
 * Keeps that a connection told of persons, of whom nothing is known but their names in the LMS: who is unknown waits for an
 * administrator. Holds them until the transaction ends: whoever says who they are comes before or after. One statement.
 */
export async function seeIdentities(
  tx: TenantTransaction,
  { id: connectionId }: Pick<LmsConnection, "id">,
  told: readonly IdentityName[],
  now: Date,
): Promise<(IdentityName & KnownIdentity)[]> {
  const named = new Map(told.map(({ issuer, subject }) => [JSON.stringify([issuer, subject]), { issuer, subject }]));
  const rows = [...named.values()].map((one) => ({ id: uuidv7(), ...one }));
  return tx.$queryRaw<(IdentityName & KnownIdentity)[]>`
    INSERT INTO "ExternalIdentity" AS i ("id", "organisationId", "connectionId", "issuer", "subject", "firstSeenAt", "lastSeenAt")
    SELECT n."id", kunna_organisation(), ${connectionId}::uuid, n."issuer", n."subject", ${now}, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n("id" uuid, "issuer" text, "subject" text)
    ORDER BY n."issuer", n."subject"
    ON CONFLICT ("organisationId", "issuer", "subject") DO UPDATE SET "lastSeenAt" = EXCLUDED."lastSeenAt"
    RETURNING i."id"::text AS "identityId", i."issuer", i."subject", i."personId"::text`;
}

/** The identities of persons, or those named, held until the transaction ends. One statement. */
export async function lockIdentities(
  tx: TenantTransaction,
  of: { readonly personIds: readonly string[] } | { readonly named: readonly IdentityName[] },
): Promise<(IdentityName & KnownIdentity)[]> {
  if ("personIds" in of)
    return tx.$queryRaw<(IdentityName & KnownIdentity)[]>`
      SELECT "id"::text AS "identityId", "issuer", "subject", "personId"::text FROM "ExternalIdentity"
      WHERE "personId" = ANY(${[...of.personIds]}::uuid[]) ORDER BY "issuer", "subject" FOR NO KEY UPDATE`;
  return tx.$queryRaw<(IdentityName & KnownIdentity)[]>`
    SELECT i."id"::text AS "identityId", i."issuer", i."subject", i."personId"::text FROM "ExternalIdentity" i
    WHERE i."organisationId" = kunna_organisation() AND (i."issuer", i."subject") IN (
      SELECT n."issuer", n."subject"
      FROM jsonb_to_recordset(${JSON.stringify(of.named)}::jsonb) AS n("issuer" text, "subject" text)
    ) ORDER BY i."issuer", i."subject" FOR NO KEY UPDATE`;
}
