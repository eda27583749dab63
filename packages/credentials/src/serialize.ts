import type { SignedCredential } from "./sign.ts";

/** The media type of a secured credential (VC 2.0, section 6.2 "Media Types"). */
export const CREDENTIAL_MEDIA_TYPE = "application/vc";
/** The name of drafts before VC 2.0 was finished, which older wallets still ask for. */
export const CREDENTIAL_MEDIA_TYPE_LEGACY = "application/vc+ld+json";
/** The media type of an issuer's document: JSON-LD, which a reader of application/cid takes too. */
export const ISSUER_MEDIA_TYPE = "application/ld+json";

/** The exact text to store and to serve. The proof holds for the data, but one text makes copies comparable. */
export function serializeCredential(credential: SignedCredential): string {
  return JSON.stringify(credential);
}
