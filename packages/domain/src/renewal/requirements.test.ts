import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { all, any, module, requirement, version, versionArbitrary } from "../fixture.test.support.ts";
import type { Requirement, VersionContent } from "../program/version.ts";
import type { RenewalEvidence } from "./facts.ts";
import { evidenceArbitrary, factsWith, holderOf, metEarlier, shown, since } from "./fixture.test.support.ts";
import { deltaProgress } from "./requirements.ts";

const task = (key: string, over: Partial<Requirement> = {}) => requirement(key, over);
const words = (key: string, over: Partial<Requirement> = {}) => requirement(key, { kind: "REFLECTION", ...over });
const test = (key: string, over: Partial<Requirement> = {}) => requirement(key, { kind: "ASSESSMENT", ...over });
const one = (...requirements: Requirement[]) => version(all("m"), [module("m", [], { requirements })]);
const reflected = (name: string, over: Partial<RenewalEvidence> = {}) => shown([name], { kind: "REFLECTION", ...over });

const asked = (content: VersionContent, evidence: readonly RenewalEvidence[]) => {
  const { requirements, work, reflection, complete } = deltaProgress(content, factsWith({ evidence }));
  const named = requirements.map(({ requirementKey, reason, state }) => `${requirementKey} ${reason} ${state}`);
  return { named, least: [work?.accepted ?? null, reflection?.accepted ?? null], complete };
};

