import fc from "fast-check";
import { expect, it } from "vitest";
import type { DatedEvidenceFact } from "../enrolment/module-progress.ts";
import { progressOf } from "../enrolment/progress.ts";
import { all, module, policy, sound, version } from "../fixture.test.support.ts";
import type { Module } from "../program/version.ts";
import {
  freshEvidence,
  type MicroCredentialFact,
  microCredentialPeriod,
  microCredentialsDue,
  newestMicroCredentials,
  stackAt,
  staleModules,
  stalenessEffect,
  validityEffect,
} from "./micro-credential.ts";

const day = (of: string) => new Date(`${of}T12:00:00Z`);
const a: Module = module("a", sound, { awardsCertificate: true, validity: "P1Y" });
const b: Module = module("b", sound, { awardsCertificate: true });
const plain = module("plain", sound);
const content = version(all("a", "b", "plain"), [a, b, plain]);
const micro = (moduleKey: string, from: string, to: string | null): MicroCredentialFact => ({
  moduleKey,
  validFrom: day(from),
  expiresAt: to === null ? null : day(to),
});
const accepted = (submitted: string, ...requirementKeys: string[]): DatedEvidenceFact => ({
  id: submitted,
  status: "ACCEPTED",
  requirementKeys,
  submittedAt: day(submitted),
});

it.each<[validity: string | null, program: object, expiresAt: string | null]>([
  ["P1Y", { kind: "DURATION", duration: "P2Y" }, "2027-02-28T12:00:00.000Z"],
  [null, { kind: "DURATION", duration: "P2Y" }, "2028-02-28T12:00:00.000Z"],
  [null, { kind: "NONE" }, null],
  ["P1D", { kind: "NONE" }, "2026-03-01T12:00:00.000Z"],
  [null, { kind: "END_DATE", date: "2026-12-31" }, "2026-12-31T23:00:00.000Z"],
])(
  "R7 a module's validity %s in a program of %j: fresh until %s, without window or grace",
  (validity, program, expected) => {
    const over = { ...policy, validity: program as typeof policy.validity };
    const period = microCredentialPeriod({ ...a, validity }, over, day("2026-02-28"), "Europe/Stockholm");
    expect(period).toEqual({
      validFrom: day("2026-02-28"),
      expiresAt: expected === null ? null : new Date(expected),
      opensAt: null,
      graceEndsAt: null,
    });
  },
);

it.each<[what: string, facts: MicroCredentialFact[], at: string, stale: string[]]>([
  ["none", [], "2026-06-01", []],
  ["fresh", [micro("a", "2026-01-01", "2027-01-01")], "2026-06-01", []],
  ["the last instant before", [micro("a", "2026-01-01", "2026-06-02")], "2026-06-01", []],
  ["the very instant", [micro("a", "2026-01-01", "2026-06-01")], "2026-06-01", ["a"]],
  ["one that never goes stale", [micro("a", "2026-01-01", null)], "2099-06-01", []],
  ["awarded anew", [micro("a", "2026-01-01", "2026-02-01"), micro("a", "2026-03-01", "2027-03-01")], "2026-06-01", []],
  [
    "not yet begun",
    [micro("a", "2026-01-01", "2026-02-01"), micro("a", "2026-07-01", "2027-03-01")],
    "2026-06-01",
    ["a"],
  ],
  ["one of two", [micro("b", "2026-01-01", "2026-02-01"), micro("a", "2026-01-01", null)], "2026-06-01", ["b"]],
])("R10 stale modules: %s", (_what, facts, at, stale) => {
  expect([...staleModules(facts, day(at)).keys()]).toEqual(stale);
});

it("R10 of a stale module only what was submitted after its award counts, of others all", () => {
  const evidence = [accepted("2026-01-01", "a.0", "a.1", "b.0"), accepted("2026-06-01", "a.1")];
  const keys = (facts: MicroCredentialFact[], at: string) =>
    freshEvidence(content, evidence, facts, day(at)).map(({ requirementKeys }) => requirementKeys);
  const facts = [micro("a", "2026-02-01", "2026-05-01"), micro("plain", "2026-02-01", "2026-05-01")];
  expect(keys(facts, "2026-04-01")).toEqual([["a.0", "a.1", "b.0"], ["a.1"]]);
  expect(keys(facts, "2026-06-02")).toEqual([["b.0"], ["a.1"]]);
  const { complete, nextSteps } = progressOf(content, freshEvidence(content, evidence, facts, day("2026-06-02")));
  expect(complete).toBe(false);
  expect(nextSteps.map(({ requirementKey }) => requirementKey)).toContain("a.0");
});

