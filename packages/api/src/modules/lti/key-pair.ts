import { createHash, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { LtiKeyFacts } from "./key-store.ts";

/** A new key pair (RS256: all platforms take it). Its kid is its thumbprint (RFC 7638). */
export async function newKeyPair(): Promise<Pick<LtiKeyFacts, "kid" | "privateJwk">> {
  const { privateKey } = await promisify(generateKeyPair)("rsa", { modulusLength: 2048 });
  const jwk = privateKey.export({ format: "jwk" });
  const thumbprint = JSON.stringify({ e: jwk.e, kty: jwk.kty, n: jwk.n });
  const kid = createHash("sha256").update(thumbprint).digest("base64url");
  return { kid, privateJwk: { ...jwk, kid, alg: "RS256", use: "sig" } };
}
