import fc from "fast-check";
import { expect, it } from "vitest";
import {
  all,
  any,
  byShorthand,
  credits,
  dense,
  enrolmentArbitrary,
  isCompletedBy,
  module,
  requirement,
  version,
  versionArbitrary,
} from "../fixture.test.support.ts";
import type { PathGroup } from "../program/path.ts";
import type { Module, VersionContent } from "../program/version.ts";
import type { EvidenceFact } from "./module-progress.ts";
import { progressOf } from "./progress.ts";

const accepted = (...requirementKeys: string[]): EvidenceFact => ({ id: "e", status: "ACCEPTED", requirementKeys });

/** a takes 60 minutes and has two requirements; b 120, c 180 and d 240, with one each. Credits: 1, 2, 3 and none. */
const modules: Module[] = [
  module("a", ["APPLIED_TASK", "REFLECTION"], { effortMinutes: 60, credits: 1 }),
  module("b", ["APPLIED_TASK"], { effortMinutes: 120, credits: 2 }),
  module("c", ["APPLIED_TASK"], { effortMinutes: 180, credits: 3 }),
  module("d", ["APPLIED_TASK"], { effortMinutes: 240 }),
];

it.each(
  byShorthand<[met: string[], complete: boolean, share: number]>([
    [all("a", "b", "c"), [], false, 0],
    [all("a", "b", "c"), ["a.0"], false, 30 / 360],
    [all("a", "b", "c"), ["a.0", "b.0"], false, 150 / 360],
    [all("a", "b", "c"), ["a.0", "a.1", "b.0", "c.0"], true, 1],
    // Of a choice, what is nearest to completion.
    [any(1, "a", "b", "c"), ["a.0"], false, 30 / 60],
    [any(1, "a", "b", "c"), ["c.0"], true, 1],
    [any(2, "a", "b", "c"), ["c.0"], false, 180 / 240],
    [any(2, "a", "b", "c"), ["a.0", "c.0"], false, 210 / 240],
    // A choice weighs its shortest way beside its siblings.
    [all("c", any(1, "a", "b")), ["a.0"], false, 30 / 240],
    [all("c", any(1, "a", "b")), ["b.0"], false, 60 / 240],
    [all("c", any(1, "a", "b")), ["b.0", "c.0"], true, 1],
    [any(1, all("a", "b"), "d"), ["b.0"], false, 120 / 180],
    // Credits: b is worth two of the three, and the third takes an hour wherever it comes from.
    [credits(3, "a", "b", "c"), ["b.0"], false, 120 / 180],
    [credits(3, "a", "b", "c"), ["c.0"], true, 1],
    [credits(3, "a", "b", "c"), ["a.0", "a.1", "b.0"], true, 1],
    // What has no credits counts for nothing, and groups within count by their modules.
    [credits(3, "b", "c", "d"), ["d.0"], false, 0],
    [credits(3, any(1, "a", "b")), ["b.0"], false, 120 / 180],
    [credits(3, any(1, "a", "b")), ["a.0", "a.1", "b.0"], true, 1],
  ]),
)("R4 on %s with %j met: complete %s, share %d", (_name, met, complete, share, path) => {
  const progress = progressOf(version(path, modules), [accepted(...met)]);
  expect(progress.complete).toBe(complete);
  expect(progress.share).toBeCloseTo(share, 10);
});

it("R4 a prerequisite is weighed once, and within the choice that brings it in", () => {
  const waiting = [...modules, module("e", ["APPLIED_TASK"], { prerequisiteKeys: ["d"] })];
  const share = (path: PathGroup, ...met: string[]) => progressOf(version(path, waiting), [accepted(...met)]).share;
  expect(share(all("d", "e"), "d.0")).toBeCloseTo(240 / 300, 10);
  expect(share(all("e", "d"), "d.0")).toBeCloseTo(240 / 300, 10);
  expect(share(any(1, "e", "d"), "e.0")).toBeCloseTo(60 / 300, 10);
  expect(share(all("d", any(1, "e", "c")), "d.0")).toBeCloseTo(240 / 300, 10);
});

it("R2 R4 a module is not completed before its prerequisites: the work that they bring in can't be left out", () => {
  const content = version(any(1, "work", "words"), [
    module("work", ["APPLIED_TASK", "REFLECTION"]),
    module("words", ["REFLECTION"], { prerequisiteKeys: ["work"] }),
  ]);
  const early = progressOf(content, [accepted("words.0")]);
  expect(early.complete).toBe(false);
  expect(early.share).toBeLessThan(1);
  expect(early.modules[1]).toMatchObject({ state: "LOCKED", share: 1 });
  expect(early.nextSteps.map(({ requirementKey }) => requirementKey)).toEqual(["work.0", "work.1"]);
});

it("R4 one accepted evidence counts for every requirement that it names", () => {
  const { modules: progress } = progressOf(version(all("a", "b", "c"), modules), [accepted("a.0", "b.0", "ghost")]);
  expect(progress.map(({ share }) => share)).toEqual([0.5, 1, 0, 0]);
});

it("R4 the share is within 0 and 1, and complete is what the path says", () => {
  fc.assert(
    fc.property(enrolmentArbitrary, ({ content, evidence }) => {
      const { complete, share } = progressOf(content, evidence);
      expect(complete).toBe(isCompletedBy(content, bruteCompleted(content, evidence)));
      expect(share).toBeGreaterThanOrEqual(0);
      if (complete) expect(share).toBe(1);
      else expect(share).toBeLessThan(1);
    }),
    { numRuns: 500 },
  );
});

