import fc from "fast-check";
import { expect, it } from "vitest";
import { all, any, module, requirement, sound, version, versionArbitrary } from "../fixture.test.support.ts";
import {
  type DescribedModule,
  type DescribedRequirement,
  type DescribedVersion,
  diffVersions,
  type Place,
  type VersionChange,
} from "./diff.ts";
import type { Module, VersionContent } from "./version.ts";

const described = (content: VersionContent, over: Partial<DescribedVersion> = {}): DescribedVersion => ({
  title: "T",
  summary: "S",
  ...content,
  modules: content.modules.map(describedModule),
  ...over,
});
const describedModule = (one: Module): DescribedModule => ({
  ...one,
  summary: "",
  competencies: [],
  requirements: one.requirements.map((asked) => ({ ...asked, instructions: "" })),
});

const a = module("a", sound);
const b = module("b", sound);
const before = version(all("a", "b"), [a, b]);
const withFirst = (over: object) => ({
  ...a,
  requirements: [{ ...requirement("a.0"), ...over }, ...a.requirements.slice(1)],
});

const rows: [what: string, after: DescribedVersion, changes: Partial<VersionChange>[]][] = [
  ["nothing", described(before), []],
  [
    "a title",
    described(before, { title: "U" }),
    [{ kind: "VERSION_CHANGED", field: "title", before: "T", after: "U" }],
  ],
  [
    "the path",
    described({ ...before, path: any(1, "a", "b") }),
    [{ kind: "PATH_CHANGED", field: "path", before: all("a", "b"), after: any(1, "a", "b") }],
  ],
  [
    "a field of the policy",
    described({ ...before, policy: { ...before.policy, window: "P30D" } }),
    [{ kind: "POLICY_CHANGED", field: "window", before: "P90D", after: "P30D" }],
  ],
  [
    "other words under the same revision",
    described(version(all("a", "b"), [withFirst({ title: "New" }), b])),
    [
      {
        kind: "REQUIREMENT_EDITED",
        moduleKey: "a",
        requirementKey: "a.0",
        field: "title",
        before: "a.0",
        after: "New",
      },
    ],
  ],
  [
    "another meaning",
    described(version(all("a", "b"), [withFirst({ title: "New", revision: 2 }), b])),
    [
      { kind: "REVISION_RAISED", requirementKey: "a.0", field: "revision", before: 1, after: 2 },
      { kind: "REQUIREMENT_CHANGED", requirementKey: "a.0", field: "title" },
    ],
  ],
  ["the order of modules", described(version(all("a", "b"), [b, a])), [{ kind: "MODULE_MOVED" }]],
  [
    "a requirement in another module",
    described(
      version(all("a", "b"), [
        { ...a, requirements: a.requirements.slice(0, 1) },
        { ...b, requirements: [...b.requirements, ...a.requirements.slice(1)] },
      ]),
    ),
    [
      {
        kind: "REQUIREMENT_MOVED",
        requirementKey: "a.1",
        before: { moduleKey: "a", position: 1 },
        after: { moduleKey: "b", position: 2 },
      },
    ],
  ],
  [
    "a module that came",
    described(version(all("a", "b"), [a, b, module("c", ["APPLIED_TASK"])])),
    [
      { kind: "MODULE_ADDED", moduleKey: "c" },
      { kind: "REQUIREMENT_ADDED", moduleKey: "c", requirementKey: "c.0" },
    ],
  ],
  [
    "a module that went, of which a requirement stays",
    described(version(all("a"), [{ ...a, requirements: [...a.requirements, ...b.requirements.slice(0, 1)] }]), {
      path: all("a", "b"),
    }),
    [
      { kind: "MODULE_REMOVED", moduleKey: "b" },
      { kind: "REQUIREMENT_REMOVED", requirementKey: "b.1" },
      { kind: "REQUIREMENT_MOVED", requirementKey: "b.0" },
    ],
  ],
];

it.each(rows)("R1 the difference is named once: %s", (_what, after, changes) => {
  expect(diffVersions(described(before), after)).toMatchObject(changes);
  expect(diffVersions(described(before), after)).toHaveLength(changes.length);
});

