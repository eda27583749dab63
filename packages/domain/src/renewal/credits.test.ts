import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { programPolicySchema } from "../program/policy.ts";
import { type CreditsRule, creditsProgress } from "./credits.ts";
import type { CreditFact } from "./facts.ts";
import { credit, factsWith } from "./fixture.test.support.ts";

function ruleOf(over: Partial<CreditsRule> | object = {}): CreditsRule {
  const rule = { method: "CREDITS", credits: 10, ...over };
  const { renewalPaths } = programPolicySchema.parse({
    validity: { kind: "NONE" },
    renewalPaths: [{ key: "p", title: "P", rule }],
  });
  return renewalPaths[0]?.rule as CreditsRule;
}

const spent = (rule: CreditsRule, facts = factsWith()) =>
  creditsProgress(rule, facts).spends.map(({ creditId, hundredths }) => [creditId, hundredths / 100]);

const talks = { category: "TALKS" };
const carrying = (cap: number) => ({ since: new Date("2023-06-10T12:00:00Z"), cap: () => cap * 100 });
/** Of the cycle before. */
const older = (id: string, n: number, over: Partial<CreditFact> = {}) =>
  credit(id, n, { earnedOn: "2024-01-01", ...over });

describe("R8 CREDITS count", () => {
  const twoKinds = {
    categories: [
      { key: "A", minimum: 4 },
      { key: "B", maximum: 5 },
    ],
  };
  const a = (n: number, id = "a") => credit(id, n, { category: "A" });
  const b = (n: number, id = "b") => credit(id, n, { category: "B" });

  it.each<[string, object, CreditFact[], counted: number, missing: number]>([
    ["none", {}, [], 0, 10],
    ["what there is", {}, [credit("a", 4), credit("b", 3.5)], 7.5, 2.5],
    ["no more than is asked", {}, [credit("a", 25)], 10, 0],
    ["of their unit only", {}, [credit("a", 10, { unit: "HOURS" })], 0, 10],
    ["what is not spent yet", {}, [credit("a", 10, { spentHundredths: 999 })], 0.01, 9.99],
    ["from the first day of the cycle", {}, [credit("a", 10, { earnedOn: "2025-06-10" })], 10, 0],
    [
      "nothing of the first day that was there before the award",
      {},
      [credit("a", 10, { earnedOn: "2025-06-10", enteredAt: new Date("2025-06-10T12:00:00Z") })],
      0,
      10,
    ],
    ["nothing from the day before", {}, [credit("a", 10, { earnedOn: "2025-06-09" })], 0, 10],
    ["of any category where none is named", {}, [credit("a", 10, talks)], 10, 0],
    ["of named categories only", twoKinds, [a(4), credit("c", 6, talks), credit("n", 6)], 4, 6],
    ["a category up to its maximum", twoKinds, [a(4), b(9)], 9, 1],
    ["a category up to its maximum, beside enough", twoKinds, [a(5), b(9)], 10, 0],
    ["a category below its minimum", { ...twoKinds, credits: 5 }, [a(1), b(5)], 2, 3],
    ["halves and hundredths exactly", { credits: 0.3 }, [credit("a", 0.1), credit("b", 0.2)], 0.3, 0],
  ])("%s", (_what, over, credits, counted, missing) => {
    const progress = creditsProgress(ruleOf(over), factsWith({ credits }));
    expect({ counted: progress.counted, missing: progress.missing, complete: progress.complete }).toEqual({
      counted,
      missing,
      complete: missing === 0,
    });
  });

  it("each category, and what its minimum still needs", () => {
    const { categories } = creditsProgress(ruleOf(twoKinds), factsWith({ credits: [a(1.5), b(9)] }));
    expect(categories).toEqual([
      { key: "A", minimum: 4, maximum: null, counted: 1.5, missing: 2.5 },
      { key: "B", minimum: 0, maximum: 5, counted: 5, missing: 0 },
    ]);
  });
});

