import { DID_V1, MULTIKEY_V1 } from "./contexts.ts";
import { ED25519_PUBLIC_MULTIBASE } from "./keys.ts";

/** Gives the JSON document at a public https address. It may throw. */
export type FetchJson = (url: string) => Promise<unknown>;

/**
 * Gives issuers' documents: of a did:key out of itself, of a did:web from its site, and of an https URL from there. A
 * did:key is as good as whoever says whose it is: it is for its reader to trust it by name.
 */
export function issuerResolver(fetchJson: FetchJson): (issuer: string) => Promise<unknown> {
  return async (issuer) => {
    if (issuer.startsWith("did:key:")) return keyDocument(issuer);
    const url = issuer.startsWith("did:web:") ? webAddress(issuer) : issuer;
    if (!/^https?:\/\//.test(url)) throw new Error("An issuer of this kind can't be asked.");
    return fetchJson(url);
  };
}

/** did:key, version 0.9, "Document Creation Algorithm". */
function keyDocument(did: string): object {
  const publicKeyMultibase = did.slice("did:key:".length);
  if (!ED25519_PUBLIC_MULTIBASE.test(publicKeyMultibase)) throw new Error("Not a did:key of an Ed25519 key.");
  const id = `${did}#${publicKeyMultibase}`;
  return {
    "@context": [DID_V1, MULTIKEY_V1],
    id: did,
    verificationMethod: [{ id, type: "Multikey", controller: did, publicKeyMultibase }],
    assertionMethod: [id],
  };
}

/** did:web, "Read (Resolve)": a colon is a slash, and a port is written %3A. */
function webAddress(did: string): string {
  const [host = "", ...path] = did.slice("did:web:".length).split(":").map(decodeURIComponent);
  if (!/^[a-z0-9.-]+(:\d+)?$/i.test(host) || path.some((part) => !/^[\w.~-]+$/.test(part) || /^\.+$/.test(part)))
    throw new Error("Not a did:web.");
  return `https://${[host, ...(path.length === 0 ? [".well-known"] : path)].join("/")}/did.json`;
}
