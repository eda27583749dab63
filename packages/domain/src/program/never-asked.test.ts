import fc from "fast-check";
import { expect, it } from "vitest";
import { progressOf } from "../enrolment/progress.ts";
import { all, any, byShorthand, credits, module, sound, version, versionArbitrary } from "../fixture.test.support.ts";
import { checkVersion } from "./check.ts";
import { checkNeverAsked } from "./never-asked.ts";
import type { Module, VersionContent } from "./version.ts";

const waiting = (key: string, ...prerequisiteKeys: string[]): Module => module(key, sound, { prerequisiteKeys });
const [a, c] = [module("a", sound, { credits: 2 }), module("c", sound, { credits: 1 })];

it.each(
  byShorthand<[modules: Module[], keys: string[][]]>([
    [all("a", "b"), [a, waiting("b", "a")], []],
    [any(1, "a", "b"), [a, waiting("b", "a")], [["b", "a"]]],
    // Two of three: whoever has done a still needs another one.
    [any(2, "a", "b", "c"), [a, waiting("b", "a"), c], []],
    [any(1, "a", all("b", "c")), [a, waiting("b", "a"), c], [["b", "a"]]],
    // What a later module waits for is asked for, wherever it stands.
    [all(any(1, "a", "b"), "c"), [a, waiting("b", "a"), waiting("c", "b")], []],
    [all("a", any(1, "b", "c")), [a, waiting("b", "a"), c], []],
    [credits(2, "a", "b"), [a, { ...waiting("b", "a"), credits: 2 }], [["b", "a"]]],
    [credits(3, "a", "b", "c"), [a, { ...waiting("b", "a"), credits: 2 }, c], []],
    [credits(3, "a", credits(1, "c", "b")), [a, { ...waiting("b", "a", "c"), credits: 9 }, c], [["b", "a", "c"]]],
    [any(1, any(1, any(1, "a", "b"))), [a, waiting("b", "a")], [["b", "a"]]],
  ]),
)("R1 in %s these are never asked for: %#", (_name, modules, keys, path) => {
  expect(checkNeverAsked(version(path, modules)).map((problem) => problem.keys)).toEqual(keys);
});

it("R1 electives, nested ANY and CREDITS groups with prerequisites across them are published", () => {
  const worth = (one: Module, credits: number): Module => ({ ...one, credits });
  const modules = [a, worth(waiting("b", "a"), 3), c, worth(waiting("d", "c"), 4), waiting("e", "a", "d")];
  const path = all("a", credits(5, any(1, "b", all("c", credits(4, "d")))), any(1, "e"));
  expect(checkVersion(version(path, modules))).toEqual([]);
});

it("R1 each circle is named, with the keys that are in it", () => {
  const modules = [waiting("p", "q"), waiting("q", "p"), waiting("r", "r"), waiting("s", "p"), a];
  const problems = checkVersion(version(all("p", "q", "r", "s", "a"), modules));
  expect(problems.map(({ code, keys }) => [code, keys])).toEqual([
    ["PREREQUISITE_CYCLE", ["q", "p"]],
    ["PREREQUISITE_CYCLE", ["r"]],
  ]);
});

it("R1 a module is found exactly when no learner, whatever they have completed, is offered it", () => {
  fc.assert(
    fc.property(versionArbitrary, (content) => {
      const found = new Set(checkNeverAsked(content).map(({ keys }) => keys?.[0]));
      const offered = new Set(everyState(content).flatMap((done) => openModules(content, done)));
      expect(found).toEqual(new Set(content.modules.map(({ key }) => key).filter((key) => !offered.has(key))));
    }),
  );
});

/** Every set of completed modules that has the prerequisites of its members. */
function everyState({ modules }: VersionContent): ReadonlySet<string>[] {
  return Array.from({ length: 2 ** modules.length }, (_, bits) => modules.filter((_, m) => bits & (2 ** m)))
    .map((taken) => ({ taken, keys: new Set(taken.map(({ key }) => key)) }))
    .filter(({ taken, keys }) => taken.every(({ prerequisiteKeys }) => prerequisiteKeys.every((key) => keys.has(key))))
    .map(({ keys }) => keys);
}

/** What a learner who has completed these is told to do next (R4). */
function openModules(content: VersionContent, done: ReadonlySet<string>): string[] {
  const requirementKeys = content.modules
    .filter(({ key }) => done.has(key))
    .flatMap(({ requirements }) => requirements.map(({ key }) => key));
  const { nextSteps } = progressOf(content, [{ id: "e", status: "ACCEPTED", requirementKeys }]);
  return nextSteps.map(({ moduleKey }) => moduleKey);
}