describe("R8 CREDITS carry", () => {
  it.each<[string, CreditFact[], cap: number | null, counted: number, carried: number]>([
    ["nothing where nothing carries", [older("o", 5)], null, 0, 0],
    ["what is within the cap", [older("o", 5)], 6, 5, 5],
    ["no more than the cap", [older("o", 5), older("p", 5)], 6, 6, 6],
    ["beside those of this cycle", [older("o", 5), credit("a", 5)], 2, 7, 2],
    ["nothing that was spent", [older("o", 5, { spentHundredths: 400 })], 6, 1, 1],
    ["nothing from two cycles ago", [older("o", 5, { earnedOn: "2023-06-09" })], 6, 0, 0],
    ["from the first day of the cycle before", [older("o", 5, { earnedOn: "2023-06-10" })], 6, 5, 5],
  ])("%s", (_what, credits, cap, counted, carried) => {
    const carryOver = cap === null ? null : carrying(cap);
    const progress = creditsProgress(ruleOf(), factsWith({ credits, carryOver }));
    expect([progress.counted, progress.carried]).toEqual([counted, carried]);
  });

  it.each<[string, object, CreditFact[], carries: number]>([
    ["nothing before it is complete", { carryOver: 5 }, [credit("a", 9)], 0],
    ["what is left", { carryOver: 5 }, [credit("a", 13)], 3],
    ["what is left, within the cap", { carryOver: 5 }, [credit("a", 23)], 5],
    ["nothing where the rule carries none", {}, [credit("a", 23)], 0],
  ])("on: %s", (_what, over, credits, carries) => {
    expect(creditsProgress(ruleOf(over), factsWith({ credits })).carries).toBe(carries);
  });

  it("on nothing that has been carried once", () => {
    const credits = [older("o", 5), credit("a", 10)];
    const progress = creditsProgress(ruleOf({ carryOver: 9 }), factsWith({ credits, carryOver: carrying(9) }));
    expect(progress.spends).toEqual([
      { creditId: "o", hundredths: 500 },
      { creditId: "a", hundredths: 500 },
    ]);
    expect(progress.carries).toBe(5);
  });
});

describe("R8 CREDITS are spent", () => {
  const on = (id: string, n: number, earnedOn: string, category: string | null = null) =>
    credit(id, n, { earnedOn, category });
  it.each<[string, object, CreditFact[], [string, number][]]>([
    [
      "oldest first",
      {},
      [on("new", 8, "2026-03-01"), on("old", 8, "2026-01-01")],
      [
        ["old", 8],
        ["new", 2],
      ],
    ],
    ["none before it is complete", {}, [on("a", 9, "2026-01-01")], []],
    [
      "with a minimum kept for",
      { categories: [{ key: "A", minimum: 4 }, { key: "B" }] },
      [on("b", 10, "2026-01-01", "B"), on("a", 10, "2026-03-01", "A")],
      [
        ["b", 6],
        ["a", 4],
      ],
    ],
    [
      "within a maximum",
      { categories: [{ key: "A", maximum: 3 }, { key: "B" }] },
      [on("a", 10, "2026-01-01", "A"), on("b", 10, "2026-03-01", "B")],
      [
        ["a", 3],
        ["b", 7],
      ],
    ],
  ])("%s", (_what, over, credits, expected) => {
    expect(spent(ruleOf(over), factsWith({ credits }))).toEqual(expected);
  });

  it("carried first, but for what the cap must keep for another's minimum", () => {
    const rule = ruleOf({ categories: [{ key: "A", minimum: 3 }, { key: "B" }] });
    const credits = [
      older("b0", 9, { category: "B" }),
      older("a0", 9, { category: "A", earnedOn: "2024-05-01" }),
      credit("b1", 20, { category: "B" }),
    ];
    expect(spent(rule, factsWith({ credits, carryOver: carrying(5) }))).toEqual([
      ["b0", 2],
      ["a0", 3],
      ["b1", 5],
    ]);
  });

  const categoryArbitrary = fc.constantFrom("A", "B", "C");
  const drawn = fc.record({
    asked: fc.integer({ min: 1, max: 30 }),
    minima: fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })),
    maxima: fc.tuple(fc.option(fc.integer({ min: 6, max: 12 })), fc.option(fc.integer({ min: 6, max: 12 }))),
    cap: fc.integer({ min: 0, max: 10 }),
    lots: fc.array(
      fc.record({
        n: fc.integer({ min: 1, max: 8 }),
        category: categoryArbitrary,
        old: fc.boolean(),
        day: fc.integer({ min: 10, max: 28 }),
      }),
      { maxLength: 7 },
    ),
  });

  it("within every minimum, maximum and cap, exactly what is asked, and whenever brute force finds a way", () => {
    let possible = 0;
    fc.assert(
      fc.property(drawn, ({ asked, minima, maxima, cap, lots }) => {
        fc.pre(minima[0] + minima[1] <= asked);
        const categories = ["A", "B"].map((key, i) => ({ key, minimum: minima[i], maximum: maxima[i] }));
        const rule = ruleOf({ credits: asked, categories });
        const credits = lots.map(({ n, category, old, day }, i) =>
          credit(`c${i}`, n, { category, earnedOn: `${old ? 2024 : 2026}-01-${day}` }),
        );
        const progress = creditsProgress(rule, factsWith({ credits, carryOver: carrying(cap) }));
        expect(progress.complete).toBe(bruteForce(rule, credits, cap));
        if (!progress.complete) return;
        possible++;
        const byId = new Map(credits.map((one) => [one.id, one]));
        const total = (of: (one: CreditFact) => boolean) =>
          progress.spends.reduce(
            (sum, { creditId, hundredths }) => sum + (of(byId.get(creditId) as CreditFact) ? hundredths : 0),
            0,
          ) / 100;
        expect(total(() => true)).toBe(asked);
        for (const { key, minimum, maximum } of rule.categories) {
          expect(total(({ category }) => category === key)).toBeGreaterThanOrEqual(minimum);
          expect(total(({ category }) => category === key)).toBeLessThanOrEqual(maximum ?? 1e9);
        }
        expect(total(({ category }) => category === "C")).toBe(0);
        expect(total(({ earnedOn }) => earnedOn < "2025")).toBeLessThanOrEqual(cap);
        for (const { creditId, hundredths } of progress.spends)
          expect(hundredths).toBeLessThanOrEqual(byId.get(creditId)?.hundredths ?? 0);
      }),
      { numRuns: 2000 },
    );
    expect(possible).toBeGreaterThan(100);
  });
});

