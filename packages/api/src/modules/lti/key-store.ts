import type { JsonWebKey } from "node:crypto";
import { decryptSecret, encryptSecret } from "@kunna/credentials";
import { type TenantTransaction, uuidv7, violatedConstraint } from "@kunna/database";
import { ltiKeyTimes } from "@kunna/domain";
import type { Services } from "../../services.ts";

/** A key that an organisation signs with as an LTI tool (`LtiSigningKey` of @kunna/lti). */
export interface LtiKeyFacts {
  readonly kid: string;
  readonly privateJwk: JsonWebKey;
  readonly signsFrom: Date;
  /** When it is no longer published; null: it has no successor. */
  readonly expiresAt: Date | null;
}

type KeyServices = Pick<Services, "database" | "installationSecret" | "now">;

/** An organisation's keys that are published: those that sign, will sign, and signed a while ago. */
export async function ltiSigningKeys(
  { database, installationSecret, now }: KeyServices,
  organisationId: string,
): Promise<readonly LtiKeyFacts[]> {
  const rows = await database.transact(organisationId, (tx) =>
    tx.ltiKey.findMany({ where: { OR: [{ removedAt: null }, { removedAt: { gt: now() } }] }, orderBy: { id: "asc" } }),
  );
  return rows.map(({ id, kid, encryptedKey, signsFrom, removedAt }) => ({
    kid,
    privateJwk: JSON.parse(decryptSecret(encryptedKey, installationSecret, id)) as JsonWebKey,
    signsFrom,
    expiresAt: removedAt,
  }));
}

export interface LtiKeyChange {
  /** The kid of the newest key, which this one follows; null: there is none. */
  readonly replaces: string | null;
  readonly key: LtiKeyFacts;
  /** When those before it are no longer published. */
  readonly othersExpireAt: Date;
}

/** Adds a key as the newest. Says false, and changes nothing, when the newest is another than the one that it follows. */
export async function replaceLtiKey(
  services: KeyServices,
  organisationId: string,
  change: LtiKeyChange,
): Promise<boolean> {
  try {
    return await services.database.transact(organisationId, (tx) => addKey(tx, services, organisationId, change));
  } catch (error) {
    // Two first keys at once: one is there before the other's transaction ends.
    if (violatedConstraint(error) === "LtiKey_newest") return false;
    throw error;
  }
}

/** The same, in a transaction that is open. */
export async function addKey(
  tx: TenantTransaction,
  { installationSecret, now }: Pick<Services, "installationSecret" | "now">,
  organisationId: string,
  { replaces, key, othersExpireAt }: LtiKeyChange,
): Promise<boolean> {
  const [newest] = await tx.$queryRaw<Array<{ kid: string }>>`
    SELECT "kid" FROM "LtiKey" WHERE "organisationId" = ${organisationId}::uuid AND "removedAt" IS NULL FOR UPDATE`;
  if ((newest?.kid ?? null) !== replaces) return false;
  // That one alone: another's first key may have come since, and then this one is not the first.
  if (replaces !== null)
    await tx.ltiKey.updateMany({ where: { kid: replaces, removedAt: null }, data: { removedAt: othersExpireAt } });
  const id = uuidv7();
  const { kid, privateJwk, signsFrom, expiresAt } = key;
  await tx.ltiKey.create({
    data: {
      id,
      organisationId,
      kid,
      encryptedKey: encryptSecret(JSON.stringify(privateJwk), installationSecret, id),
      createdAt: now(),
      signsFrom,
      removedAt: expiresAt,
    },
    select: { id: true },
  });
  return true;
}

/** When a successor signs and its predecessor leaves: see `ltiKeyTimes`. */
export function successionOf(now: Date): { readonly signsFrom: Date; readonly othersExpireAt: Date } {
  return {
    signsFrom: new Date(now.getTime() + ltiKeyTimes.publishedAhead),
    othersExpireAt: new Date(now.getTime() + ltiKeyTimes.overlap),
  };
}
