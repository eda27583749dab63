import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requirementKinds } from "../program/version.ts";
import { type CompetencyRequirement, countsBy, type RecognitionContext, recognise, type Shown } from "./recognition.ts";

const context: RecognitionContext = { policy: { recognition: "EVIDENCE" }, today: "2026-11-24", since: null };

function asked(facts: Partial<CompetencyRequirement> = {}): CompetencyRequirement {
  return {
    ...{ key: "r", kind: "APPLIED_TASK", prompts: [], passMark: null, freshness: null },
    competencies: [{ competencyId: "c1", rank: 2 }],
    ...facts,
  };
}

type Accepted = Shown["accepted"][number];

function shown(accepted: Partial<Accepted> | Partial<Accepted>[] = {}, facts: Partial<Shown> = {}): Shown {
  const full = { kind: "APPLIED_TASK", prompts: [], competencies: [{ competencyId: "c1", rank: 2 }] } as const;
  return {
    ...{ id: "e", source: "EVIDENCE", performedOn: "2026-01-01", score: null },
    accepted: [accepted].flat().map((one) => ({ ...full, ...one })),
    ...facts,
  };
}

const at = (...pairs: [string, number | null][]) => pairs.map(([competencyId, rank]) => ({ competencyId, rank }));

describe("R12 levels", () => {
  it.each<[asked: [string, number | null][], shown: [string, number | null][], counts: boolean]>([
    [[["c1", 2]], [["c1", 2]], true],
    [[["c1", 2]], [["c1", 3]], true],
    [[["c1", 2]], [["c1", 1]], false],
    [[["c1", 2]], [["c1", null]], false],
    [[["c1", null]], [["c1", 1]], true],
    [[["c1", null]], [["c1", null]], true],
    [[["c1", 2]], [["c2", 3]], false],
    [
      [
        ["c1", 1],
        ["c2", 1],
      ],
      [["c1", 1]],
      false,
    ],
    [
      [
        ["c1", 1],
        ["c2", 1],
      ],
      [
        ["c1", 2],
        ["c2", 1],
        ["c3", 1],
      ],
      true,
    ],
    [[], [["c1", 1]], false],
    [[], [], false],
  ])("R12 a module that asks for %j and an evidence that shows %j: counts is %s", (asks, shows, counts) => {
    const found = countsBy(asked({ competencies: at(...asks) }), shown({ competencies: at(...shows) }), context);
    expect(found !== null).toBe(counts);
  });

  it("R12 counts by the competencies asked for, at the levels shown", () => {
    const evidence = shown({ competencies: at(["c1", 3], ["c2", 1]) });
    expect(countsBy(asked({ competencies: at(["c1", 2]) }), evidence, context)).toEqual(at(["c1", 3]));
  });

  it("R12 an evidence that was accepted for several requirements shows what all of that kind name", () => {
    const asks = asked({ competencies: at(["c1", 2], ["c2", 1]) });
    const both = [{ competencies: at(["c1", 1]) }, { competencies: at(["c1", 2], ["c2", 1]) }];
    expect(countsBy(asks, shown(both), context)).toEqual(at(["c1", 2], ["c2", 1]));
    const apart = [{ competencies: at(["c1", 2]) }, { kind: "ASSESSMENT", competencies: at(["c2", 1]) } as const];
    expect(countsBy(asks, shown(apart), context)).toBeNull();
  });
});

