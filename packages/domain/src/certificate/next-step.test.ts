import fc from "fast-check";
import { expect, it } from "vitest";
import { programPolicySchema } from "../program/policy.ts";
import { type CertificationStep, type NextCertificationStep, nextCertificationStep } from "./next-step.ts";
import { renewalPeriod, renewedAt } from "./renewal-dates.ts";
import { type CertificateFact, type CertificationFacts, type Interval, type Standing, standingAt } from "./standing.ts";
import { firstPeriod } from "./validity.ts";

const dayMs = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const day = (n: number) => new Date(start + n * dayMs);
const interval = (from: number, until: number | null): Interval => ({
  from: day(from),
  until: until === null ? null : day(until),
});
const first: CertificateFact = { validFrom: day(10), opensAt: day(20), expiresAt: day(30), graceEndsAt: day(40) };
const revoked = { ...first, revoked: [interval(15, null)] };
const facts = (over: Partial<CertificationFacts>): CertificationFacts => ({
  certificates: [],
  suspensions: [],
  enrolments: [],
  ...over,
});

it.each<
  [Standing, string, number, Partial<CertificationFacts>, [CertificationStep, number | null, number | null] | null]
>([
  ["NONE", "", 0, {}, ["ENROL", null, null]],
  ["IN_PROGRESS", "", 5, { enrolments: [interval(0, null)] }, ["COMPLETE", null, null]],
  ["UPCOMING", "", 5, { certificates: [first] }, ["AWAIT_START", 10, null]],
  [
    "IN_PROGRESS",
    ", all met, for an approver",
    5,
    { enrolments: [interval(0, null)], approvals: [interval(4, null)] },
    ["AWAIT_APPROVAL", null, null],
  ],
  ...[25, 35, 45].map(
    (
      n,
      index,
    ): [Standing, string, number, Partial<CertificationFacts>, [CertificationStep, number | null, number | null]] => [
      (["RENEWAL_OPEN", "GRACE", "LAPSED"] as const)[index] ?? "NONE",
      ", all met, for an approver",
      n,
      { certificates: [first], approvals: [interval(22, null)] },
      ["AWAIT_APPROVAL", null, null],
    ],
  ),
  [
    "LAPSED",
    " under a bar, whatever waits",
    45,
    { certificates: [first], approvals: [interval(22, null)], bars: [interval(40, 60)] },
    ["AWAIT_END_OF_BAR", 60, null],
  ],
  [
    "CERTIFIED",
    ", all met early: nothing is amiss",
    15,
    { certificates: [first], approvals: [interval(12, null)] },
    null,
  ],
  [
    "UPCOMING",
    ", the revoked one aside",
    5,
    { certificates: [{ ...first, validFrom: day(8), revoked: [interval(1, null)] }, first] },
    ["AWAIT_START", 10, null],
  ],
  ["CERTIFIED", "", 15, { certificates: [first] }, null],
  ["RENEWAL_OPEN", "", 25, { certificates: [first] }, ["RENEW", null, 30]],
  ["GRACE", "", 35, { certificates: [first] }, ["RENEW_IN_GRACE", null, 40]],
  ["LAPSED", "", 45, { certificates: [first] }, ["REINSTATE", null, null]],
  [
    "SUSPENDED",
    " to a day",
    15,
    { certificates: [first], suspensions: [interval(12, 18)] },
    ["AWAIT_END_OF_SUSPENSION", 18, null],
  ],
  [
    "SUSPENDED",
    " twice in a row",
    15,
    { certificates: [first], suspensions: [interval(12, 18), interval(17, 19)] },
    ["AWAIT_END_OF_SUSPENSION", 19, null],
  ],
  [
    "SUSPENDED",
    " without end",
    15,
    { certificates: [first], suspensions: [interval(12, null)] },
    ["APPEAL", null, null],
  ],
  [
    "SUSPENDED",
    " under an appeal",
    15,
    { certificates: [first], suspensions: [{ ...interval(12, null), appealedAt: day(13) }] },
    ["AWAIT_APPEAL", null, null],
  ],
  [
    "SUSPENDED",
    " before its appeal",
    12.5,
    { certificates: [first], suspensions: [{ ...interval(12, null), appealedAt: day(13) }] },
    ["APPEAL", null, null],
  ],
  [
    "SUSPENDED",
    " after its appeal was dismissed: a decision is appealed once",
    15,
    { certificates: [first], suspensions: [{ ...interval(12, null), appealedAt: day(13), dismissedAt: day(14) }] },
    ["AWAIT_REINSTATEMENT", null, null],
  ],
  [
    "SUSPENDED",
    " before that",
    13.5,
    { certificates: [first], suspensions: [{ ...interval(12, null), appealedAt: day(13), dismissedAt: day(14) }] },
    ["AWAIT_APPEAL", null, null],
  ],
  ["REVOKED", " without a bar", 16, { certificates: [revoked] }, ["REINSTATE", null, null]],
  ["REVOKED", " with a bar", 16, { certificates: [revoked], bars: [interval(15, 60)] }, ["AWAIT_END_OF_BAR", 60, null]],
  ["REVOKED", " after its bar", 60, { certificates: [revoked], bars: [interval(15, 60)] }, ["REINSTATE", null, null]],
  ["REVOKED", " for good", 16, { certificates: [revoked], bars: [interval(15, null)] }, ["APPEAL", null, null]],
  [
    "LAPSED",
    " beside a revocation that bars",
    45,
    {
      certificates: [first, { ...first, validFrom: day(12), revoked: [interval(15, null)] }],
      bars: [interval(15, 60)],
    },
    ["AWAIT_END_OF_BAR", 60, null],
  ],
])("R6 from %s%s there is a next step", (standing, _how, n, over, step) => {
  expect(standingAt(day(n), facts(over))).toBe(standing);
  const [kind, from, until] = step ?? [];
  const at = (m: number | null | undefined) => (typeof m === "number" ? day(m) : null);
  expect(nextCertificationStep(day(n), facts(over))).toEqual(step && { kind, from: at(from), until: at(until) });
});

