import fc from "fast-check";
import { expect, it } from "vitest";
import { type Interval, isWithin, standingAt } from "../certificate/standing.ts";
import { assertMayRevoke, assertMaySuspend, assertStep, suspensionToLift } from "./decide.ts";
import type { DecisionFact, DecisionStep } from "./decision.ts";
import { governanceOf } from "./fold.ts";
import { certificate, day, decision, refused } from "./governance.test.support.ts";

/** What is tried, day by day; what the rules refuse is left out. */
const tries = fc.array(
  fc.record({
    kind: fc.constantFrom(
      "SUSPENDED",
      "REINSTATED",
      "REVOKED",
      "APPEAL_FILED",
      "STAY_GRANTED",
      "APPEAL_UPHELD",
      "APPEAL_DISMISSED",
    ),
    on: fc.nat(),
    wait: fc.integer({ min: 0, max: 20 }),
    certificateIds: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }),
    bar: fc.option(fc.integer({ min: 1, max: 60 })),
  }),
  { maxLength: 20 },
);

/** The decisions that a history of tries leaves, each made as the commands make it, with what was known after each. */
function histories(
  tried: typeof tries extends fc.Arbitrary<infer T> ? T : never,
): { now: Date; decisions: DecisionFact[] }[] {
  const seen: { now: Date; decisions: DecisionFact[] }[] = [];
  let decisions: DecisionFact[] = [];
  let on = 1;
  for (const [index, one] of tried.entries()) {
    on += one.wait;
    const now = day(on);
    const targets = decisions.filter(({ kind }) => kind === "SUSPENDED" || kind === "REVOKED");
    const target = targets[one.on % Math.max(targets.length, 1)];
    const made = { ...decision(`${on} ${one.kind}`), id: `${index}` };
    const governance = governanceOf(decisions);
    const certificates = ["a", "b", "c"].map((id) => ({
      ...certificate,
      id,
      revoked: governance.revoked.get(id) ?? [],
    }));
    const add = (regardingId: string | null, over: Partial<DecisionFact> = {}) => {
      decisions = [...decisions, { ...made, regardingId, certificateIds: [], ...over }];
    };
    refused(() => {
      if (one.kind === "SUSPENDED") {
        assertMaySuspend(now, { certificates, suspensions: governance.suspensions, enrolments: [] }, decisions);
        add(null);
      } else if (one.kind === "REINSTATED") add(suspensionToLift(decisions).id);
      else if (one.kind === "REVOKED") {
        for (const id of one.certificateIds) assertMayRevoke(id, decisions);
        add(null, { certificateIds: one.certificateIds, barUntil: one.bar === null ? null : day(on + one.bar) });
      } else if (target) {
        assertStep(target, decisions, one.kind as DecisionStep);
        if (one.kind === "APPEAL_FILED")
          decisions = decisions.map((each) => (each.id === target.id ? { ...each, appealedAt: now } : each));
        else add(target.id);
      }
    });
    seen.push({ now, decisions });
  }
  return seen;
}

/** Each begins after the one before it has ended. */
const areDisjoint = (intervals: readonly Interval[]): boolean =>
  intervals.every(({ from, until }, index) => {
    const next = intervals[index + 1];
    return (until === null || from < until) && (!next || (until !== null && until <= next.from));
  });

it("R11 after any legal decisions the intervals are disjoint, in order, and the same in whatever order they are read", () => {
  fc.assert(
    fc.property(tries, fc.infiniteStream(fc.nat()), (tried, random) => {
      const { decisions } = histories(tried).at(-1) ?? { decisions: [] };
      const governance = governanceOf(decisions);
      expect(areDisjoint(governance.suspensions)).toBe(true);
      for (const intervals of governance.revoked.values()) expect(areDisjoint(intervals)).toBe(true);
      const shuffled = decisions
        .map((each) => [random.next().value ?? 0, each] as const)
        .toSorted(([a], [b]) => a - b)
        .map(([, each]) => each);
      const again = governanceOf(shuffled);
      expect(again.suspensions).toEqual(governance.suspensions);
      expect(again.bars).toEqual(governance.bars);
      expect(new Map([...again.revoked].toSorted())).toEqual(new Map([...governance.revoked].toSorted()));
    }),
    { numRuns: 500 },
  );
});

it("R11 nothing is erased: what a later decision leaves of the past is what it was", () => {
  fc.assert(
    fc.property(tries, (tried) => {
      const seen = histories(tried);
      for (const [index, { now, decisions }] of seen.entries()) {
        const before = governanceOf(seen[index - 1]?.decisions ?? []);
        const after = governanceOf(decisions);
        for (let t = 0; day(t) < now; t++) {
          const at = new Date(day(t).getTime() + 1);
          if (at >= now) break;
          expect(isWithin(at, after.suspensions)).toBe(isWithin(at, before.suspensions));
          for (const id of ["a", "b", "c"])
            expect(isWithin(at, after.revoked.get(id) ?? [])).toBe(isWithin(at, before.revoked.get(id) ?? []));
        }
      }
    }),
  );
});

it("R6 R11 no dead ends: who is SUSPENDED or REVOKED can have it lifted, appeal, or be reinstated after the bar", () => {
  fc.assert(
    fc.property(tries, (tried) => {
      for (const { now, decisions } of histories(tried)) {
        const { suspensions, revoked, bars } = governanceOf(decisions);
        const certificates = ["a", "b", "c"].map((id) => ({ ...certificate, id, revoked: revoked.get(id) ?? [] }));
        const standing = standingAt(now, { certificates, suspensions, enrolments: [] });
        if (standing === "SUSPENDED") {
          const lift = {
            ...decision("0 REINSTATED"),
            id: "lift",
            decidedAt: now,
            regardingId: suspensionToLift(decisions).id,
          };
          const lifted = governanceOf([...decisions, lift]).suspensions;
          expect(standingAt(now, { certificates, suspensions: lifted, enrolments: [] })).not.toBe("SUSPENDED");
        }
        // A bar always ends, so that a reinstatement can always be completed some day.
        if (standing === "REVOKED") expect(bars.every(({ until }) => until !== null)).toBe(true);
      }
    }),
  );
});