describe("R12 kinds", () => {
  const pairs = requirementKinds.flatMap((kind) => requirementKinds.map((other) => [kind, other] as const));

  it.each(pairs)("R12, R2 evidence of %s towards a requirement of %s", (kind, other) => {
    const counts = kind === other && kind !== "EXTERNAL_CREDENTIAL" && kind !== "CREDITS";
    expect(countsBy(asked({ kind: other }), shown({ kind }, { score: 100 }), context) !== null).toBe(counts);
  });

  it.each(pairs)("R12 a credential mapped as %s towards a requirement of %s", (kind, other) => {
    const both: RecognitionContext = { ...context, policy: { recognition: "EVIDENCE_AND_CREDENTIALS" } };
    // In whatever way the mapping puts it: R2 decides by what is asked.
    const counts = ["EXTERNAL_CREDENTIAL", "ASSESSMENT", "LMS_ACTIVITY"].includes(other);
    const credential = shown({ kind }, { source: "CREDENTIAL" });
    expect(countsBy(asked({ kind: other }), credential, both) !== null).toBe(counts);
  });

  it.each<[score: number | null, passMark: number | null, counts: boolean]>([
    [80, 80, true],
    [79, 80, false],
    [null, 80, false],
    [0, null, true],
    [null, null, false],
  ])("R12 a score of %s towards a pass mark of %s: counts is %s", (score, passMark, counts) => {
    const requirement = asked({ kind: "ASSESSMENT", passMark });
    expect(countsBy(requirement, shown({ kind: "ASSESSMENT" }, { score }), context) !== null).toBe(counts);
  });

  it.each<[asks: string[], answered: string[], counts: boolean]>([
    [["What?"], ["What?"], true],
    [["What?"], ["Why?", "What?"], true],
    [["What?", "Why?"], ["What?"], false],
    [["What?"], ["Why?"], false],
  ])("R12 a reflection on %j where %j was answered: counts is %s", (asks, answered, counts) => {
    const requirement = asked({ kind: "REFLECTION", prompts: asks });
    expect(countsBy(requirement, shown({ kind: "REFLECTION", prompts: answered }), context) !== null).toBe(counts);
  });
});

describe("R12 what is taken, and how old it may be", () => {
  it.each<[RecognitionContext["policy"]["recognition"], evidence: boolean, asTest: boolean]>([
    ["NONE", false, false],
    ["EVIDENCE", true, false],
    ["EVIDENCE_AND_CREDENTIALS", true, true],
  ])("R12 the policy %s takes evidence: %s, a credential for a test: %s", (recognition, evidence, asTest) => {
    const given = { ...context, policy: { recognition } };
    expect(countsBy(asked(), shown(), given) !== null).toBe(evidence);
    const mapped = shown({ kind: "EXTERNAL_CREDENTIAL" }, { source: "CREDENTIAL" });
    expect(countsBy(asked({ kind: "ASSESSMENT", passMark: 80 }), mapped, given) !== null).toBe(asTest);
    // What asks for a credential takes one by itself.
    expect(countsBy(asked({ kind: "EXTERNAL_CREDENTIAL" }), mapped, given)).not.toBeNull();
  });

  it("R12 a credential that is mapped to a requirement by name counts for it without a competency, while it is fresh", () => {
    const named = shown([], { source: "CREDENTIAL", requirementKeys: ["r"] });
    const requirement = asked({ kind: "EXTERNAL_CREDENTIAL", competencies: [] });
    expect(countsBy(requirement, named, context)).toEqual([]);
    expect(countsBy({ ...requirement, key: "s" }, named, context)).toBeNull();
    expect(countsBy({ ...requirement, freshness: "P30D" }, named, context)).toBeNull();
    expect(countsBy({ ...requirement, kind: "APPLIED_TASK" }, named, context)).toBeNull();
  });

  it.each<[performedOn: string | null, freshness: string | null, since: string | null, counts: boolean]>([
    ["2025-11-24", "P1Y", null, true],
    ["2025-11-23", "P1Y", null, false],
    ["1999-01-01", null, null, true],
    [null, null, null, true],
    [null, "P1Y", null, false],
    [null, null, "2024-01-01", false],
    ["2024-01-01", null, "2024-01-01", true],
    ["2023-12-31", null, "2024-01-01", false],
    ["2025-11-23", "P1Y", "2024-01-01", false],
  ])("R12 work of %s, with a freshness of %s, since %s: counts is %s", (performedOn, freshness, since, counts) => {
    const found = countsBy(asked({ freshness }), shown({}, { performedOn }), { ...context, since });
    expect(found !== null).toBe(counts);
  });

  it("R12 of several that count, the newest is taken; each may count for several requirements", () => {
    const evidence = [
      shown({}, { id: "old", performedOn: "2025-01-01" }),
      shown({}, { id: "new", performedOn: "2026-06-01" }),
      shown({ competencies: at(["c1", 1]) }, { id: "low", performedOn: "2026-11-01" }),
    ];
    expect(
      recognise([asked({ key: "a" }), asked({ key: "b" }), asked({ kind: "OBSERVATION" })], evidence, context),
    ).toEqual([
      { requirementKey: "a", shownId: "new", competencies: at(["c1", 2]) },
      { requirementKey: "b", shownId: "new", competencies: at(["c1", 2]) },
    ]);
  });
});