describe("R8 DELTA", () => {
  it.each<[string, VersionContent, RenewalEvidence[], string[], least: (number | null)[], complete: boolean]>([
    [
      "a higher revision",
      one(task("a", { revision: 2 }), words("b")),
      [metEarlier("a", "b")],
      ["a RAISED OPEN"],
      [null, null],
      false,
    ],
    ["a new key", one(task("a"), words("b"), test("c")), [metEarlier("a", "b")], ["c NEW OPEN"], [null, null], false],
    [
      "skipped versions",
      one(task("a", { revision: 4 }), words("b")),
      [metEarlier("a@1"), metEarlier("a@2"), metEarlier("b")],
      ["a RAISED OPEN"],
      [null, null],
      false,
    ],
    [
      "the highest ever, whatever came later",
      one(task("a", { revision: 3 }), words("b")),
      [metEarlier("a@3"), metEarlier("a@1", "b")],
      [],
      [0, 0],
      false,
    ],
    [
      "what is shown",
      one(task("a", { revision: 2 }), words("b")),
      [metEarlier("a", "b"), shown(["a@2"])],
      ["a RAISED MET"],
      [null, null],
      true,
    ],
    [
      "what is shown in an earlier revision",
      one(task("a", { revision: 2 }), words("b")),
      [metEarlier("a", "b"), shown(["a@1"])],
      ["a RAISED OPEN"],
      [null, null],
      false,
    ],
    [
      "what waits for its review",
      one(task("a", { revision: 2 }), words("b")),
      [metEarlier("a", "b"), shown(["a@2"], { status: "SUBMITTED", decidedAt: null })],
      ["a RAISED PENDING"],
      [null, null],
      false,
    ],
    [
      "what is new, shown by older work",
      one(task("a", { revision: 2 }), words("b")),
      [metEarlier("a", "b"), shown(["a@2"], { performedOn: "2025-01-01" })],
      ["a RAISED MET"],
      [null, null],
      true,
    ],
    ["an editorial change", one(task("a"), words("b")), [metEarlier("a", "b")], [], [0, 0], false],
    [
      "an editorial change, the work shown",
      one(task("a"), words("b")),
      [metEarlier("a", "b"), shown(["a"])],
      [],
      [1, 0],
      false,
    ],
    [
      "an editorial change, both shown",
      one(task("a"), words("b")),
      [metEarlier("a", "b"), shown(["a"]), reflected("b")],
      [],
      [1, 1],
      true,
    ],
    [
      "an editorial change, shown by older work",
      one(task("a"), words("b")),
      [metEarlier("a", "b"), shown(["a"], { performedOn: "2025-06-09" }), reflected("b")],
      [],
      [0, 1],
      false,
    ],
    [
      "every cycle",
      one(task("a"), words("b"), test("c", { everyCycle: true })),
      [metEarlier("a", "b", "c")],
      ["c EVERY_CYCLE OPEN"],
      [0, 0],
      false,
    ],
    [
      "every cycle, shown by older work",
      one(task("a"), words("b", { everyCycle: true })),
      [metEarlier("a", "b"), shown(["a"]), reflected("b", { performedOn: "2025-06-09" })],
      ["b EVERY_CYCLE OPEN"],
      [1, 0],
      false,
    ],
    [
      "every cycle, which is the least as well",
      one(task("a", { everyCycle: true }), words("b")),
      [metEarlier("a", "b"), shown(["a"]), reflected("b")],
      ["a EVERY_CYCLE MET"],
      [1, 1],
      true,
    ],
    ["a version under a waiver without work", one(words("a"), test("b")), [metEarlier("a", "b")], [], [null, 0], false],
    [
      "a version under a waiver with neither",
      one(test("a"), test("b")),
      [metEarlier("a", "b"), shown(["a"], { kind: "ASSESSMENT" })],
      ["a ANEW MET", "b ANEW OPEN"],
      [null, null],
      false,
    ],
    [
      "a holder of whom nothing is known",
      one(task("a"), words("b")),
      [],
      ["a NEW OPEN", "b NEW OPEN"],
      [null, null],
      false,
    ],
    [
      "what was accepted in the award itself",
      one(task("a", { revision: 2 }), words("b")),
      [metEarlier("a", "b"), shown(["a@2"], { decidedAt: since })],
      [],
      [0, 0],
      false,
    ],
  ])("of %s", (_what, content, evidence, named, least, complete) => {
    expect(asked(content, evidence)).toEqual({ named, least, complete });
  });

  const choice = (revision: number) =>
    version(any(1, "one", "other"), [
      module("one", [], { requirements: [task("a", { revision }), words("b")] }),
      module("other", [], { requirements: [task("c"), words("d")] }),
    ]);

  it("asks who met one alternative for nothing of the other", () => {
    expect(asked(choice(1), [metEarlier("a", "b")]).named).toEqual([]);
  });

  it("lets who met one alternative that changed take the other", () => {
    const met = [metEarlier("a", "b")];
    expect(asked(choice(2), met).named).toEqual(["a RAISED OPEN", "c NEW OPEN", "d NEW OPEN"]);
    expect(asked(choice(2), [...met, shown(["a@2"])]).complete).toBe(true);
    expect(asked(choice(2), [...met, shown(["c"]), reflected("d")]).complete).toBe(true);
    expect(asked(choice(2), [...met, shown(["c"])]).complete).toBe(false);
  });

  /** The version after some revisions rose, with a requirement added here and there. */
  const succeeded = (
    content: VersionContent,
    raised: readonly number[],
    added: readonly boolean[],
  ): VersionContent => ({
    ...content,
    path: { kind: "ALL", members: content.modules.map(({ key }) => ({ kind: "MODULE", moduleKey: key })) },
    modules: content.modules.map((inner, m) => ({
      ...inner,
      requirements: [
        ...inner.requirements.map((known, r) => ({
          ...known,
          revision: known.revision + (raised[(m + r) % raised.length] ?? 0),
        })),
        ...(added[m % added.length] ? [task(`${inner.key}.added`)] : []),
      ],
    })),
  });
  const risesArbitrary = fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 1, maxLength: 5 });

  it("asks a holder of v1 for exactly what is new or raised, and is complete when that is shown", () => {
    fc.assert(
      fc.property(
        versionArbitrary,
        risesArbitrary,
        fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
        (v1, raised, added) => {
          const v2 = succeeded(v1, raised, added);
          const known = new Map(
            v1.modules.flatMap(({ requirements }) => requirements.map(({ key, revision }) => [key, revision])),
          );
          const expected = v2.modules
            .flatMap(({ requirements }) => requirements)
            .filter(({ key, revision }) => revision > (known.get(key) ?? 0));
          fc.pre(expected.length > 0);
          const progress = deltaProgress(v2, factsWith({ evidence: holderOf(v1) }));
          expect(progress.requirements.map(({ requirementKey }) => requirementKey).sort()).toEqual(
            expected.map(({ key }) => key).sort(),
          );
          expect(progress.complete).toBe(false);
          const shows = expected.map(({ key, revision, kind }) => ({ key, revision, kind }));
          const evidence = [...holderOf(v1), { ...shown([]), id: "new", shows }];
          expect(deltaProgress(v2, factsWith({ evidence })).complete).toBe(true);
        },
      ),
    );
  });

  it("adds skipped versions up: the delta from v1 to v3 is all that changed on the way", () => {
    fc.assert(
      fc.property(versionArbitrary, risesArbitrary, risesArbitrary, (v1, first, second) => {
        const v2 = succeeded(v1, first, [false]);
        const v3 = succeeded(v2, second, [false]);
        const from = (content: VersionContent, later: VersionContent) =>
          deltaProgress(later, factsWith({ evidence: holderOf(content) }))
            // Of a version under a waiver where nothing changed, all is asked anew.
            .requirements.filter(({ reason }) => reason !== "ANEW")
            .map(({ requirementKey }) => requirementKey);
        expect(new Set(from(v1, v3))).toEqual(new Set([...from(v1, v2), ...from(v2, v3)]));
      }),
    );
  });

  it("asks after an editorial change for no more than one fresh applied evidence and one reflection", () => {
    fc.assert(
      fc.property(versionArbitrary, (content) => {
        const kinds = new Set(content.modules.flatMap(({ requirements }) => requirements.map(({ kind }) => kind)));
        fc.pre(kinds.has("REFLECTION") && (kinds.has("APPLIED_TASK") || kinds.has("OBSERVATION")));
        const met = holderOf(content);
        const before = deltaProgress(content, factsWith({ evidence: met }));
        expect(before.requirements).toEqual([]);
        expect([before.work?.asked, before.reflection?.asked, before.complete]).toEqual([1, 1, false]);
        const work = kinds.has("APPLIED_TASK") ? "APPLIED_TASK" : "OBSERVATION";
        const evidence = [...met, shown(["w"], { kind: work }), shown(["r"], { kind: "REFLECTION" })];
        expect(deltaProgress(content, factsWith({ evidence })).complete).toBe(true);
      }),
    );
  });

  it("never asks for more than what is new, raised or marked, whatever the path", () => {
    fc.assert(
      fc.property(
        versionArbitrary.chain((content) => fc.tuple(fc.constant(content), evidenceArbitrary(content))),
        ([content, evidence]) => {
          const { requirements } = deltaProgress(content, factsWith({ evidence }));
          const before = new Set(
            evidence
              .filter(({ status, decidedAt }) => status === "ACCEPTED" && decidedAt !== null && decidedAt <= since)
              .flatMap(({ shows }) => shows.map(({ key, revision }) => `${key}@${revision}`)),
          );
          for (const { requirementKey, reason } of requirements)
            if (reason !== "ANEW") expect(before).not.toContain(`${requirementKey}@1`);
        },
      ),
    );
  });
});
