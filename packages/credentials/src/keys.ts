/// <reference path="./untyped.d.ts" />
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";

/** An Ed25519 key pair in Multikey form (Controlled Identifiers 1.0, section 2.2.2 "Multikey"). */
export interface SigningKey {
  readonly publicKeyMultibase: string;
  readonly secretKeyMultibase: string;
}

/**
 * An Ed25519 public key as Multikey: "z" and the base58 of 0xed01 and 32 bytes, which always begins z6Mk. The library
 * cuts the two prefix bytes off unread, so this is where a key of another kind is turned away.
 */
export const ED25519_PUBLIC_MULTIBASE = /^z6Mk[1-9A-HJ-NP-Za-km-z]{44}$/;

/** Makes a new Ed25519 signing key. Encrypt the secret half (`encryptSecret`) before it is stored. */
export async function generateSigningKey(): Promise<SigningKey> {
  const pair = await Ed25519Multikey.generate();
  // Canonical: the 32-byte seed of the specification, not the library's older 64-byte form.
  const exported = await pair.export({ publicKey: true, secretKey: true, canonicalize: true });
  if (exported.secretKeyMultibase === undefined) throw new Error("The key pair was exported without its secret.");
  return { publicKeyMultibase: exported.publicKeyMultibase, secretKeyMultibase: exported.secretKeyMultibase };
}

/** Why a key may not sign a credential. */
export type SigningKeyRefusal = "KEY_PAIR_MISMATCH" | "CONTROLLER_NOT_ISSUER" | "METHOD_NOT_OF_CONTROLLER";

/** The key may not sign this credential: what it signed could never be verified. */
export class SigningKeyRefused extends Error {
  readonly code = "SIGNING_KEY_REFUSED";
  readonly reason: SigningKeyRefusal;
  constructor(reason: SigningKeyRefusal, message: string) {
    super(message);
    this.reason = reason;
  }
}
