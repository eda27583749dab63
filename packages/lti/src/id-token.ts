import { compactVerify, decodeJwt, decodeProtectedHeader, errors, type JWK } from "jose";
import type { PlatformKeys } from "./platform-keys.ts";
import { shown } from "./printable.ts";
import { LtiRefusal } from "./problems.ts";
import type { LtiRegistration } from "./registration.ts";

/**
 * What a platform may sign with: RS256 as the Security Framework asks (section 5.1.3), and other asymmetric ones. Nothing
 * symmetric, since the public key would then be the secret, and never `none`.
 */
const keyTypes: Readonly<Record<string, JWK["kty"]>> = {
  RS256: "RSA",
  RS384: "RSA",
  RS512: "RSA",
  PS256: "RSA",
  ES256: "EC",
  ES384: "EC",
};

export interface TokenChecks {
  readonly registration: Pick<LtiRegistration, "issuer" | "clientId" | "jwksUri">;
  readonly nonce: string;
  readonly keys: PlatformKeys;
  readonly now: Date;
  /** Seconds that the platform's clock may be off. */
  readonly skew: number;
  /** Seconds after `iat` that a token is taken at most, whatever `exp` says. */
  readonly maxAge: number;
}

/** A token that holds, and when it will have stopped to. */
export interface VerifiedToken {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly jti: string | null;
  readonly usableUntil: Date;
}

/** Verifies a launch's id_token: Security Framework 1.0, section 5.1.3, each step with a code of its own. @throws LtiRefusal */
export async function verifyIdToken(token: string, checks: TokenChecks): Promise<VerifiedToken> {
  const { alg, kid } = headerOf(token);
  const keyType = keyTypes[alg];
  if (keyType === undefined) throw new LtiRefusal("ALGORITHM_REFUSED", `The token is signed with ${alg}.`);
  // Before the keys are looked for: an issuer that is spelt another way would only look like a wrong key. What is
  // read here are the same bytes whose signature is checked below.
  checkIssuer(unverifiedIssuer(token), checks.registration.issuer);
  if (kid === null) throw new LtiRefusal("KEY_UNKNOWN", "The token names no key (kid).");
  const found = await checks.keys.find(checks.registration.jwksUri, kid);
  const fitting = found.filter((key) => key.kty === keyType && (key.alg === undefined || key.alg === alg));
  if (fitting.length === 0) throw new LtiRefusal("KEY_UNKNOWN", `The key ${kid} is not for ${alg}.`);
  const claims = await verifySignature(token, alg, fitting);
  checkAudience(claims, checks.registration.clientId);
  const usableUntil = checkTimes(claims, checks);
  if (claims.nonce !== checks.nonce) throw new LtiRefusal("NONCE_MISMATCH", "The nonce is not this login's.");
  return { claims, jti: typeof claims.jti === "string" ? claims.jti : null, usableUntil };
}

function headerOf(token: string): { readonly alg: string; readonly kid: string | null } {
  try {
    const { alg, kid } = decodeProtectedHeader(token);
    return { alg: shown(alg), kid: typeof kid === "string" && kid !== "" ? kid : null };
  } catch (error) {
    throw new LtiRefusal("TOKEN_MALFORMED", "The id_token has no header that can be read.", { cause: error });
  }
}

function unverifiedIssuer(token: string): unknown {
  try {
    return decodeJwt(token).iss;
  } catch (error) {
    throw new LtiRefusal("TOKEN_MALFORMED", "The id_token has no claims that can be read.", { cause: error });
  }
}

async function verifySignature(token: string, alg: string, keys: readonly JWK[]): Promise<Record<string, unknown>> {
  let reason: unknown;
  for (const key of keys) {
    try {
      // jose keeps what it made of a JWK for as long as the object is there, which is as long as the keyset.
      const { payload } = await compactVerify(token, key, { algorithms: [alg] });
      return JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>;
    } catch (error) {
      reason = error;
    }
  }
  const detail =
    reason instanceof errors.JWSSignatureVerificationFailed
      ? "The signature is not of the key that the token names."
      : `The key cannot be used: ${reason instanceof Error ? reason.message : "unknown"}`;
  throw new LtiRefusal("SIGNATURE_INVALID", detail, { cause: reason });
}

function checkIssuer(issuer: unknown, expected: string): void {
  if (issuer !== expected) throw new LtiRefusal("ISSUER_MISMATCH", `iss is ${shown(issuer)}, and not ${expected}.`);
}

function checkAudience({ aud, azp }: Record<string, unknown>, clientId: string): void {
  const audiences: unknown[] = Array.isArray(aud) ? aud : [aud];
  if (!audiences.includes(clientId)) {
    throw new LtiRefusal("AUDIENCE_MISMATCH", `aud is ${audiences.map(shown).join(", ")}, without ${clientId}.`);
  }
  if (azp === undefined || azp === null ? audiences.length > 1 : azp !== clientId) {
    throw new LtiRefusal("AUTHORIZED_PARTY_MISMATCH", `azp is ${shown(azp)}, and not ${clientId}.`);
  }
}

/** Until when the token can be used. */
function checkTimes({ exp, iat, nbf }: Record<string, unknown>, { now, skew, maxAge }: TokenChecks): Date {
  const seconds = now.getTime() / 1000;
  if (!isTime(exp) || !isTime(iat)) throw new LtiRefusal("TOKEN_MALFORMED", "exp and iat must be there, as numbers.");
  if (seconds >= exp + skew) throw new LtiRefusal("TOKEN_EXPIRED", `It ended ${Math.round(seconds - exp)} s ago.`);
  const from = Math.max(iat, isTime(nbf) ? nbf : 0);
  if (seconds < from - skew)
    throw new LtiRefusal("TOKEN_NOT_YET_VALID", `It begins in ${Math.round(from - seconds)} s.`);
  if (seconds >= iat + maxAge + skew) {
    throw new LtiRefusal("TOKEN_TOO_OLD", `It was made ${Math.round(seconds - iat)} s ago; ${maxAge} s are taken.`);
  }
  return new Date((Math.min(exp, iat + maxAge) + skew) * 1000);
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