const policy = programPolicySchema.parse({
  validity: { kind: "DURATION", duration: "P1Y" },
  window: "P60D",
  grace: "P20D",
});

/** What a step does to the facts, taken by whoever can, a day after it could be. */
function take(
  { kind, from }: NextCertificationStep,
  t: Date,
  given: CertificationFacts,
): { readonly t: Date; readonly facts: CertificationFacts } {
  const after = new Date(t.getTime() + 60_000);
  const end = (list: readonly Interval[] | undefined) =>
    (list ?? []).map((one) => ({ ...one, until: one.until === null || one.until > t ? t : one.until }));
  const award = (certificate: CertificateFact) => ({
    t: after,
    facts: { ...given, certificates: [...given.certificates, certificate] },
  });
  switch (kind) {
    case "ENROL":
      return { t: after, facts: { ...given, enrolments: [...given.enrolments, { from: t, until: null }] } };
    case "COMPLETE":
      return award(firstPeriod(policy, after, "UTC"));
    case "AWAIT_APPROVAL": {
      // Declined: what there was to do before is to be done again.
      const { approvals } = given;
      return { t: after, facts: { ...given, approvals: end(approvals) } };
    }
    case "RENEW":
    case "RENEW_IN_GRACE":
    case "REINSTATE": {
      const certificate = renewedAt(after, given.certificates);
      if (!certificate) throw new Error("There is nothing to renew.");
      const period = renewalPeriod({
        certificate: { ...certificate, policy },
        next: policy,
        completedAt: after,
        awardedAt: after,
        isDelta: false,
        timeZone: "UTC",
        laterVersion: null,
      });
      return award(period);
    }
    // Upheld, or decided otherwise: what holds the certification up ends.
    case "APPEAL":
    case "AWAIT_APPEAL":
    case "AWAIT_REINSTATEMENT":
      return {
        t: after,
        facts: {
          ...given,
          suspensions: end(given.suspensions),
          bars: end(given.bars),
          certificates: given.certificates.map((one) => ({ ...one, revoked: end(one.revoked) })),
        },
      };
    case "AWAIT_START":
    case "AWAIT_END_OF_SUSPENSION":
    case "AWAIT_END_OF_BAR":
      if (!from || from <= t) throw new Error(`What is awaited has passed: ${kind}.`);
      return { t: from, facts: given };
  }
}

const dayNumber = fc.nat(800);
const intervals = fc.array(
  fc
    .tuple(dayNumber, fc.option(fc.integer({ min: 1, max: 300 })))
    .map(([from, n]) => interval(from, n === null ? null : from + n)),
  { maxLength: 2 },
);
const certificateOf = fc.record({ from: dayNumber, revoked: intervals }).map(({ from, revoked: when }) => ({
  ...firstPeriod(policy, day(from), "UTC"),
  revoked: when,
}));
/** Appealed some days after it began, and dismissed some days after that. */
function appeal({ from }: Interval, appealed: number | null, dismissed: number | null) {
  const after = (at: Date, n: number) => new Date(at.getTime() + n * dayMs);
  const appealedAt = appealed === null ? null : after(from, appealed);
  return { appealedAt, dismissedAt: appealedAt && dismissed !== null ? after(appealedAt, dismissed) : null };
}
const factsOf: fc.Arbitrary<CertificationFacts> = fc.record({
  certificates: fc.uniqueArray(certificateOf, { maxLength: 3, selector: ({ validFrom }) => validFrom.getTime() }),
  suspensions: intervals.chain((held) =>
    fc
      .tuple(fc.option(fc.nat(300)), fc.option(fc.nat(300)))
      .map(([appealed, dismissed]) => held.map((one) => ({ ...one, ...appeal(one, appealed, dismissed) }))),
  ),
  enrolments: intervals,
  bars: intervals,
  approvals: intervals,
});

it("R9 there are no dead ends: from every standing the named steps lead back to CERTIFIED", () => {
  const seen = new Set<CertificationStep>();
  fc.assert(
    fc.property(factsOf, fc.nat(1500), (given, n) => {
      let [t, now] = [day(n), given];
      for (let left = 16; left > 0; left--) {
        const step = nextCertificationStep(t, now);
        if (!step) {
          expect(standingAt(t, now)).toBe("CERTIFIED");
          return;
        }
        seen.add(step.kind);
        ({ t, facts: now } = take(step, t, now));
      }
      throw new Error(`It goes on and on from ${standingAt(t, now)}.`);
    }),
    { numRuns: 3000 },
  );
  expect([...seen].toSorted()).toEqual([
    "APPEAL",
    "AWAIT_APPEAL",
    "AWAIT_APPROVAL",
    "AWAIT_END_OF_BAR",
    "AWAIT_END_OF_SUSPENSION",
    "AWAIT_REINSTATEMENT",
    "AWAIT_START",
    "COMPLETE",
    "ENROL",
    "REINSTATE",
    "RENEW",
    "RENEW_IN_GRACE",
  ]);
});