/** Every way of taking whole credits from the pots of A and B, of this cycle and carried. */
function bruteForce(rule: CreditsRule, credits: readonly CreditFact[], cap: number): boolean {
  const there = (key: string, old: boolean) =>
    credits
      .filter((one) => one.category === key && one.earnedOn < "2025" === old)
      .reduce((sum, one) => sum + one.hundredths / 100, 0);
  const [a, b] = rule.categories;
  for (let freshA = 0; freshA <= there("A", false); freshA++)
    for (let oldA = 0; oldA <= Math.min(cap, there("A", true)); oldA++)
      for (let freshB = 0; freshB <= there("B", false); freshB++)
        for (let oldB = 0; oldB <= Math.min(cap - oldA, there("B", true)); oldB++) {
          if (freshA + oldA + freshB + oldB !== rule.credits) continue;
          const fits = (n: number, one: typeof a) => n >= (one?.minimum ?? 0) && n <= (one?.maximum ?? 1e9);
          if (fits(freshA + oldA, a) && fits(freshB + oldB, b)) return true;
        }
  return false;
}

describe("R8 over any history of cycles", () => {
  const year = (n: number) => new Date(Date.UTC(2000 + n, 0, 1));
  const history = fc.record({
    caps: fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 }),
    lapses: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
    earned: fc.array(fc.record({ n: fc.integer({ min: 1, max: 1500 }), day: fc.integer({ min: 0, max: 364 * 5 }) }), {
      maxLength: 12,
    }),
  });

  it("no credit is spent twice, and what carries exceeds its cap never, outlives one cycle never, and enters no reinstatement", () => {
    let carriedAtAll = 0;
    fc.assert(
      fc.property(history, ({ caps, lapses, earned }) => {
        let ledger = earned.map(({ n, day }, i) =>
          credit(`c${i}`, n / 100, { earnedOn: new Date(year(1).getTime() + day * 864e5).toISOString().slice(0, 10) }),
        );
        for (let cycle = 1; cycle <= 4; cycle++) {
          const [begun, ends] = [year(cycle), year(cycle + 1)];
          // The cycle before was a lapse: this one began with a reinstatement.
          const reinstated = lapses[cycle - 1] ?? false;
          const cap = (caps[cycle - 2] ?? 0) * 100;
          const carryOver = cycle === 1 || reinstated ? null : { since: year(cycle - 1), cap: () => cap };
          const known = ledger.filter(({ earnedOn }) => earnedOn < ends.toISOString().slice(0, 10));
          const facts = factsWith({ cycle, since: begun, now: ends, timeZone: "UTC", credits: known, carryOver });
          const { spends, carried } = creditsProgress(ruleOf({ carryOver: caps[cycle - 1] }), facts);
          const spentOf = new Map(spends.map(({ creditId, hundredths }) => [creditId, hundredths]));
          const ofBefore = ledger.filter(
            ({ id, earnedOn }) => spentOf.has(id) && earnedOn < begun.toISOString().slice(0, 10),
          );
          const before = ofBefore.reduce((sum, { id }) => sum + (spentOf.get(id) ?? 0), 0);
          carriedAtAll += before;
          expect(before).toBeLessThanOrEqual(carryOver ? cap : 0);
          expect(carried * 100).toBeLessThanOrEqual(carryOver ? cap : 0);
          for (const { earnedOn } of ofBefore)
            expect(
              earnedOn >=
                year(cycle - 1)
                  .toISOString()
                  .slice(0, 10),
            ).toBe(true);
          ledger = ledger.map((one) => ({ ...one, spentHundredths: one.spentHundredths + (spentOf.get(one.id) ?? 0) }));
          for (const { hundredths, spentHundredths } of ledger) expect(spentHundredths).toBeLessThanOrEqual(hundredths);
        }
      }),
      { numRuns: 500 },
    );
    expect(carriedAtAll).toBeGreaterThan(0);
  });
});
