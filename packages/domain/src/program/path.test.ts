import fc from "fast-check";
import { expect, it } from "vitest";
import { all, any, byShorthand, credits, isCompletedBy, versionArbitrary } from "../fixture.test.support.ts";
import { canComplete, maxPathDepth, moduleKeysOf, type PathGroup, pathSchema } from "./path.ts";

function nested(depth: number): PathGroup {
  let path = all("a");
  for (let level = 1; level < depth; level++) path = all(path);
  return path;
}

it.each(
  byShorthand<[done: string[], completed: boolean]>([
    [all("a", "b"), ["a", "b"], true],
    [all("a", "b"), ["a"], false],
    [any(1, "a", "b"), ["b"], true],
    [any(2, "a", "b", "c"), ["b"], false],
    [any(2, "a", "b", "c"), ["c", "b"], true],
    [credits(3, "a", "b", "c"), ["a", "b"], true],
    [credits(4, "a", "b", "c"), ["a", "b"], false],
    [credits(5, "b", "c"), ["b", "c"], true],
    // A CREDITS group counts the modules below it, however they are grouped, and each once.
    [credits(5, any(1, "b", "c")), ["b", "c"], true],
    [credits(2, "b", all("b")), ["b"], true],
    [credits(4, "b", all("b")), ["b"], false],
    [all("a", any(1, "b", all("c", "a"))), ["a", "c"], true],
    [all("a", any(1, "b", all("c", "d"))), ["a", "c"], false],
  ]),
)("R4 %s is completed by %j: %s", (_name, done, completed, path) => {
  const worth: Record<string, number> = { a: 1, b: 2, c: 3 };
  const isDone = (key: string) => done.includes(key);
  expect(canComplete(path, isDone, (key) => worth[key] ?? 0)).toBe(completed);
});

it("R4 completion is what the words say, and one more module never undoes it", () => {
  fc.assert(
    fc.property(versionArbitrary, fc.infiniteStream(fc.boolean()), fc.nat(), (content, coins, at) => {
      const { path, modules } = content;
      const done = new Set(modules.filter(() => coins.next().value).map(({ key }) => key));
      const completes = (keys: ReadonlySet<string>) =>
        canComplete(
          path,
          (key) => keys.has(key),
          (key) => modules.find((one) => one.key === key)?.credits ?? 0,
        );
      expect(completes(done)).toBe(isCompletedBy(content, done));
      if (completes(done)) expect(completes(new Set([...done, modules[at % modules.length]?.key ?? ""]))).toBe(true);
    }),
  );
});

it("R4 a path comes back from storage as it was, its modules in their order", () => {
  fc.assert(
    fc.property(versionArbitrary, ({ path, modules }) => {
      expect(pathSchema.parse(JSON.parse(JSON.stringify(path)))).toEqual(path);
      expect(moduleKeysOf(path).sort()).toEqual(modules.map(({ key }) => key).sort());
    }),
  );
  expect(moduleKeysOf(all("c", any(1, "a", all("d")), "b"))).toEqual(["c", "a", "d", "b"]);
});

it.each<[string, unknown]>([
  ["no object", "a"],
  ["null", null],
  ["a module at the root", { kind: "MODULE", moduleKey: "a" }],
  ["an unknown kind", { kind: "SOME", members: [{ kind: "MODULE", moduleKey: "a" }] }],
  ["no members", { kind: "ALL", members: [] }],
  ["members that are no list", { kind: "ALL", members: { length: 1 } }],
  ["a null member", { kind: "ALL", members: [null] }],
  ["a module without a key", { kind: "ALL", members: [{ kind: "MODULE", moduleKey: "" }] }],
  ["ANY without n", { kind: "ANY", members: [{ kind: "MODULE", moduleKey: "a" }] }],
  ["ANY 0", any(0, "a")],
  ["a part of a credit", credits(1.5, "a")],
  ["more than 500 members", all(...Array.from({ length: 501 }, (_, m) => `m${m}`))],
])("R4 a path with %s is refused", (_what, path) => {
  expect(pathSchema.safeParse(path).success).toBe(false);
});

it("R4 groups may be nested so deep, and no deeper", () => {
  expect(pathSchema.safeParse(nested(maxPathDepth)).success).toBe(true);
  const refused = pathSchema.safeParse(nested(maxPathDepth + 1));
  expect(refused.error?.issues.map(({ message }) => message)).toEqual(["groups may be nested at most 20 deep"]);
});

it("R4 a path nested far beyond the stack is refused, not fallen over", () => {
  const refused = pathSchema.safeParse(nested(200_000));
  expect(refused.error?.issues.map(({ message }) => message)).toEqual(["groups may be nested at most 20 deep"]);
});
