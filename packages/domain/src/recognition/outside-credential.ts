/** What is known of an outside credential: what it says, and what its latest check found. */
export interface CredentialFacts {
  readonly issuer: string;
  readonly achievementId: string;
  /** The URLs of what its achievement is aligned to. */
  readonly alignments: readonly string[];
  /** The local day of its award: YYYY-MM-DD. */
  readonly awardedOn: string;
  readonly validFrom: Date;
  readonly validUntil: Date | null;
  /** That its latest check found no problem. */
  readonly verified: boolean;
  /** That it names the person. */
  readonly ofPerson: boolean;
}

/** What the organisation takes credentials of an issuer for. */
export interface MappingFacts {
  readonly issuer: string;
  readonly source: "ACHIEVEMENT" | "ALIGNMENT";
  readonly sourceId: string;
  /** Of which days' awards it holds, both inclusive: YYYY-MM-DD. */
  readonly awardedFrom: string | null;
  readonly awardedUntil: string | null;
  readonly retired: boolean;
}

/** Whether an outside credential counts, or the first reason why it does not. */
export const credentialStates = [
  "NOT_VERIFIED",
  "NOT_OF_THE_PERSON",
  "NOT_IN_FORCE",
  "ISSUER_NOT_TRUSTED",
  "NOT_MAPPED",
  "COUNTS",
] as const;
export type CredentialState = (typeof credentialStates)[number];

/** R12: whether it counts at an instant: verified, of the person, in force, of an issuer that is trusted, and mapped. */
export function credentialState(
  credential: CredentialFacts,
  trusted: ReadonlySet<string>,
  mappings: readonly MappingFacts[],
  now: Date,
): CredentialState {
  if (!credential.verified) return "NOT_VERIFIED";
  if (!credential.ofPerson) return "NOT_OF_THE_PERSON";
  if (!isInForce(credential, now)) return "NOT_IN_FORCE";
  if (!trusted.has(credential.issuer)) return "ISSUER_NOT_TRUSTED";
  return mappingsOf(credential, mappings).length > 0 ? "COUNTS" : "NOT_MAPPED";
}

/** R12: the mappings by which it counts; none where it does not. */
export function countingMappings<Mapping extends MappingFacts>(
  credential: CredentialFacts,
  trusted: ReadonlySet<string>,
  mappings: readonly Mapping[],
  now: Date,
): Mapping[] {
  return credentialState(credential, trusted, mappings, now) === "COUNTS" ? mappingsOf(credential, mappings) : [];
}

/** What a recognition by a credential rests on, as it is now. */
export interface RestsOn extends Pick<CredentialFacts, "verified" | "ofPerson" | "validFrom" | "validUntil"> {
  /** That its issuer is trusted and its mappings hold. */
  readonly mapped: boolean;
}

/** R12: whether what was recognised by a credential still counts for an award to come. No certificate ends by it. */
export function stillCounts(facts: RestsOn, now: Date): boolean {
  return facts.verified && facts.ofPerson && facts.mapped && isInForce(facts, now);
}

function isInForce({ validFrom, validUntil }: Pick<CredentialFacts, "validFrom" | "validUntil">, now: Date): boolean {
  return validFrom <= now && (validUntil === null || now < validUntil);
}

function mappingsOf<Mapping extends MappingFacts>(
  { issuer, achievementId, alignments, awardedOn }: CredentialFacts,
  mappings: readonly Mapping[],
): Mapping[] {
  return mappings.filter(
    (mapping) =>
      !mapping.retired &&
      mapping.issuer === issuer &&
      (mapping.source === "ACHIEVEMENT" ? mapping.sourceId === achievementId : alignments.includes(mapping.sourceId)) &&
      // Days of the same form: the order of their texts is theirs.
      (mapping.awardedFrom === null || mapping.awardedFrom <= awardedOn) &&
      (mapping.awardedUntil === null || awardedOn <= mapping.awardedUntil),
  );
}