describe("R12 properties", () => {
  const rank = fc.option(fc.integer({ min: 1, max: 3 }), { freq: 1 });
  const competencies = fc.uniqueArray(fc.record({ competencyId: fc.constantFrom("c1", "c2"), rank }), {
    minLength: 1,
    selector: ({ competencyId }) => competencyId,
  });
  const day = fc
    .integer({ min: 0, max: 1500 })
    .map((n) => new Date(Date.UTC(2026, 10, 24 - n)).toISOString().slice(0, 10));
  const kind = fc.constantFrom("APPLIED_TASK", "REFLECTION", "ASSESSMENT", "EXTERNAL_CREDENTIAL", "CREDITS");
  const prompts = fc.subarray(["What?", "Why?"]);
  const shownArbitrary: fc.Arbitrary<Shown> = fc.record({
    id: fc.uuid(),
    source: fc.constantFrom("EVIDENCE", "CREDENTIAL"),
    performedOn: fc.option(day),
    score: fc.option(fc.integer({ min: 0, max: 100 })),
    accepted: fc.array(fc.record({ kind, prompts, competencies }), { maxLength: 3 }),
  });
  const askedArbitrary: fc.Arbitrary<CompetencyRequirement> = fc.record({
    key: fc.uuid(),
    kind,
    prompts,
    passMark: fc.option(fc.integer({ min: 0, max: 100 })),
    freshness: fc.option(fc.constantFrom("P30D", "P1Y", "P3Y"), { freq: 1 }),
    competencies,
  });
  const contextArbitrary: fc.Arbitrary<RecognitionContext> = fc.record({
    policy: fc.record({ recognition: fc.constantFrom("NONE", "EVIDENCE", "EVIDENCE_AND_CREDENTIALS") }),
    today: fc.constant("2026-11-24"),
    since: fc.option(day, { freq: 1 }),
  });
  const asks = fc.array(askedArbitrary, { minLength: 2, maxLength: 4 });
  const shows = fc.array(shownArbitrary, { minLength: 2, maxLength: 5 });

  it("R12 never counts above the level shown, in another way than shown, by what is older than may be, or against the policy", () => {
    let counted = 0;
    fc.assert(
      fc.property(asks, shows, contextArbitrary, (requirements, sources, given) => {
        for (const { requirementKey, shownId, competencies: by } of recognise(requirements, sources, given)) {
          counted++;
          const requirement = requirements.find(({ key }) => key === requirementKey);
          const source = sources.find(({ id }) => id === shownId);
          if (!requirement || !source) throw new Error("It names what there is not.");
          const alike = source.accepted.filter(
            (one) => source.source === "CREDENTIAL" || one.kind === requirement.kind,
          );
          expect(alike).not.toEqual([]);
          expect(requirement.competencies.map(({ competencyId }) => competencyId)).toEqual(
            by.map(({ competencyId }) => competencyId),
          );
          for (const [index, { competencyId, rank: shownRank }] of by.entries()) {
            const wasShown = alike.flatMap((one) => one.competencies);
            expect(wasShown).toContainEqual({ competencyId, rank: shownRank });
            const wanted = requirement.competencies[index]?.rank ?? 0;
            expect(shownRank ?? 0).toBeGreaterThanOrEqual(wanted);
          }
          if (given.since !== null) expect(source.performedOn !== null && source.performedOn >= given.since).toBe(true);
          if (requirement.freshness === "P1Y") expect((source.performedOn ?? "") >= "2025-11-24").toBe(true);
          if (source.source === "CREDENTIAL") expect(requirement.kind).toMatch(/^(EXTERNAL_CREDENTIAL|ASSESSMENT)$/);
          else expect(requirement.kind).not.toBe("EXTERNAL_CREDENTIAL");
          if (requirement.kind !== "EXTERNAL_CREDENTIAL")
            expect(given.policy.recognition).toMatch(source.source === "CREDENTIAL" ? /CREDENTIALS/ : /EVIDENCE/);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(counted).toBeGreaterThan(100);
  });

  it("R12 more that was shown never counts for less, and the order of it does not matter", () => {
    fc.assert(
      fc.property(asks, shows, shownArbitrary, contextArbitrary, (requirements, sources, more, given) => {
        const keys = (from: readonly Shown[]) => recognise(requirements, from, given).map((one) => one.requirementKey);
        expect(keys([...sources, more])).toEqual(expect.arrayContaining(keys(sources)));
        expect(recognise(requirements, sources.toReversed(), given)).toEqual(recognise(requirements, sources, given));
      }),
    );
  });
});
