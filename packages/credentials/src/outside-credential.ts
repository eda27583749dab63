import { createHash } from "node:crypto";
import { z } from "zod";
import { instant, iri, parseCredential } from "./credential-shape.ts";
import { type FetchJson, issuerResolver } from "./issuer-resolver.ts";
import { checkStatusEntry } from "./status-list.ts";
import type { VerificationProblem } from "./verification-problem.ts";
import { type VerificationResult, verifyCredential } from "./verify.ts";

const identityShape = z.looseObject({
  identityHash: z.string().max(2_048),
  identityType: z.string().max(200),
  hashed: z.boolean(),
  salt: z.string().max(2_048).optional(),
});

const achievementShape = z.looseObject({
  id: iri,
  name: z.string().min(1).max(1_000),
  alignment: z.preprocess(
    (value) => (value === undefined ? [] : [value].flat()),
    z.array(z.looseObject({ targetUrl: iri.optional() })).max(200),
  ),
});

const openBadgeShape = z.looseObject({
  id: iri.optional(),
  type: z
    .array(z.string())
    .refine((types) => types.includes("OpenBadgeCredential") || types.includes("AchievementCredential")),
  issuer: z.union([
    iri.transform((id) => ({ id, name: null })),
    z.looseObject({ id: iri, name: z.string().optional() }),
  ]),
  validFrom: instant,
  validUntil: instant.optional(),
  awardedDate: instant.optional(),
  // One subject: of several, whose achievement it is would be a guess.
  credentialSubject: z.preprocess(
    (value) => (Array.isArray(value) && value.length === 1 ? value[0] : value),
    z.looseObject({
      identifier: z.preprocess((value) => (value === undefined ? [] : [value].flat()), z.array(identityShape).max(20)),
      achievement: achievementShape,
    }),
  ),
});

/** What an Open Badges 3.0 credential says. Nothing of it is true before it is verified. */
export interface OutsideCredentialFacts {
  readonly issuer: string;
  readonly issuerName: string | null;
  readonly achievement: { readonly id: string; readonly name: string };
  /** What the achievement is aligned to: the targets' URLs. */
  readonly alignments: readonly string[];
  /** When it was awarded; where it does not say, since when it is valid. */
  readonly awardedAt: Date;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
}

/** Reads a credential; null when it is not an Open Badges 3.0 one of a single subject. */
export function readOutsideCredential(document: unknown): OutsideCredentialFacts | null {
  const parsed = openBadgeShape.safeParse(document);
  if (!parsed.success || !("unsecured" in parseCredential(document))) return null;
  const { issuer, validFrom, validUntil = null, awardedDate, credentialSubject } = parsed.data;
  const { id, name, alignment } = credentialSubject.achievement;
  return {
    issuer: issuer.id,
    issuerName: issuer.name ?? null,
    achievement: { id, name },
    alignments: [...new Set(alignment.flatMap(({ targetUrl }) => targetUrl ?? []))],
    awardedAt: awardedDate ?? validFrom,
    validFrom,
    validUntil,
  };
}

/**
 * Whether the credential says that its subject is who has this email address (OB 3.0, IdentityObject): in the clear, or as
 * its salted SHA-256. A name binds nobody: many have it.
 */
export function isOfEmail(document: unknown, email: string): boolean {
  const parsed = openBadgeShape.safeParse(document);
  const identities = parsed.data?.credentialSubject.identifier ?? [];
  const spellings = new Set([email, email.toLowerCase()]);
  return identities.some(({ identityType, identityHash, hashed, salt = "" }) => {
    if (identityType !== "emailAddress") return false;
    if (!hashed) return identityHash.toLowerCase() === email.toLowerCase();
    return [...spellings].some((one) => identityHash.toLowerCase() === hashOf(one, salt));
  });
}

function hashOf(identity: string, salt: string): string {
  return `sha256$${createHash("sha256").update(`${identity}${salt}`).digest("hex")}`;
}

/** Verifies a credential of a stranger: its issuer and its status list are fetched as the caller allows. */
export function verifyOutsideCredential(
  document: unknown,
  { fetchJson, now }: { readonly fetchJson: FetchJson; readonly now: Date },
): Promise<VerificationResult> {
  const resolveIssuer = issuerResolver(fetchJson);
  const issuer = readOutsideCredential(document)?.issuer ?? "";
  return verifyCredential(document, {
    resolveIssuer,
    now,
    checkStatus: (status): Promise<readonly VerificationProblem[]> =>
      checkStatusEntry(status, { issuer, fetchJson, resolveIssuer, now }),
  });
}
