import type { TenantTransaction } from "@kunna/database";
import { countingMappings, dayOf } from "@kunna/domain";
import { timeZoneOf } from "../../time-zone.ts";
import {
  credentialOf,
  credentialSelect,
  loadMappings,
  type StoredCredential,
  type StoredMapping,
} from "./credential-facts.ts";
import type { ReadCredential } from "./read-outside.ts";

/** A credential that counts, and by which mappings. */
export interface CountingCredential extends StoredCredential {
  readonly by: readonly StoredMapping[];
}

/** Of persons' outside credentials, those that count now: one statement where there are none. */
export async function loadCountingCredentials(
  tx: TenantTransaction,
  personIds: readonly string[],
  now: Date,
): Promise<CountingCredential[]> {
  const rows = await tx.outsideCredential.findMany({
    where: { personId: { in: [...new Set(personIds)] } },
    orderBy: { id: "asc" },
    select: credentialSelect,
  });
  if (rows.length === 0) return [];
  const { trusted, mappings } = await loadMappings(
    tx,
    rows.map(({ issuer }) => issuer),
  );
  return rows.flatMap((row) => {
    const credential = credentialOf(row);
    const by = countingMappings(credential, trusted, mappings, now);
    return by.length > 0 ? { ...credential, by } : [];
  });
}

interface Adding {
  readonly organisationId: string;
  readonly personId: string;
  readonly now: Date;
}

/** The one with the same content that the person has added before. */
export async function findSame(tx: TenantTransaction, personId: string, { contentHash }: ReadCredential) {
  return tx.outsideCredential.findUnique({
    where: { personId_contentHash: { personId, contentHash } },
    select: { id: true },
  });
}

export async function insertCredential(
  tx: TenantTransaction,
  { organisationId, personId, now }: Adding,
  { document, contentHash, sourceUrl, facts }: ReadCredential,
): Promise<string> {
  const timeZone = await timeZoneOf(tx);
  const { achievement, issuerName, issuer, alignments, awardedAt, validFrom, validUntil } = facts;
  const { id } = await tx.outsideCredential.create({
    data: {
      ...{ organisationId, personId, contentHash, sourceUrl, issuer, issuerName, validFrom, validUntil },
      content: document,
      achievementId: achievement.id,
      achievementName: achievement.name,
      alignments: [...alignments],
      awardedOn: new Date(dayOf(awardedAt, timeZone)),
      addedAt: now,
      addedById: personId,
    },
    select: { id: true },
  });
  return id;
}

export interface NewCheck {
  readonly organisationId: string;
  readonly credentialId: string;
  readonly checkedAt: Date;
  readonly checkedById: string;
  readonly verified: boolean;
  readonly ofPerson: boolean;
  readonly problems: readonly { readonly code: string; readonly message: string }[];
}

/** Its number follows on the last: two checks at once don't both become the latest. */
export async function insertCheck(tx: TenantTransaction, { problems, ...check }: NewCheck): Promise<void> {
  const { credentialId } = check;
  const number = (await tx.credentialCheck.count({ where: { credentialId } })) + 1;
  await tx.credentialCheck.create({
    data: { ...check, number, problems: problems.map(({ code, message }) => ({ code, message })) },
    select: { id: true },
  });
}

/** Who has a credential of these issuers and is enrolled on something. */
export async function findHolders(tx: TenantTransaction, issuers: readonly string[]): Promise<string[]> {
  const rows = await tx.person.findMany({
    where: {
      outsideCredentials: { some: { issuer: { in: [...issuers] } } },
      enrolments: { some: { status: "ACTIVE" } },
    },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}
