import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type JWK,
  type JWTPayload,
  SignJWT,
} from "jose";
import type { LtiSigningKey, LtiStorage } from "./storage.ts";

/** All platforms take it; few take another. */
const algorithm = "RS256";
/** Seconds that what the tool signs is dated back: some platforms, as Moodle, take nothing that is a moment ahead of their clock. */
export const backdated = 10;
const day = 24 * 60 * 60_000;

export interface KeyRotation {
  readonly now: Date;
  /** Milliseconds from a key's publication to its first signature: platforms keep a JWKS that long. A day. */
  readonly publishAhead?: number;
  /** Milliseconds from then until the older keys are gone from the JWKS. A day: more than any signature here lives. */
  readonly overlap?: number;
}

/**
 * Gives the tool a new signing key: published at once, and signing a day later, while the present one goes on until then. The first of all
 * signs at once. Says false, and changes nothing, when another process was faster, or the newest key doesn't sign yet.
 */
export async function rotateSigningKey(
  storage: Pick<LtiStorage, "signingKeys" | "replaceSigningKey">,
  { now, publishAhead = day, overlap = day }: KeyRotation,
): Promise<boolean> {
  const newest = (await storage.signingKeys()).find(({ expiresAt }) => expiresAt === null);
  if (newest && newest.signsFrom > now) return false;
  const signsFrom = newest ? new Date(now.getTime() + publishAhead) : now;
  return storage.replaceSigningKey({
    replaces: newest?.kid ?? null,
    key: { ...(await generateKey()), signsFrom, expiresAt: null },
    othersExpireAt: new Date(signsFrom.getTime() + overlap),
  });
}

async function generateKey(): Promise<Pick<LtiSigningKey, "kid" | "privateJwk">> {
  const { privateKey } = await generateKeyPair(algorithm, { modulusLength: 2048, extractable: true });
  const jwk = await exportJWK(privateKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateJwk: { ...jwk, kid, alg: algorithm, use: "sig" } };
}

/** The public keys that platforms may meet: of those that sign, will sign, and signed a while ago. */
export async function publicKeys(
  storage: Pick<LtiStorage, "signingKeys" | "replaceSigningKey">,
  now: Date,
): Promise<{ readonly keys: readonly JWK[] }> {
  return { keys: (await keysOf(storage, now)).map(({ privateJwk }) => publicHalf(privateJwk)) };
}

/** Signs claims with the key that signs now. */
export async function signWithToolKey(
  storage: Pick<LtiStorage, "signingKeys" | "replaceSigningKey">,
  claims: JWTPayload,
  now: Date,
): Promise<string> {
  const keys = [...(await keysOf(storage, now))].sort((a, b) => a.signsFrom.getTime() - b.signsFrom.getTime());
  // The newest that signs; where another process's clock is ahead of this one's, the first of all.
  const key = keys.findLast(({ signsFrom }) => signsFrom <= now) ?? keys[0];
  if (!key) throw new Error("The tool has no signing key.");
  const alg = key.privateJwk.alg ?? algorithm;
  return new SignJWT(claims)
    .setProtectedHeader({ alg, kid: key.kid, typ: "JWT" })
    .sign(await importJWK(key.privateJwk, alg));
}

async function keysOf(
  storage: Pick<LtiStorage, "signingKeys" | "replaceSigningKey">,
  now: Date,
): Promise<readonly LtiSigningKey[]> {
  const live = async () =>
    (await storage.signingKeys()).filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const keys = await live();
  if (keys.length > 0) return keys;
  await rotateSigningKey(storage, { now });
  return live();
}

/** Named one by one: a new private part of a JWK must not get out by being unknown here. */
function publicHalf({ kty, kid, alg, n, e, crv, x, y }: JWK): JWK {
  const parts = { kty, kid, alg, use: "sig", n, e, crv, x, y };
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as JWK;
}
