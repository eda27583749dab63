import { createHash, randomBytes } from "node:crypto";
import { type Database, type TenantTransaction, violatedConstraint } from "@kunna/database";
import { requestConnection } from "../lms/index.ts";
import { insertDeployment } from "./deployment-store.ts";
import { getLtiRegistration, isRowId, type LtiPlatformFacts, type LtiRegistrationFacts } from "./registration-store.ts";

/** A permission to register one platform, once (`LtiRegistrationToken` of @kunna/lti). */
export interface LtiLinkFacts {
  /** SHA-256 of the token, base64url. */
  readonly hash: string;
  /** The link's id. */
  readonly grant: string;
  /** The organisation's key. */
  readonly hint: string;
  readonly expiresAt: Date;
}

/** A token for a registration link, and what is kept of it. */
export function newRegistrationToken(): { readonly token: string; readonly tokenHash: Uint8Array<ArrayBuffer> } {
  const token = randomBytes(32).toString("base64url");
  return { token, tokenHash: new Uint8Array(createHash("sha256").update(token).digest()) };
}

/** Gives a link that has been used by nobody another token. */
export async function putLtiLinkToken(
  database: Database,
  { hash, grant, expiresAt }: Pick<LtiLinkFacts, "hash" | "grant" | "expiresAt">,
): Promise<void> {
  await database.asSystem((tx) =>
    tx.ltiRegistrationLink.updateMany({
      where: { id: grant, usedAt: null },
      data: { tokenHash: bytesOf(hash), expiresAt },
    }),
  );
}

/** The link that a token opens, unless it was used; null: there is none. */
export async function getLtiLink(database: Database, hash: string): Promise<LtiLinkFacts | null> {
  const found = await database.asSystem((tx) =>
    tx.ltiRegistrationLink.findUnique({ where: { tokenHash: bytesOf(hash), usedAt: null } }),
  );
  return found && linkOf(database, hash, found);
}

/** Uses the token of a link up, exactly once; null: there is none, or it was used. */
export async function takeLtiLink(database: Database, hash: string, now: Date): Promise<LtiLinkFacts | null> {
  const [taken] = await database.asSystem(
    (tx) => tx.$queryRaw<Array<{ id: string; organisationId: string; expiresAt: Date }>>`
      UPDATE "LtiRegistrationLink" SET "usedAt" = ${now} WHERE "tokenHash" = ${bytesOf(hash)} AND "usedAt" IS NULL
      RETURNING "id", "organisationId", "expiresAt"`,
  );
  return taken ? linkOf(database, hash, taken) : null;
}

async function linkOf(
  database: Database,
  hash: string,
  { id, organisationId, expiresAt }: { id: string; organisationId: string; expiresAt: Date },
): Promise<LtiLinkFacts> {
  const { key } = await database.asSystem((tx) =>
    tx.organisation.findUniqueOrThrow({ where: { id: organisationId }, select: { key: true } }),
  );
  return { hash, grant: id, hint: key, expiresAt };
}

/**
 * Writes down a platform that registered itself by a link: its connection waits for an administrator. A link brings one
 * platform; null, and nothing is written, when it has, or when the organisation has the same platform already.
 */
export async function addLtiRegistration(
  database: Database,
  now: Date,
  platform: LtiPlatformFacts,
  { grant, deploymentId }: { readonly grant: string; readonly deploymentId?: string },
): Promise<LtiRegistrationFacts | null> {
  if (!isRowId(grant)) return null;
  const link = await database.asSystem((tx) => tx.ltiRegistrationLink.findUnique({ where: { id: grant } }));
  if (!link) return null;
  const { organisationId, createdById } = link;
  const connectionId = await database
    .transact(organisationId, async (tx) => {
      // Two registrations by one link wait for each other here.
      const [held] = await tx.$queryRaw<Array<{ connectionId: string | null }>>`
        SELECT "connectionId" FROM "LtiRegistrationLink" WHERE "id" = ${grant}::uuid FOR UPDATE`;
      if (!held || held.connectionId !== null) return null;
      const added = await insertRegistration(tx, { organisationId, createdById, platform, now });
      await tx.ltiRegistrationLink.update({
        where: { id: grant },
        data: { connectionId: added, usedAt: link.usedAt ?? now },
        select: { id: true },
      });
      if (deploymentId !== undefined)
        await insertDeployment(tx, { organisationId, connectionId: added, deploymentId }, now, true);
      return added;
    })
    .catch((error: unknown) => {
      if (isSamePlatform(error)) return null;
      throw error;
    });
  return connectionId === null ? null : getLtiRegistration(database, connectionId);
}

/** Whether an organisation has a platform of this issuer and client id already. */
export function isSamePlatform(error: unknown): boolean {
  return violatedConstraint(error) === "LtiRegistration_organisationId_issuer_clientId_key";
}

/** Writes down a platform, with the connection that waits for an administrator. Gives the connection's id. */
export async function insertRegistration(
  tx: TenantTransaction,
  {
    organisationId,
    createdById,
    platform: { name, scopes = [], ...platform },
    now,
  }: {
    readonly organisationId: string;
    readonly createdById: string;
    readonly platform: LtiPlatformFacts;
    readonly now: Date;
  },
): Promise<string> {
  const { connectionId } = await requestConnection(tx, {
    organisationId,
    connector: "lti",
    name: (name ?? new URL(platform.issuer).host).slice(0, 200),
    createdById,
    now,
  });
  await tx.ltiRegistration.create({
    data: { connectionId, organisationId, ...platform, scopes: [...scopes] },
    select: { connectionId: true },
  });
  return connectionId;
}

function bytesOf(hash: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(hash, "base64url"));
}
