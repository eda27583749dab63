import fc from "fast-check";
import { expect, it } from "vitest";
import { all, any, byShorthand, credits, module, versionArbitrary } from "../fixture.test.support.ts";
import { modulesByKey } from "../program/prerequisites.ts";
import { creditedKeysOf, shareOf } from "./share.ts";

const byKey = modulesByKey(
  [100, 10, 50].map((effortMinutes, m) => module(`m${m}`, ["APPLIED_TASK"], { effortMinutes, credits: m })),
);

it.each(
  byShorthand<[shares: Record<string, number>, expected: number]>([
    [any(1, "m0", "m1"), { m0: 0.5, m1: 0.4 }, 0.5],
    [any(1, "m0", "m1"), { m0: 0.5, m1: 0.6 }, 0.6],
    // Once another member is ahead, what stands beside the choice weighs as before.
    [all("m2", any(1, "m0", "m1")), { m0: 0.5, m1: 0.4 }, 5 / 60],
    [all("m2", any(1, "m0", "m1")), { m0: 0.5, m1: 0.6 }, 6 / 60],
    // The two that show the greatest share together: not those that do so each by itself.
    [any(2, "m0", "m1", "m2"), { m0: 0.9, m1: 0.2, m2: 0.1 }, 92 / 110],
    // One of m2's two credits.
    [credits(2, "m1", "m2"), { m1: 1, m2: 0 }, 10 / 35],
    [credits(2, "m1", "m2"), { m1: 0, m2: 0.5 }, 0.5],
  ]),
)("R4 on %s with %j the share is %d", (_name, shares, expected, path) => {
  expect(shareOf(path, byKey, new Map(Object.entries(shares)))).toBeCloseTo(expected, 10);
});

it("R4 a CREDITS group counts the modules that have credits, each once", () => {
  expect(creditedKeysOf(credits(1, "m0", any(1, "m1", "m2"), "m1", "ghost"), byKey)).toEqual(["m1", "m2"]);
});

it("R4 the share of ANY is the greatest of all selections", () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true });
  const member = fc.record({ share, effortMinutes: fc.integer({ min: 1, max: 300 }) });
  fc.assert(
    fc.property(fc.array(member, { minLength: 1, maxLength: 7 }), fc.nat(), (members, at) => {
      const n = 1 + (at % members.length);
      const modules = members.map(({ effortMinutes }, m) => module(`m${m}`, ["APPLIED_TASK"], { effortMinutes }));
      const shares = new Map(members.map((one, m) => [`m${m}`, one.share]));
      const selections = Array.from({ length: 2 ** members.length }, (_, bits) =>
        members.filter((_, m) => bits & (2 ** m)),
      );
      const ratios = selections
        .filter(({ length }) => length === n)
        .map(
          (taken) =>
            sum(taken.map((one) => one.share * one.effortMinutes)) / sum(taken.map((one) => one.effortMinutes)),
        );
      const path = any(n, ...modules.map(({ key }) => key));
      expect(shareOf(path, modulesByKey(modules), shares)).toBeCloseTo(Math.max(...ratios), 9);
    }),
  );
});

it("R4 met all through it is 1, met nowhere it is 0, and met by half everywhere it is a half", () => {
  fc.assert(
    fc.property(versionArbitrary, fc.constantFrom(0, 0.5, 1), ({ path, modules }, share) => {
      const shares = new Map(modules.map(({ key }) => [key, share]));
      expect(shareOf(path, modulesByKey(modules), shares)).toBeCloseTo(share, 10);
    }),
  );
});

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
