/// <reference path="./untyped.d.ts" />
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import * as Ed25519Multikey from "@digitalbazaar/ed25519-multikey";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { issue } from "@digitalbazaar/vc";
import { z } from "zod";
import type { OpenBadgeCredential } from "./achievement-credential.ts";
import { bundledLoader } from "./contexts.ts";
import { parseCredential } from "./credential-shape.ts";
import { type SigningKey, SigningKeyRefused } from "./keys.ts";
import type { VerificationProblem } from "./verification-problem.ts";

/** An eddsa-rdfc-2022 proof (VC Data Integrity EdDSA Cryptosuites 1.0, section 2.2.1 "DataIntegrityProof"). */
const dataIntegrityProof = z.strictObject({
  type: z.literal("DataIntegrityProof"),
  cryptosuite: z.literal("eddsa-rdfc-2022"),
  created: z.string(),
  verificationMethod: z.string(),
  proofPurpose: z.literal("assertionMethod"),
  proofValue: z.string(),
});

export type CredentialProof = Readonly<z.infer<typeof dataIntegrityProof>>;

/**
 * A credential with its proof: what is stored, served and verified. The proof stands in a list, as in the examples of
 * OB 3.0: every edition of its JSON Schema takes a list, and not every one takes a single proof.
 */
export type SignedCredential = OpenBadgeCredential & { readonly proof: readonly [CredentialProof] };

/** With which key, and when. */
export interface SigningOptions extends SigningKey {
  /** The key's URL: the controller's, and a fragment. */
  readonly verificationMethod: string;
  /** The issuer's URL, at which its document lists the key. */
  readonly controller: string;
  /** Goes into the proof, to the second. */
  readonly created: Date;
}

/** The credential is not one that a verifier would take, for the problems named. */
export class CredentialNotVerifiable extends Error {
  readonly code = "CREDENTIAL_NOT_VERIFIABLE";
  readonly problems: readonly VerificationProblem[];
  constructor(problems: readonly VerificationProblem[]) {
    super(problems.map(({ message }) => message).join(" "));
    this.problems = problems;
  }
}

/**
 * Signs a credential with a Data Integrity proof of eddsa-rdfc-2022. The same inputs give the same bytes: Ed25519 has
 * no randomness, and the date is an argument. Throws where what it would sign could never be verified.
 */
export async function signCredential(
  credential: OpenBadgeCredential,
  options: SigningOptions,
): Promise<SignedCredential> {
  const key = await signingKey(credential, options);
  const signed = await issue({
    // The library adds the proof to the object that it is given.
    credential: structuredClone(credential),
    suite: new DataIntegrityProof({ signer: key.signer(), cryptosuite, date: options.created }),
    documentLoader: bundledLoader(),
  });
  const { proof } = z.object({ proof: dataIntegrityProof }).parse(signed);
  const secured: SignedCredential = { ...credential, proof: [proof] };
  // The form that `verifyCredential` asks for, bounds included: better refused at the award than found by a holder.
  const parsed = parseCredential(secured);
  if (!("unsecured" in parsed)) throw new CredentialNotVerifiable(parsed);
  return secured;
}

async function signingKey(
  credential: OpenBadgeCredential,
  options: SigningOptions,
): Promise<Ed25519Multikey.MultikeyPair> {
  if (credential.issuer.id !== options.controller) {
    throw new SigningKeyRefused("CONTROLLER_NOT_ISSUER", "The key's controller is not the credential's issuer.");
  }
  if (!options.verificationMethod.startsWith(`${options.controller}#`)) {
    throw new SigningKeyRefused("METHOD_NOT_OF_CONTROLLER", "The key's URL is not a fragment of its controller's.");
  }
  const key = await Ed25519Multikey.from({
    type: "Multikey",
    id: options.verificationMethod,
    controller: options.controller,
    publicKeyMultibase: options.publicKeyMultibase,
    secretKeyMultibase: options.secretKeyMultibase,
  });
  // The library takes both halves as given. Derived here, or a mix-up of two keys would show only at a verifier's.
  const derived = await Ed25519Multikey.generate({ seed: new Uint8Array(key.secretKey?.subarray(0, 32) ?? []) });
  const { publicKeyMultibase } = await derived.export({ publicKey: true });
  if (publicKeyMultibase !== options.publicKeyMultibase) {
    throw new SigningKeyRefused("KEY_PAIR_MISMATCH", "The secret key is not that of the public key.");
  }
  return key;
}