/** What the changes say, done to `from` field by field: the diff is complete when this gives the other version. */
function applied(from: DescribedVersion, changes: readonly VersionChange[]): DescribedVersion {
  const of = (kind: string) => changes.filter((change) => change.kind.startsWith(kind));
  const fields = (some: readonly VersionChange[]) =>
    Object.fromEntries(some.flatMap(({ field, after }) => (field ? [[field, after]] : [])));
  const arranged = <T extends { readonly key: string }>(
    kept: readonly T[],
    placed: readonly (readonly [number, T])[],
  ) => {
    const at = new Map(placed);
    const rest = [...kept];
    return Array.from({ length: kept.length + placed.length }, (_, i) => at.get(i) ?? (rest.shift() as T));
  };
  const placeOf = (change: VersionChange) =>
    change.after as Place & { module?: DescribedModule; requirement?: DescribedRequirement };
  const isOf = (kind: string, key: string) => (change: VersionChange) =>
    change.kind === kind && (kind.startsWith("MODULE") ? change.moduleKey : change.requirementKey) === key;

  const was = new Map(from.modules.flatMap(({ requirements }) => requirements).map((one) => [one.key, one]));
  const edited = (one: DescribedRequirement): DescribedRequirement => ({
    ...one,
    ...fields(changes.filter(({ requirementKey, field }) => requirementKey === one.key && field !== null)),
  });
  const requirementsOf = (key: string, present: readonly DescribedRequirement[]) => {
    const leaves = (one: DescribedRequirement) =>
      changes.some(
        (change) => isOf("REQUIREMENT_REMOVED", one.key)(change) || isOf("REQUIREMENT_MOVED", one.key)(change),
      );
    const arriving = changes
      .filter(({ kind }) => kind === "REQUIREMENT_ADDED" || kind === "REQUIREMENT_MOVED")
      .filter((change) => placeOf(change).moduleKey === key)
      .map((change) => {
        const one = placeOf(change).requirement ?? (was.get(change.requirementKey ?? "") as DescribedRequirement);
        return [placeOf(change).position, edited(one)] as const;
      });
    return arranged(present.filter((one) => !leaves(one)).map(edited), arriving);
  };
  const built = (module: DescribedModule): DescribedModule => ({
    ...module,
    ...fields(changes.filter(isOf("MODULE_CHANGED", module.key))),
    requirements: requirementsOf(module.key, module.requirements ?? []),
  });
  const leaves = ({ key }: DescribedModule) =>
    changes.some((change) => isOf("MODULE_REMOVED", key)(change) || isOf("MODULE_MOVED", key)(change));
  const arriving = changes
    .filter(({ kind }) => kind === "MODULE_ADDED" || kind === "MODULE_MOVED")
    .map((change) => {
      const module = placeOf(change).module ?? from.modules.find(({ key }) => key === change.moduleKey);
      return [placeOf(change).position, built(module as DescribedModule)] as const;
    });
  return {
    ...from,
    ...fields(of("VERSION_CHANGED")),
    ...fields(of("PATH_CHANGED")),
    policy: { ...from.policy, ...fields(of("POLICY_CHANGED")) },
    modules: arranged(from.modules.filter((one) => !leaves(one)).map(built), arriving),
  };
}

/** A version and what may become of it: modules and requirements taken out, put elsewhere, and said in another way. */
const changedArbitrary = fc
  .tuple(versionArbitrary, versionArbitrary, fc.infiniteStream(fc.nat(5)))
  .map(([one, other, dice]) => {
    const roll = (sides: number) => (dice.next().value as number) % sides;
    const from = described(one);
    const kept = from.modules.filter(() => roll(4) > 0);
    const modules = [
      ...kept,
      ...described(other)
        .modules.slice(0, roll(3))
        .map((module) => ({ ...module, key: `x${module.key}` })),
    ]
      .filter(() => roll(5) > 0)
      .map((module) => ({ ...module, title: roll(3) === 0 ? "Said anew" : module.title }));
    if (roll(2) === 0) modules.reverse();
    // Each requirement in some module, once.
    const seen = new Set<string>();
    const all = [...from.modules, ...modules].flatMap(({ requirements }) => requirements);
    const homes: DescribedRequirement[][] = modules.map(() => []);
    for (const asked of all) {
      if (seen.has(asked.key) || homes.length === 0 || roll(5) === 0) continue;
      seen.add(asked.key);
      homes[roll(homes.length)]?.push({ ...asked, revision: 1 + roll(3), instructions: roll(2) === 0 ? "Anew." : "" });
    }
    const to = { ...from, title: roll(2) === 0 ? "U" : "T", path: roll(2) === 0 ? other.path : one.path };
    return { from, to: { ...to, modules: modules.map((module, m) => ({ ...module, requirements: homes[m] ?? [] })) } };
  });

it("R1 the changes, done to the version, make the other one: none is missing", () => {
  fc.assert(
    fc.property(changedArbitrary, ({ from, to }) => {
      expect(applied(from, diffVersions(from, to))).toEqual(to);
      expect(applied(to, diffVersions(to, from))).toEqual(from);
    }),
    { numRuns: 500 },
  );
});

it("R1 each difference is named once, and a version has none from itself", () => {
  fc.assert(
    fc.property(changedArbitrary, ({ from, to }) => {
      expect(diffVersions(from, structuredClone(from))).toEqual([]);
      const names = diffVersions(from, to).map(({ kind, moduleKey, requirementKey, field }) =>
        // A requirement is known by its key, wherever it stands.
        JSON.stringify([field ?? kind, requirementKey ?? moduleKey, requirementKey === null]),
      );
      expect(new Set(names).size).toBe(names.length);
    }),
  );
});
