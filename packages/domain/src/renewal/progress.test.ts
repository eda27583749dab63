import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, module, policy, requirement, sound, version, versionArbitrary } from "../fixture.test.support.ts";
import { type ProgramPolicy, programPolicySchema } from "../program/policy.ts";
import type { RenewalRule } from "../program/renewal-policy.ts";
import { RenewalPathNotOffered } from "./choice.ts";
import type { RenewalEvidence } from "./facts.ts";
import { credit, evidenceArbitrary, factsWith, holderOf, ruleArbitrary, shown, since } from "./fixture.test.support.ts";
import { assertPathOffered, renewalProgress, spendsOf } from "./progress.ts";

const content = version(all("m"), [module("m", sound)]);
const withPaths = (...renewalPaths: unknown[]): ProgramPolicy =>
  programPolicySchema.parse({ validity: { kind: "NONE" }, renewalPaths });
const withRule = (rule: unknown) => withPaths({ key: "only", title: "Only", rule });
const credits = (n: number, over: object = {}) => ({ method: "CREDITS", credits: n, ...over });

describe("R8 the choice of a path", () => {
  const changing = version(all("m"), [
    module("m", [], { requirements: [requirement("a", { revision: 2 }), requirement("b")] }),
  ]);
  const paths = withPaths(
    { key: "odd", title: "Odd", cycles: { from: 1, every: 2 }, rule: { method: "DELTA" } },
    { key: "changed", title: "Changed", changed: ["a"], rule: { method: "DELTA" } },
    { key: "same", title: "Same", changed: ["b"], rule: { method: "DELTA" } },
    { key: "third", title: "From the third", cycles: { from: 3, every: 1 }, rule: { method: "DELTA" } },
    { key: "always", title: "Always", rule: { method: "FULL" } },
  );
  const evidence = holderOf(
    version(all("m"), [module("m", [], { requirements: [requirement("a"), requirement("b")] })]),
  );

  it.each<[cycle: number, choice: string | null, offered: string[], taken: string]>([
    [1, null, ["odd", "changed", "always"], "odd"],
    [1, "always", ["odd", "changed", "always"], "always"],
    [2, null, ["changed", "always"], "changed"],
    [2, "odd", ["changed", "always"], "changed"],
    [3, null, ["odd", "changed", "third", "always"], "odd"],
    [4, "third", ["changed", "third", "always"], "third"],
  ])("in cycle %i with the choice %s offers %j and takes %s", (cycle, choice, offered, taken) => {
    const found = renewalProgress(paths, changing, factsWith({ cycle, choice, evidence }));
    expect(found.offered.map(({ key }) => key)).toEqual(offered);
    expect(found.path?.key).toBe(taken);
  });

  it("is refused by name when it is not offered", () => {
    const facts = factsWith({ cycle: 2, evidence });
    expect(() => assertPathOffered("always", paths, changing, facts)).not.toThrow();
    expect(() => assertPathOffered("odd", paths, changing, facts)).toThrow(RenewalPathNotOffered);
    expect(() => assertPathOffered("odd", paths, changing, facts)).toThrow(/odd/);
    expect(() => assertPathOffered("always", paths, changing, factsWith({ reinstatement: true }))).toThrow(
      RenewalPathNotOffered,
    );
  });

  it("falls to a reinstatement in full, whatever the policy", () => {
    const found = renewalProgress(paths, changing, factsWith({ reinstatement: true, evidence }));
    expect([found.path, found.progress.method, found.offered]).toEqual([null, "FULL", []]);
  });
});

