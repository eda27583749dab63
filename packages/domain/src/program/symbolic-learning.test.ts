import fc from "fast-check";
import { expect, it } from "vitest";
import {
  all,
  any,
  byShorthand,
  codesOf,
  credits,
  dense,
  module,
  sound,
  version,
  versionArbitrary,
  waysThrough,
} from "../fixture.test.support.ts";
import type { PathGroup } from "./path.ts";
import { checkNoSymbolicLearning, waivableCodes } from "./symbolic-learning.ts";
import { type Module, type RequirementKind, requirementKinds } from "./version.ts";

const without = { work: "SYMBOLIC_WITHOUT_APPLIED_WORK", reflection: "SYMBOLIC_WITHOUT_REFLECTION" };

/** What each module asks for, worth two credits each. `after` waits for `task`, which brings applied work in. */
const modules: Module[] = [
  module("test", ["ASSESSMENT"]),
  module("course", ["LMS_ACTIVITY"]),
  module("task", ["APPLIED_TASK"]),
  module("seen", ["OBSERVATION"]),
  module("words", ["REFLECTION"]),
  module("both", ["APPLIED_TASK", "REFLECTION"]),
  module("after", ["ASSESSMENT"], { prerequisiteKeys: ["task"] }),
  module("later", ["REFLECTION"], { prerequisiteKeys: ["after"] }),
].map((one) => ({ ...one, credits: 2 }));

const paths: [path: PathGroup, codes: string[]][] = [
  [all("test", "course"), [without.work, without.reflection]],
  [all("test", "task"), [without.reflection]],
  [all("test", "words"), [without.work]],
  [all("task", "words"), []],
  [all("seen", "words"), []],
  [all("both"), []],
  // A choice is only as good as its worst way.
  [any(1, "both", "test"), [without.work, without.reflection]],
  [any(2, "both", "test"), []],
  [any(1, "task", "seen"), [without.reflection]],
  [all("words", any(1, "task", "seen")), []],
  [all("words", any(1, "task", "test")), [without.work]],
  [any(2, "task", "seen", "words"), [without.reflection]],
  [any(2, "task", "words", "both"), []],
  // Credits can be gathered from whatever is left when the task is left out.
  [credits(4, "both", "test"), []],
  [credits(2, "both", "test"), [without.work, without.reflection]],
  [credits(4, "test", "course", "both"), [without.work, without.reflection]],
  [credits(6, "test", "course", "both"), []],
  // Nested.
  [any(1, all("task", "words"), all("both", "test")), []],
  [any(1, all("task", "words"), all("test", "words")), [without.work]],
  [all(any(1, all("task", any(1, "words", "both")), "both"), "test"), []],
  [any(1, credits(4, "both", "words"), "both"), []],
  [any(1, credits(4, "both", "words", "test"), "both"), [without.work]],
  // A prerequisite is part of the way, wherever it stands in the path.
  [any(1, "task", "after"), [without.reflection]],
  [any(1, "both", "later"), []],
  [all("words", any(1, "after", "seen")), []],
];

it.each(byShorthand(paths))("R2 %s has %j", (_name, codes, path) => {
  expect(codesOf(checkNoSymbolicLearning(version(path, modules)))).toEqual(codes);
});

it.each(requirementKinds.map((kind) => [kind] as const))("R2 %s alone is not enough", (kind) => {
  const codes = codesOf(checkNoSymbolicLearning(version(all("a"), [module("a", [kind])])));
  const expected: Partial<Record<RequirementKind, string[]>> = {
    APPLIED_TASK: [without.reflection],
    OBSERVATION: [without.reflection],
    REFLECTION: [without.work],
  };
  expect(codes).toEqual(expected[kind] ?? [without.work, without.reflection]);
});

it("R2 what may be waived is what R2 finds", () => {
  const inRenewals = Object.values(without).map((code) => code.replace("SYMBOLIC", "SYMBOLIC_RENEWAL"));
  const codes = [...Object.values(without), ...inRenewals, "SYMBOLIC_MICRO_CREDENTIAL"];
  expect([...waivableCodes].sort()).toEqual(codes.sort());
});

it("R2 a problem is found exactly when one of all ways through avoids the work or the reflection", () => {
  fc.assert(
    fc.property(versionArbitrary, (content) => {
      const asks = (way: ReadonlySet<string>, ...kinds: RequirementKind[]) =>
        content.modules.some(
          ({ key, requirements }) => way.has(key) && requirements.some(({ kind }) => kinds.includes(kind)),
        );
      const ways = waysThrough(content);
      fc.pre(ways.length > 0);
      const expected = [];
      if (!ways.every((way) => asks(way, "APPLIED_TASK", "OBSERVATION"))) expected.push(without.work);
      if (!ways.every((way) => asks(way, "REFLECTION"))) expected.push(without.reflection);
      expect(codesOf(checkNoSymbolicLearning(content))).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

it("R2 a dense graph is decided module by module", () => {
  const [first, ...others] = dense(200, ["ASSESSMENT"]);
  const keys = others.map(({ key }) => key);
  const content = version(any(1, ...keys), [{ ...module("m0", sound), ...first }, ...others]);
  expect(codesOf(checkNoSymbolicLearning(content))).toEqual([without.work, without.reflection]);
  expect(codesOf(checkNoSymbolicLearning({ ...content, modules: [module("m0", sound), ...others] }))).toEqual([]);
});
