import {
  credentialText,
  type FetchJson,
  type OutsideCredentialFacts,
  readOutsideCredential,
  type VerificationResult,
  verifyOutsideCredential,
} from "@kunna/credentials";
import { CredentialNotReadable, OutsideDocumentUnavailable, Refusal } from "@kunna/domain";
import { hashInput } from "../../idempotency/keyed-request.ts";
import type { Services } from "../../services.ts";

/** A credential that can be read, with what its verification found. */
export interface ReadCredential {
  readonly document: object;
  readonly contentHash: Uint8Array<ArrayBuffer>;
  readonly sourceUrl: string | null;
  readonly facts: OutsideCredentialFacts;
  readonly verification: VerificationResult;
}

/** How many documents one verification may ask for: the issuer's, its status lists, and theirs. */
const maximumFetches = 8;
/** What a credential that is sent may have, as text: the same as one that is fetched. */
const maximumCharacters = 1_400_000;

type Given = { readonly content: string } | { readonly url: string };

/**
 * Has a credential and verifies it, with no transaction open. A refusal is given and not thrown: under an idempotency key
 * the first answer goes before it, and only the command knows of that.
 */
export async function readCredential(services: Services, given: Given): Promise<ReadCredential | Refusal> {
  try {
    const bytes = "url" in given ? await services.outside.fetch(given.url) : sentBytes(given.content);
    const document = parse(bytes);
    const facts = document && readOutsideCredential(document);
    if (!document || !facts) return new CredentialNotReadable();
    return {
      document,
      contentHash: hashInput(document),
      sourceUrl: "url" in given ? given.url : null,
      facts,
      verification: await verifyNow(services, document),
    };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** Verifies a credential as it is now, with no transaction open. */
export function verifyNow({ outside, now }: Services, document: object): Promise<VerificationResult> {
  const found = new Map<string, Promise<unknown>>();
  const fetchJson: FetchJson = (url) => {
    const known = found.get(url);
    if (known) return known;
    if (found.size >= maximumFetches) throw new OutsideDocumentUnavailable(url, "NOT_REACHED");
    const fetched = outside.fetch(url).then(parse);
    found.set(url, fetched);
    return fetched;
  };
  return verifyOutsideCredential(document, { fetchJson, now: now() });
}

/** What was sent: text, or an image as a data URL. */
function sentBytes(content: string): Uint8Array {
  if (content.length > maximumCharacters) throw new CredentialNotReadable();
  const [, base64] = /^data:image\/(?:png|svg\+xml);base64,(.*)$/s.exec(content.trim()) ?? [];
  return base64 === undefined ? Buffer.from(content, "utf8") : Buffer.from(base64, "base64");
}

/** Null where there is no JSON object. A text with NUL can't be stored, and no honest one has it. */
function parse(bytes: Uint8Array): object | null {
  const text = credentialText(bytes);
  if (text === null || text.includes("\\u0000")) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? parsed : null;
  } catch {
    return null;
  }
}
