import { z } from "zod";
import { instant, iri } from "./credential-shape.ts";
import { boundedJsonObject } from "./json.ts";
import { ED25519_PUBLIC_MULTIBASE } from "./keys.ts";
import type { VerificationProblem } from "./verification-problem.ts";

const methodShape = z.looseObject({
  id: z.string().max(2_048),
  type: z.string(),
  controller: z.string().max(2_048),
  publicKeyMultibase: z.string().max(4_096).optional(),
  expires: instant.optional(),
  revoked: instant.optional(),
});

const documentShape = z.looseObject({
  id: iri,
  verificationMethod: z.array(methodShape).max(200).default([]),
  assertionMethod: z
    .array(z.union([z.string(), methodShape]))
    .max(200)
    .default([]),
});

/** What an issuer says about its keys, once its document's shape holds. */
export type IssuerDocumentFacts = z.infer<typeof documentShape>;

/** The key of a proof, as its issuer lists it. */
export interface ResolvedKey {
  readonly id: string;
  readonly controller: string;
  readonly publicKeyMultibase: string;
}

/** Parses an issuer's document; it must be about the URL that was asked for. */
export function parseIssuerDocument(
  document: unknown,
  issuer: string,
): IssuerDocumentFacts | readonly VerificationProblem[] {
  const bounded = boundedJsonObject.safeParse(document);
  const shape = documentShape.safeParse(bounded.data);
  if (!shape.success) return [{ code: "ISSUER_UNRESOLVED", message: "The issuer's document has not the form of one." }];
  if (shape.data.id !== issuer) {
    return [{ code: "ISSUER_UNRESOLVED", message: "The issuer's document is about another identifier." }];
  }
  return shape.data;
}

/**
 * Finds the key of a proof among those that the issuer lists for assertions (Controlled Identifiers 1.0, section 3.3
 * "Retrieve Verification Method"). The document comes from the issuer's URL, so a key that it lists, and that names the
 * issuer as its controller, is the issuer's.
 */
export function issuerKey(
  document: IssuerDocumentFacts,
  methodId: string | undefined,
  now: Date,
): ResolvedKey | VerificationProblem {
  const embedded = document.assertionMethod.filter((method) => typeof method !== "string");
  const methods = [...document.verificationMethod, ...embedded].filter((method) => method.id === methodId);
  const [method, another] = methods;
  // Two keys under one URL: which one holds would be a guess.
  if (method === undefined || another !== undefined) return notOfIssuer("The issuer lists no such key.");
  if (method.controller !== document.id) return notOfIssuer("The issuer does not control the key.");
  if (method.revoked !== undefined && method.revoked <= now) {
    return { code: "KEY_REVOKED", message: "The issuer has revoked the key." };
  }
  if (method.expires !== undefined && method.expires <= now)
    return { code: "KEY_EXPIRED", message: "The key has expired." };
  const asserts = document.assertionMethod.some((entry) => (typeof entry === "string" ? entry : entry.id) === methodId);
  if (!asserts) return notOfIssuer("The issuer does not use the key to sign credentials.");
  const { publicKeyMultibase } = method;
  if (
    method.type !== "Multikey" ||
    publicKeyMultibase === undefined ||
    !ED25519_PUBLIC_MULTIBASE.test(publicKeyMultibase)
  ) {
    return notOfIssuer("The key is not an Ed25519 Multikey.");
  }
  return { id: method.id, controller: method.controller, publicKeyMultibase };
}

function notOfIssuer(message: string): VerificationProblem {
  return { code: "KEY_NOT_OF_ISSUER", message };
}
