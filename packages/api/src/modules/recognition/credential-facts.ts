import type { Prisma } from "@kunna/database";
import type { CredentialFacts, MappingFacts } from "@kunna/domain";
import type { StoredCompetency } from "./recognition-store.ts";

type Reads = Prisma.TransactionClient;

/** A mapping as it is stored, with what it counts for. */
export interface StoredMapping extends MappingFacts {
  readonly id: string;
  readonly competency: StoredCompetency | null;
  readonly programId: string | null;
  readonly requirementKey: string | null;
}

export interface StoredCredential extends CredentialFacts {
  readonly id: string;
  readonly personId: string;
}

const day = (date: Date) => date.toISOString().slice(0, 10);

/** A credential with what its latest check found. */
export const credentialSelect = {
  id: true,
  personId: true,
  issuer: true,
  achievementId: true,
  alignments: true,
  awardedOn: true,
  validFrom: true,
  validUntil: true,
  checks: { orderBy: { number: "desc" }, take: 1, select: { verified: true, ofPerson: true } },
} satisfies Prisma.OutsideCredentialSelect;

export function credentialOf({
  awardedOn,
  checks: [latest],
  ...row
}: Prisma.OutsideCredentialGetPayload<{ select: typeof credentialSelect }>): StoredCredential {
  const { verified = false, ofPerson = false } = latest ?? {};
  return { ...row, awardedOn: day(awardedOn), verified, ofPerson };
}

/** The issuers among these that are trusted now, and what credentials of theirs are mapped to. */
export async function loadMappings(
  reads: Reads,
  issuers: readonly string[],
): Promise<{ trusted: ReadonlySet<string>; mappings: StoredMapping[] }> {
  const rows = await reads.trustedIssuer.findMany({
    where: { issuer: { in: [...new Set(issuers)] }, endedAt: null },
    select: {
      issuer: true,
      mappings: {
        where: { retiredAt: null },
        orderBy: { id: "asc" },
        select: {
          id: true,
          source: true,
          sourceId: true,
          awardedFrom: true,
          awardedUntil: true,
          competencyId: true,
          levelId: true,
          level: { select: { rank: true } },
          programId: true,
          requirementKey: true,
        },
      },
    },
  });
  const mappings = rows.flatMap(({ issuer, mappings: ofIssuer }) =>
    ofIssuer.map(({ competencyId, levelId, level, awardedFrom, awardedUntil, ...row }) => ({
      ...row,
      issuer,
      retired: false,
      awardedFrom: awardedFrom && day(awardedFrom),
      awardedUntil: awardedUntil && day(awardedUntil),
      competency: competencyId === null ? null : { competencyId, levelId, rank: level?.rank ?? null },
    })),
  );
  return { trusted: new Set(rows.map(({ issuer }) => issuer)), mappings };
}
