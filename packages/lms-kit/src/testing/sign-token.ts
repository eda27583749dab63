import { SignJWT } from "jose";
import { type KeyRing, newSigningKey, type SigningKey } from "./key-ring.ts";
import type { TokenMisbehaviour } from "./token-misbehaviour.ts";

type Claims = Record<string, unknown>;

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

function signedBy(key: SigningKey, claims: Claims, header: Record<string, unknown>): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: "RS256", typ: "JWT", ...header }).sign(key.privateKey);
}

async function tampered(keys: KeyRing, claims: Claims): Promise<string> {
  const token = await signedBy(keys.current, claims, { kid: keys.current.kid });
  const [header, , signature] = token.split(".");
  return `${header}.${encoded({ ...claims, sub: "somebody-else" })}.${signature}`;
}

/** Signs an id_token: RS256 by the key ring's current key, or as badly as is asked for. */
export async function signToken(
  keys: KeyRing,
  claims: Claims,
  misbehaviour: readonly TokenMisbehaviour[],
): Promise<string> {
  const { current } = keys;
  for (const way of misbehaviour) {
    switch (way) {
      case "ALG_NONE":
        return `${encoded({ alg: "none", typ: "JWT", kid: current.kid })}.${encoded(claims)}.`;
      case "HS256_WITH_PUBLIC_KEY":
        return new SignJWT(claims)
          .setProtectedHeader({ alg: "HS256", typ: "JWT", kid: current.kid })
          .sign(new TextEncoder().encode(current.pem));
      case "FOREIGN_KEY":
        return signedBy(await keys.foreign(), claims, { kid: current.kid });
      case "FOREIGN_KID": {
        const foreign = await keys.foreign();
        return signedBy(foreign, claims, { kid: foreign.kid });
      }
      case "EMBEDDED_KEY": {
        const own = await newSigningKey(current.kid);
        return signedBy(own, claims, { kid: own.kid, jwk: own.jwk });
      }
      case "NO_KID":
        return signedBy(current, claims, {});
      case "TAMPERED":
        return tampered(keys, claims);
      case "NOT_A_JWT":
        return "this.is-not.a-token";
      default:
    }
  }
  return signedBy(current, claims, { kid: current.kid });
}