it("R4 no accepted evidence lowers the share or undoes what is complete", () => {
  fc.assert(
    fc.property(enrolmentArbitrary, fc.infiniteStream(fc.boolean()), fc.nat(), ({ content, evidence }, coins, at) => {
      const before = progressOf(content, evidence);
      const keys = content.modules.flatMap(({ requirements }) => requirements.map(({ key }) => key));
      const more = evidence.map((one): EvidenceFact => (coins.next().value ? { ...one, status: "ACCEPTED" } : one));
      const after = progressOf(content, [...more, accepted(keys[at % keys.length] ?? "")]);
      expect(after.share).toBeGreaterThanOrEqual(before.share - 1e-9);
      if (before.complete) expect(after.complete).toBe(true);
      after.modules.forEach(({ state, share }, m) => {
        expect(share).toBeGreaterThanOrEqual(before.modules[m]?.share ?? 0);
        if (before.modules[m]?.state === "COMPLETED") expect(state).toBe("COMPLETED");
      });
    }),
    { numRuns: 1000 },
  );
});

it("R4 complete has no next steps, and what is not complete always has one: no dead end", () => {
  fc.assert(
    fc.property(enrolmentArbitrary, ({ content, evidence }) => {
      const decided = evidence.filter(({ status }) => status !== "SUBMITTED");
      const { complete, nextSteps } = progressOf(content, decided);
      expect(nextSteps.filter(({ kind }) => kind !== "AWAIT_REVIEW").length > 0).toBe(!complete);
      expect(progressOf(content, evidence).nextSteps.length > 0).toBe(!progressOf(content, evidence).complete);
    }),
    { numRuns: 500 },
  );
});

it("R4 taking any next step again and again leads to completion, each requirement once", () => {
  fc.assert(
    fc.property(versionArbitrary, fc.infiniteStream(fc.nat()), (content, choices) => {
      const evidence: EvidenceFact[] = [];
      for (let progress = progressOf(content, evidence); !progress.complete; progress = progressOf(content, evidence)) {
        const { nextSteps } = progress;
        const step = nextSteps[choices.next().value % nextSteps.length];
        expect(step).toBeDefined();
        expect(evidence.flatMap(({ requirementKeys }) => requirementKeys)).not.toContain(step?.requirementKey);
        evidence.push(accepted(step?.requirementKey ?? ""));
      }
    }),
  );
});

it("R4 a large version is gone through a few times, however its modules wait for each other", () => {
  let reads = 0;
  const counted = <T extends object, K extends keyof T>(plain: T, key: K): T =>
    Object.defineProperty({ ...plain }, key, {
      get: () => {
        reads++;
        return plain[key];
      },
    });
  const large = dense(200).map((plain) => {
    const requirements = Array.from({ length: 50 }, (_, r) => requirement(`${plain.key}.${r}`));
    return counted({ ...plain, requirements }, "prerequisiteKeys");
  });
  const keys = large.flatMap(({ requirements }) => requirements.map(({ key }) => key));
  const evidence = Array.from({ length: 500 }, (_, e) =>
    counted({ ...accepted(...keys.filter((_, r) => r % 500 === e && r % 7 > 0)), id: `e${e}` }, "requirementKeys"),
  );
  const progress = progressOf(version(all(...large.map(({ key }) => key)), large), evidence);
  expect(progress.complete).toBe(false);
  expect(reads).toBeLessThanOrEqual(10 * (large.length + evidence.length));
});

it("R4 a choice between many modules that wait for each other is weighed, too", () => {
  const large = dense(200).map((one) => ({ ...one, credits: 1 }));
  const keys = large.map(({ key }) => key);
  const evidence = [accepted("m0.0", "m0.1", "m7.0", "m100.1")];
  expect(progressOf(version(credits(100, ...keys), large), evidence).share).toBeGreaterThan(0);
  expect(progressOf(version(any(100, ...keys), large), evidence).share).toBeGreaterThan(0);
});

it("R4 modules that wait for each other, which no published version has, are locked and end the count", () => {
  const circle = [
    module("a", ["APPLIED_TASK"], { prerequisiteKeys: ["b"] }),
    module("b", ["APPLIED_TASK"], { prerequisiteKeys: ["a"] }),
  ];
  expect(progressOf(version(all("a", "b"), circle), [accepted("a.0", "b.0")])).toMatchObject({
    complete: false,
    modules: [{ state: "LOCKED" }, { state: "LOCKED" }],
    nextSteps: [],
  });
});

/** The modules of which all is accepted, and of their prerequisites, and so on. */
function bruteCompleted({ modules }: VersionContent, evidence: readonly EvidenceFact[]): Set<string> {
  const isMet = (key: string) => evidence.some((one) => one.status === "ACCEPTED" && one.requirementKeys.includes(key));
  const isDone = (key: string): boolean => {
    const one = modules.find((candidate) => candidate.key === key);
    if (one === undefined) return false;
    return one.requirements.every((r) => isMet(r.key)) && one.prerequisiteKeys.every(isDone);
  };
  return new Set(modules.map(({ key }) => key).filter(isDone));
}
