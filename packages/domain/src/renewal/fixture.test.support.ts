import fc from "fast-check";
import type { EvidenceStatus } from "../evidence/evidence.ts";
import type { RenewalRule } from "../program/renewal-policy.ts";
import type { RequirementKind, VersionContent } from "../program/version.ts";
import type { CreditFact, RenewalEvidence, RenewalFacts } from "./facts.ts";

/** The cycle began with the award at noon of this day, and it is a year and a half later. */
export const since = new Date("2025-06-10T12:00:00Z");
export const now = new Date("2026-11-24T12:00:00Z");

export function factsWith(over: Partial<RenewalFacts> = {}): RenewalFacts {
  return {
    cycle: 1,
    since,
    now,
    timeZone: "Europe/Stockholm",
    reinstatement: false,
    choice: null,
    evidence: [],
    credits: [],
    carryOver: null,
    ...over,
  };
}

/** An evidence for requirements written `key`, `key@revision`, of this cycle unless something else is said. */
export function shown(
  names: readonly string[],
  over: Partial<RenewalEvidence> & { readonly kind?: RequirementKind } = {},
): RenewalEvidence {
  const { kind = "APPLIED_TASK", ...rest } = over;
  const shows = names.map((name) => {
    const [key = "", revision = "1"] = name.split("@");
    return { key, revision: Number(revision), kind };
  });
  const status: EvidenceStatus = "ACCEPTED";
  return { id: names.join("+"), status, performedOn: "2026-05-02", decidedAt: new Date("2026-05-04"), shows, ...rest };
}

/** An evidence that was accepted before the cycle began. */
export function metEarlier(...names: string[]): RenewalEvidence {
  return shown(names, {
    id: `before:${names.join("+")}`,
    performedOn: "2025-02-01",
    decidedAt: new Date("2025-03-01"),
  });
}

/** What a holder met who has met all of a version. */
export function holderOf(content: VersionContent): RenewalEvidence[] {
  const requirements = content.modules.flatMap((module) => module.requirements);
  return requirements.map(({ key, revision, kind }) => ({
    ...metEarlier(key),
    shows: [{ key, revision, kind }],
  }));
}

export function credit(id: string, credits: number, over: Partial<CreditFact> = {}): CreditFact {
  const hundredths = Math.round(credits * 100);
  return {
    id,
    unit: "CPD",
    category: null,
    hundredths,
    spentHundredths: 0,
    earnedOn: "2026-01-15",
    enteredAt: now,
    ...over,
  };
}

const leafArbitrary: fc.Arbitrary<RenewalRule> = fc.oneof(
  fc.constant<RenewalRule>({ method: "FULL" }),
  fc.constant<RenewalRule>({ method: "DELTA" }),
  fc.record({
    method: fc.constant("PRACTICE" as const),
    count: fc.integer({ min: 1, max: 3 }),
    recency: fc.constantFrom(null, "P6M"),
  }),
);

/** FULL, DELTA and PRACTICE, composed by ALL and ANY up to three deep. */
export const ruleArbitrary: fc.Arbitrary<RenewalRule> = fc.letrec<{ rule: RenewalRule; group: RenewalRule }>((tie) => ({
  rule: fc.oneof({ maxDepth: 3 }, leafArbitrary, tie("group")),
  group: fc.record({
    method: fc.constantFrom("ALL" as const, "ANY" as const),
    rules: fc.array(tie("rule"), { minLength: 1, maxLength: 3 }),
  }),
})).rule;

/** Evidence in any status for requirements of a version, of any time. */
export function evidenceArbitrary(content: VersionContent): fc.Arbitrary<RenewalEvidence[]> {
  const requirements = content.modules.flatMap((module) => module.requirements);
  const one = fc
    .record({
      status: fc.constantFrom<EvidenceStatus>("ACCEPTED", "ACCEPTED", "SUBMITTED", "RETURNED"),
      named: fc.subarray(requirements, { minLength: 1 }),
      lag: fc.integer({ min: -1, max: 1 }),
      performedOn: fc.constantFrom("2025-02-01", "2025-06-10", "2026-01-01", "2026-11-01"),
      decidedAt: fc.constantFrom(new Date("2025-03-01"), since, new Date("2026-02-01"), new Date("2026-11-10")),
    })
    .map(({ named, lag, ...rest }) => ({
      ...rest,
      shows: named.map(({ key, revision, kind }) => ({ key, revision: Math.max(1, revision + lag), kind })),
    }));
  return fc.array(one, { maxLength: 8 }).map((list) => list.map((each, e) => ({ id: `e${e}`, ...each })));
}
