/// <reference path="./untyped.d.ts" />
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { CredentialIssuancePurpose, verifyCredential as verifyWithLibrary } from "@digitalbazaar/vc";
import { bundledLoader, MULTIKEY_V1 } from "./contexts.ts";
import { instant, type ParsedCredential, parseCredential } from "./credential-shape.ts";
import { type IssuerDocumentFacts, issuerKey, parseIssuerDocument, type ResolvedKey } from "./issuer-key.ts";
import type { JsonObject } from "./json.ts";
import type { VerificationProblem } from "./verification-problem.ts";

/** What a verification asks of its caller. */
export interface VerificationOptions {
  /**
   * Gives the document of an issuer, which the credential names: the URL is a stranger's choice, so whoever fetches it
   * decides what may be reached. It may throw.
   */
  readonly resolveIssuer: (url: string) => Promise<unknown>;
  readonly now: Date;
  /** Checks one credentialStatus entry. Without it, a credential that has a status is not verified. */
  readonly checkStatus?: (status: JsonObject) => Promise<readonly VerificationProblem[]>;
}

/** What was found. `verified` is true exactly when there are no problems. */
export interface VerificationResult {
  readonly verified: boolean;
  readonly problems: readonly VerificationProblem[];
  /** What the document says, also where it did not verify; null where it has no readable shape. */
  readonly issuer: string | null;
  readonly validFrom: Date | null;
  readonly validUntil: Date | null;
}

/**
 * Verifies a credential: its form, that its issuer signed it, and that it is in force now. Never throws on what the
 * document, the issuer's document or `resolveIssuer` do; every problem found is named.
 */
export async function verifyCredential(document: unknown, options: VerificationOptions): Promise<VerificationResult> {
  const parsed = parseCredential(document);
  if (!("unsecured" in parsed)) {
    return { verified: false, problems: parsed, issuer: null, validFrom: null, validUntil: null };
  }
  const problems = [
    ...(await proofProblems(parsed, options)),
    ...dateProblems(parsed, options.now),
    ...(await statusProblems(parsed, options)),
  ];
  const { issuer, validFrom, validUntil } = parsed;
  return { verified: problems.length === 0, problems, issuer, validFrom, validUntil };
}

// Validity is half-open, [validFrom, validUntil), as every interval of Kunna (R6), and without a tolerance for clocks.
function dateProblems({ validFrom, validUntil }: ParsedCredential, now: Date): VerificationProblem[] {
  const problems: VerificationProblem[] = [];
  if (validFrom !== null && now < validFrom) {
    problems.push({ code: "NOT_YET_VALID", message: `Not valid before ${validFrom.toISOString()}.` });
  }
  if (validUntil !== null && now >= validUntil) {
    problems.push({ code: "EXPIRED", message: `Expired at ${validUntil.toISOString()}.` });
  }
  return problems;
}

async function statusProblems(parsed: ParsedCredential, options: VerificationOptions): Promise<VerificationProblem[]> {
  const problems: VerificationProblem[] = [];
  for (const status of parsed.status) {
    try {
      if (options.checkStatus === undefined) problems.push(statusUnchecked());
      else problems.push(...(await options.checkStatus(status)));
    } catch {
      problems.push(statusUnchecked());
    }
  }
  return problems;
}

function statusUnchecked(): VerificationProblem {
  return { code: "STATUS_UNCHECKED", message: "The credential's status could not be checked." };
}

/** Every proof that can be checked must hold; at least one must be there (OB 3.0, "Proof Formats"). */
async function proofProblems(parsed: ParsedCredential, options: VerificationOptions): Promise<VerificationProblem[]> {
  const proofs = parsed.proofs.filter(isSupported);
  if (proofs.length === 0) {
    return [{ code: "PROOF_UNSUPPORTED", message: "No eddsa-rdfc-2022 proof for the purpose assertionMethod." }];
  }
  const issuer = await resolvedIssuer(parsed.issuer, options);
  if (!("assertionMethod" in issuer)) return [...issuer];
  const problems: VerificationProblem[] = [];
  for (const proof of proofs) {
    const problem = await proofProblem(parsed, proof, issuer, options.now);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

// proofValue: base58-btc only, as the cryptosuite has it. The library takes base64url too: a second spelling of one proof.
function isSupported(proof: JsonObject): boolean {
  return (
    proof.type === "DataIntegrityProof" &&
    proof.cryptosuite === "eddsa-rdfc-2022" &&
    proof.proofPurpose === "assertionMethod" &&
    typeof proof.proofValue === "string" &&
    proof.proofValue.startsWith("z")
  );
}

async function resolvedIssuer(
  issuer: string,
  options: VerificationOptions,
): Promise<IssuerDocumentFacts | readonly VerificationProblem[]> {
  try {
    return parseIssuerDocument(await options.resolveIssuer(issuer), issuer);
  } catch {
    return [{ code: "ISSUER_UNRESOLVED", message: "The issuer's document could not be had." }];
  }
}

async function proofProblem(
  parsed: ParsedCredential,
  proof: JsonObject,
  issuer: IssuerDocumentFacts,
  now: Date,
): Promise<VerificationProblem | undefined> {
  const methodId = proof.verificationMethod;
  const key = issuerKey(issuer, typeof methodId === "string" ? methodId : undefined, now);
  if ("code" in key) return key;
  const invalid = await signatureProblem(parsed, proof, key, now);
  if (invalid !== undefined) return invalid;
  // After the signature: `expires` is signed, so only now is it the issuer's word.
  const expires = instant.optional().safeParse(proof.expires);
  if (expires.data !== undefined && expires.data <= now)
    return { code: "PROOF_EXPIRED", message: "The proof has expired." };
  return undefined;
}

async function signatureProblem(
  parsed: ParsedCredential,
  proof: JsonObject,
  key: ResolvedKey,
  now: Date,
): Promise<VerificationProblem | undefined> {
  const method = { "@context": MULTIKEY_V1, type: "Multikey", ...key };
  const controller = { id: key.controller, assertionMethod: [key.id] };
  try {
    const { verified, error } = await verifyWithLibrary({
      credential: { ...parsed.unsecured, proof },
      suite: new DataIntegrityProof({ cryptosuite }),
      // Given, because the library would frame the issuer's document as JSON-LD, contexts of a stranger's choice included.
      purpose: new CredentialIssuancePurpose({ controller }),
      documentLoader: bundledLoader(new Map([[key.id, method]])),
      // The library stops at the first problem, dates before signature, and is lenient at their ends (a validUntil that is
      // now still counts). Endless lenience leaves the dates to dateProblems.
      now,
      maxClockSkew: Number.POSITIVE_INFINITY,
      checkStatus: async () => ({ verified: true }),
    });
    return verified ? undefined : invalidProof(error);
  } catch (error) {
    return invalidProof(error);
  }
}

/** Tells a document that can't be canonicalized from one that was changed, which is what a reader asks first. */
function invalidProof(error: unknown): VerificationProblem {
  const unsafe = [error, ...nested(error)].some((one) => one instanceof Error && one.name.startsWith("jsonld."));
  return unsafe
    ? { code: "TERM_REFUSED", message: "A member has no meaning in the credential's contexts." }
    : { code: "PROOF_INVALID", message: "The proof does not hold: not signed by this key, or changed since." };
}

function nested(error: unknown): unknown[] {
  if (typeof error !== "object" || error === null || !("errors" in error)) return [];
  return Array.isArray(error.errors) ? error.errors : [];
}