const gone = micro("a", "2025-02-01", "2026-02-01");
const due = (evidence: DatedEvidenceFact[], ...facts: MicroCredentialFact[]) =>
  microCredentialsDue(content, evidence, facts, day("2026-06-01")).map(({ key }) => key);
const allOfA = [accepted("2026-05-01", "a.0", "a.1")];

it.each<[what: string, args: Parameters<typeof due>, keys: string[]]>([
  ["nothing met", [[]], []],
  ["half a module", [[accepted("2026-05-01", "a.0")]], []],
  ["a module met", [allOfA], ["a"]],
  ["two modules met", [[...allOfA, accepted("2026-05-02", "b.0", "b.1")]], ["a", "b"]],
  ["awarded already", [allOfA, micro("a", "2026-02-01", "2027-02-01")], []],
  ["awarded already, for good", [allOfA, micro("a", "2026-02-01", null)], []],
  ["awarded already, and stale since", [allOfA, gone], ["a"]],
  ["a module that awards none", [[accepted("2026-05-01", "plain.0", "plain.1")]], []],
])("R5 a micro-credential is due: %s", (_what, args, keys) => {
  expect(due(...args)).toEqual(keys);
});

it("R5 a module that waits for another is not completed by its own requirements", () => {
  const waits = version(all("a", "b"), [a, { ...b, prerequisiteKeys: ["a"] }]);
  const evidence = [accepted("2026-05-01", "b.0", "b.1")];
  const at = day("2026-06-01");
  expect(microCredentialsDue(waits, evidence, [], at)).toEqual([]);
});

const factArbitrary = fc.record({
  moduleKey: fc.constantFrom("a", "b", "c"),
  validFrom: fc.date({ min: day("2026-01-01"), max: day("2027-01-01"), noInvalidDate: true }),
  expiresAt: fc.option(fc.date({ min: day("2026-01-01"), max: day("2028-01-01"), noInvalidDate: true })),
});

it("R10 at every instant each module has one newest that has begun, either stale or stacked on", () => {
  fc.assert(
    fc.property(
      fc.array(factArbitrary, { maxLength: 8 }),
      fc.date({ min: day("2026-01-01"), max: day("2028-01-01"), noInvalidDate: true }),
      (facts, at) => {
        const begun = new Set(facts.filter(({ validFrom }) => validFrom <= at).map(({ moduleKey }) => moduleKey));
        const stacked = stackAt(new Set(["a", "b", "c"]), facts, at).map(({ moduleKey }) => moduleKey);
        expect([...stacked, ...staleModules(facts, at).keys()].sort()).toEqual([...begun].sort());
        for (const one of newestMicroCredentials(facts, at).values())
          for (const other of facts)
            if (other.moduleKey === one.moduleKey && other.validFrom <= at)
              expect(other.validFrom <= one.validFrom).toBe(true);
        expect(stackAt(new Set(["a"]), facts, at).every(({ moduleKey }) => moduleKey === "a")).toBe(true);
      },
    ),
  );
});

it("R10 the effect of a validity and of staleness is told", () => {
  expect(validityEffect(plain, policy)).toBeNull();
  expect(validityEffect(b, policy)).toMatch(/as long as the program's/);
  expect(validityEffect(a, policy)).toMatch(/P1Y, which is shorter.*ends no certificate/);
  expect(validityEffect({ ...a, validity: "P2Y" }, policy)).not.toMatch(/shorter/);
  expect(stalenessEffect(gone, day("2026-06-01"))).toMatch(/^It is stale\..*goes on/);
  expect(stalenessEffect(gone, day("2025-06-01"))).toMatch(/^It is fresh\./);
  expect(stalenessEffect(micro("a", "2026-01-01", null), day("2026-06-01"))).toMatch(/never/);
});
