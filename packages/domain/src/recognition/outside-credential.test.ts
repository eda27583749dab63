import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type CredentialFacts,
  type CredentialState,
  countingMappings,
  credentialState,
  credentialStates,
  type MappingFacts,
  stillCounts,
} from "./outside-credential.ts";

const now = new Date("2026-11-24T12:00:00Z");
const issuer = "https://badges.example/issuers/1";
const credential: CredentialFacts = {
  ...{ issuer, achievementId: "urn:a", alignments: ["https://frameworks.example/lift"], awardedOn: "2026-03-01" },
  ...{ validFrom: new Date("2026-03-01T12:00:00Z"), validUntil: new Date("2027-03-01T12:00:00Z") },
  ...{ verified: true, ofPerson: true },
};
const mapping: MappingFacts = {
  ...{ issuer, source: "ACHIEVEMENT", sourceId: "urn:a", awardedFrom: null, awardedUntil: null, retired: false },
};
const aligned = { source: "ALIGNMENT", sourceId: "https://frameworks.example/lift" } as const;

it.each<[name: string, Partial<CredentialFacts>, Partial<MappingFacts>, trusted: boolean, CredentialState]>([
  ["is mapped by its achievement", {}, {}, true, "COUNTS"],
  ["is mapped by an alignment", {}, aligned, true, "COUNTS"],
  ["has no end", { validUntil: null }, {}, true, "COUNTS"],
  ["did not verify", { verified: false }, {}, true, "NOT_VERIFIED"],
  ["names somebody else", { ofPerson: false }, {}, true, "NOT_OF_THE_PERSON"],
  ["has not begun", { validFrom: new Date(now.getTime() + 1) }, {}, true, "NOT_IN_FORCE"],
  ["begins now", { validFrom: now }, {}, true, "COUNTS"],
  ["has just expired", { validUntil: now }, {}, true, "NOT_IN_FORCE"],
  ["expires in a moment", { validUntil: new Date(now.getTime() + 1) }, {}, true, "COUNTS"],
  ["is of an issuer whom nobody trusts", {}, {}, false, "ISSUER_NOT_TRUSTED"],
  ["is mapped for another issuer", {}, { issuer: "https://other.example" }, true, "NOT_MAPPED"],
  ["is of another achievement", { achievementId: "urn:b" }, {}, true, "NOT_MAPPED"],
  ["is aligned to something else", { alignments: ["https://frameworks.example/talk"] }, aligned, true, "NOT_MAPPED"],
  [
    "has the alignment as its achievement",
    { achievementId: aligned.sourceId, alignments: [] },
    aligned,
    true,
    "NOT_MAPPED",
  ],
  ["is of a retired mapping", {}, { retired: true }, true, "NOT_MAPPED"],
  ["was awarded on the first day", {}, { awardedFrom: "2026-03-01" }, true, "COUNTS"],
  ["was awarded before it", {}, { awardedFrom: "2026-03-02" }, true, "NOT_MAPPED"],
  ["was awarded on the last day", {}, { awardedUntil: "2026-03-01" }, true, "COUNTS"],
  ["was awarded after it", {}, { awardedUntil: "2026-02-28" }, true, "NOT_MAPPED"],
])("R12 a credential that %s", (_name, facts, mapped, trusted, state) => {
  const of = [{ ...credential, ...facts }, new Set(trusted ? [issuer] : []), [{ ...mapping, ...mapped }], now] as const;
  expect(credentialState(...of)).toBe(state);
  expect(countingMappings(...of)).toEqual(state === "COUNTS" ? of[2] : []);
});

const instant = fc.integer({ min: -3, max: 3 }).map((hours) => new Date(now.getTime() + hours * 3_600_000));
const day = fc.constantFrom("2026-02-28", "2026-03-01", "2026-03-02");
const credentialArbitrary: fc.Arbitrary<CredentialFacts> = fc.record({
  issuer: fc.constantFrom(issuer, "did:web:other.example"),
  achievementId: fc.constantFrom("urn:a", "urn:b"),
  alignments: fc.subarray(["urn:a", "urn:b"]),
  awardedOn: day,
  validFrom: instant,
  validUntil: fc.option(instant),
  verified: fc.boolean(),
  ofPerson: fc.boolean(),
});
const mappingArbitrary: fc.Arbitrary<MappingFacts> = fc.record({
  issuer: fc.constantFrom(issuer, "did:web:other.example"),
  source: fc.constantFrom("ACHIEVEMENT", "ALIGNMENT"),
  sourceId: fc.constantFrom("urn:a", "urn:b"),
  awardedFrom: fc.option(day, { freq: 1 }),
  awardedUntil: fc.option(day, { freq: 1 }),
  retired: fc.boolean(),
});
const trustArbitrary = fc.subarray([issuer, "did:web:other.example"]).map((issuers) => new Set(issuers));

it("R12 each credential has one state, and counts by mappings of its trusted issuer that are in force, or by none", () => {
  const seen = new Set<CredentialState>();
  fc.assert(
    fc.property(credentialArbitrary, trustArbitrary, fc.array(mappingArbitrary), (one, trusted, mappings) => {
      const state = credentialState(one, trusted, mappings, now);
      seen.add(state);
      const by = countingMappings(one, trusted, mappings, now);
      expect(by.length > 0).toBe(state === "COUNTS");
      for (const found of by) {
        expect([found.issuer, found.retired, trusted.has(one.issuer)]).toEqual([one.issuer, false, true]);
        expect([one.achievementId, ...one.alignments]).toContain(found.sourceId);
        expect(stillCounts({ ...one, mapped: true }, now)).toBe(true);
      }
      // Without anybody's word, nothing counts.
      expect(countingMappings(one, new Set(), mappings, now)).toEqual([]);
      expect(countingMappings(one, trusted, [], now)).toEqual([]);
    }),
    { numRuns: 2_000 },
  );
  expect([...seen].sort()).toEqual([...credentialStates].sort());
});

it("R12 what was recognised stops to count with the check, the end, the trust or the mapping, and with nothing else", () => {
  const rests = { ...credential, mapped: true };
  expect(stillCounts(rests, now)).toBe(true);
  for (const change of [{ verified: false }, { ofPerson: false }, { mapped: false }, { validUntil: now }])
    expect(stillCounts({ ...rests, ...change }, now)).toBe(false);
});
