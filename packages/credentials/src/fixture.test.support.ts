import { type AchievementCredentialInput, achievementCredential } from "./achievement-credential.ts";
import { type IssuerDocument, type IssuerKey, issuerDocument } from "./issuer-document.ts";
import type { SigningKey } from "./keys.ts";
import { type SignedCredential, signCredential } from "./sign.ts";
import { type VerificationOptions, type VerificationResult, verifyCredential } from "./verify.ts";

/** Fixed, so that signatures can be pinned. The seed is the SHA-256 of "kunna test key"; it is used nowhere else. */
export const KEY: SigningKey = {
  publicKeyMultibase: "z6MkvBBehzEkGdbeqT5pToDsrGYkna7jN7215rsomzQpGf9G",
  secretKeyMultibase: "z3u2WFQW3wY76F3GjraGdnuqexYfyUJdFYFAJnGbpLoYvz9f",
};

export const ISSUER = "https://kunna.example/organisations/acme";
export const METHOD = `${ISSUER}#key-1`;
export const DURING = new Date("2026-09-01T00:00:00Z");
const CREATED = new Date("2026-03-01T12:00:00Z");

export const INPUT: AchievementCredentialInput = {
  id: "https://kunna.example/certificates/0001",
  issuer: { id: ISSUER, name: "Acme Rescue", url: "https://acme.example/" },
  number: "ACME-2026-0001",
  recipient: { name: "Zoë O'Neill", id: "urn:uuid:7d5c3c0e-8f0b-4c66-9a3f-0c1b1f5f8a11" },
  achievement: {
    id: "https://kunna.example/programs/rope/versions/3",
    name: "Rope Rescue Leader",
    description: "Leads a rope rescue on site.",
    criteriaNarrative: "Two rescues led at work, observed, and reflected on.",
    type: "Certification",
    alignments: [
      {
        targetName: "Lead a rope rescue",
        targetUrl: "https://frameworks.example/rope/lead",
        targetCode: "R.4",
        targetFramework: "Rope Rescue Framework",
        targetType: "CFItem",
      },
    ],
  },
  validFrom: new Date("2026-03-01T12:00:00Z"),
  validUntil: new Date("2027-03-01T12:00:00Z"),
  awardedAt: new Date("2026-03-01T12:00:00Z"),
  evidenceSummary: [
    {
      id: "https://kunna.example/certificates/0001/evidence/1",
      genre: "APPLIED_TASK",
      name: "Rescue at the north quarry",
      narrative: "Led the rescue; observed by a reviewer.",
    },
  ],
};

/** Signs with the fixed key. */
export function signed(changes: Partial<AchievementCredentialInput> = {}): Promise<SignedCredential> {
  return signCredential(achievementCredential({ ...INPUT, ...changes }), {
    ...KEY,
    verificationMethod: METHOD,
    controller: ISSUER,
    created: CREATED,
  });
}

/** The fixed issuer's document, with its key changed as a test needs. */
export function issuer(key: Partial<IssuerKey> = {}): IssuerDocument {
  return issuerDocument({
    id: ISSUER,
    name: "Acme Rescue",
    url: "https://acme.example/",
    keys: [{ id: METHOD, publicKeyMultibase: KEY.publicKeyMultibase, ...key }],
  });
}

/** Verifies while the certificate is valid and with the fixed issuer's document, unless told otherwise. */
export function verify(document: unknown, options: Partial<VerificationOptions> = {}): Promise<VerificationResult> {
  return verifyCredential(document, { resolveIssuer: async () => issuer(), now: DURING, ...options });
}

/** The codes alone, which is what most tests are about. */
export async function codes(document: unknown, options: Partial<VerificationOptions> = {}): Promise<string[]> {
  return (await verify(document, options)).problems.map(({ code }) => code);
}