describe("R8 a rule", () => {
  const work = (n: number, over: Partial<RenewalEvidence> = {}) =>
    Array.from({ length: n }, (_, i) => shown(["m.0"], { id: `w${i}`, ...over }));
  const practice = (count: number, recency: string | null = null) => ({ method: "PRACTICE", count, recency });
  const both = [shown(["m.0"]), shown(["m.1"], { kind: "REFLECTION" })];

  it.each<[string, unknown, RenewalEvidence[], number, boolean]>([
    ["PRACTICE with enough", practice(3), work(3), 0, true],
    ["PRACTICE with one too few", practice(3), work(2), 0, false],
    ["PRACTICE by observation", practice(1), [shown(["x"], { kind: "OBSERVATION" })], 0, true],
    ["PRACTICE by reflection", practice(1), [shown(["x"], { kind: "REFLECTION" })], 0, false],
    ["PRACTICE by work of the day before validFrom", practice(1), work(1, { performedOn: "2025-06-09" }), 0, false],
    [
      "PRACTICE by work of the award itself",
      practice(1),
      work(1, { performedOn: "2025-06-10", decidedAt: since }),
      0,
      false,
    ],
    [
      "PRACTICE with the newest on the last day that is taken",
      practice(2, "P6M"),
      work(2, { performedOn: "2026-05-24" }),
      0,
      true,
    ],
    ["PRACTICE with the newest a day older", practice(2, "P6M"), work(2, { performedOn: "2026-05-23" }), 0, false],
    [
      "PRACTICE with one new and one old",
      practice(2, "P6M"),
      [...work(1, { performedOn: "2026-05-24" }), shown(["m.0"], { performedOn: "2025-07-01" })],
      0,
      true,
    ],
    ["CREDITS with enough", credits(10), [], 10, true],
    ["CREDITS with a hundredth too few", credits(10), [], 9.99, false],
    [
      "ALL of credits and a delta, without the delta",
      { method: "ALL", rules: [credits(10), { method: "FULL" }] },
      [],
      10,
      false,
    ],
    ["ALL of credits and everything anew", { method: "ALL", rules: [credits(10), { method: "FULL" }] }, both, 10, true],
    [
      "ANY of credits and everything anew, by the credits",
      { method: "ANY", rules: [{ method: "FULL" }, credits(10)] },
      [],
      10,
      true,
    ],
    [
      "ANY of credits and everything anew, by neither",
      { method: "ANY", rules: [{ method: "FULL" }, credits(10)] },
      work(1),
      9,
      false,
    ],
    [
      "nested",
      {
        method: "ALL",
        rules: [
          practice(1),
          { method: "ANY", rules: [practice(5), { method: "ALL", rules: [credits(2), { method: "FULL" }] }] },
        ],
      },
      both,
      2,
      true,
    ],
  ])("%s", (_what, rule, evidence, n, complete) => {
    const facts = factsWith({ evidence, credits: n > 0 ? [credit("c", n)] : [] });
    expect(renewalProgress(withRule(rule), content, facts).complete).toBe(complete);
  });

  it("of ANY spends the credits of the first that is complete, of ALL those of each, of FULL none", () => {
    const facts = factsWith({ credits: [credit("c", 10), credit("h", 10, { unit: "HOURS" })], evidence: both });
    const spends = (rule: unknown) => {
      const { progress } = renewalProgress(withRule(rule), content, facts);
      return spendsOf(progress).map(({ creditId, hundredths }) => [creditId, hundredths]);
    };
    expect(spends({ method: "ANY", rules: [credits(11), credits(5, { unit: "HOURS" }), credits(4)] })).toEqual([
      ["h", 500],
    ]);
    expect(spends({ method: "ALL", rules: [credits(3), credits(5, { unit: "HOURS" })] })).toEqual([
      ["c", 300],
      ["h", 500],
    ]);
    expect(spends({ method: "ALL", rules: [credits(3), credits(11, { unit: "HOURS" })] })).toEqual([]);
    expect(spends({ method: "ANY", rules: [{ method: "FULL" }, credits(4)] })).toEqual([]);
  });

  it("that is complete stays so, whatever evidence of the cycle is added", () => {
    const history = versionArbitrary.chain((drawn) =>
      fc.tuple(fc.constant(drawn), evidenceArbitrary(drawn), evidenceArbitrary(drawn), ruleArbitrary),
    );
    let complete = 0;
    fc.assert(
      fc.property(history, ([drawn, evidence, more, rule]) => {
        const pinned: ProgramPolicy = {
          ...policy,
          renewalPaths: [{ key: "p", title: "P", cycles: null, changed: null, rule }],
        };
        const isComplete = (list: RenewalEvidence[]) =>
          renewalProgress(pinned, drawn, factsWith({ evidence: list })).complete;
        if (!isComplete(evidence)) return;
        complete++;
        const added = more.filter(
          ({ status, decidedAt }) => status !== "ACCEPTED" || (decidedAt !== null && decidedAt > since),
        );
        expect(isComplete([...evidence, ...added])).toBe(true);
      }),
      { numRuns: 1000 },
    );
    expect(complete).toBeGreaterThan(20);
  });

  it("says by its parts what the composition says", () => {
    fc.assert(
      fc.property(
        versionArbitrary.chain((drawn) => fc.tuple(fc.constant(drawn), evidenceArbitrary(drawn), ruleArbitrary)),
        ([drawn, evidence, rule]) => {
          const alone = (one: RenewalRule): boolean => {
            if (one.method === "ALL") return one.rules.every(alone);
            if (one.method === "ANY") return one.rules.some(alone);
            return renewalProgress(withRule(one), drawn, factsWith({ evidence })).complete;
          };
          expect(renewalProgress(withRule(rule), drawn, factsWith({ evidence })).complete).toBe(alone(rule));
        },
      ),
    );
  });
});
