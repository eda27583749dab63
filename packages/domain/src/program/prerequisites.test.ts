import fc from "fast-check";
import { expect, it } from "vitest";
import { all, codesOf, dense, module, sound, version, versionArbitrary } from "../fixture.test.support.ts";
import { checkPrerequisites, modulesByKey, withPrerequisites } from "./prerequisites.ts";

/** Modules by what each waits for, such as "a<b" for a, which waits for b. */
function modules(...drafts: readonly string[]) {
  return drafts.map((draft) => {
    const [key = "", ...prerequisiteKeys] = draft.split("<");
    return module(key, sound, { prerequisiteKeys });
  });
}

it.each([
  [["a<a"], "a -> a"],
  [["a<b", "b<a"], "a -> b -> a"],
  [["a<b", "b<c", "c<b"], "b -> c -> b"],
  [["a", "b<a<d", "c<b", "d<c"], "b -> d -> c -> b"],
])("R1 %j wait for each other along %s", (drafts, cycle) => {
  const problems = checkPrerequisites(version(all("a"), modules(...drafts)));
  expect(codesOf(problems)).toEqual(["PREREQUISITE_CYCLE"]);
  expect(problems[0]?.message).toContain(`: ${cycle}.`);
});

it.each([[["a", "b<a"]], [["b<a", "a"]], [["a", "b<a", "c<a", "d<b<c"]]])(
  "R1 %j don't wait for each other",
  (drafts) => {
    expect(checkPrerequisites(version(all("a"), modules(...drafts)))).toEqual([]);
  },
);

it.each([
  [["a"], ["a"]],
  [["d"], ["a", "b", "c", "d"]],
  [
    ["c", "d"],
    ["a", "c", "b", "d"],
  ],
  [[], []],
  [["ghost"], ["ghost"]],
])("R4 %j with what they wait for: %j", (keys, expected) => {
  expect(withPrerequisites(keys, modulesByKey(modules("a", "b<a", "c<a", "d<b<c")))).toEqual(expected);
});

it("R4 what is excepted is left out with what only it waits for", () => {
  const byKey = modulesByKey(modules("a", "b<a", "c", "d<b<c"));
  expect(withPrerequisites(["d"], byKey, new Set(["b"]))).toEqual(["c", "d"]);
});

it("R4 each is named once, after all that it waits for", () => {
  fc.assert(
    fc.property(versionArbitrary, ({ modules }) => {
      const order = withPrerequisites(modules.map(({ key }) => key).reverse(), modulesByKey(modules));
      expect([...order].sort()).toEqual(modules.map(({ key }) => key).sort());
      for (const { key, prerequisiteKeys } of modules) {
        for (const prerequisite of prerequisiteKeys)
          expect(order.indexOf(prerequisite)).toBeLessThan(order.indexOf(key));
      }
    }),
  );
});

it("R1 a dense graph with a circle at its end is gone through once", () => {
  const graph = dense(200);
  expect(checkPrerequisites(version(all("m0"), graph))).toEqual([]);
  const [first, ...others] = graph;
  const circle = [{ ...module("m0", sound), ...first, prerequisiteKeys: ["m199"] }, ...others];
  expect(codesOf(checkPrerequisites(version(all("m0"), circle)))).toEqual(["PREREQUISITE_CYCLE"]);
  expect(withPrerequisites(["m199"], modulesByKey(circle))).toHaveLength(200);
});
