import { dequal } from "dequal/lite";
import type { Module, Requirement, VersionContent } from "./version.ts";

/** A requirement with all of its words. */
export interface DescribedRequirement extends Requirement {
  readonly instructions: string;
}

/** A module with all of its words. Competencies are framework key, code and level. */
export interface DescribedModule extends Module {
  readonly summary: string;
  readonly competencies: readonly string[];
  readonly requirements: readonly DescribedRequirement[];
}

/** All that a version says: what two versions are compared by. */
export interface DescribedVersion extends VersionContent {
  readonly title: string;
  readonly summary: string;
  readonly modules: readonly DescribedModule[];
}

export const versionChangeKinds = [
  "VERSION_CHANGED",
  "PATH_CHANGED",
  "POLICY_CHANGED",
  "MODULE_ADDED",
  "MODULE_REMOVED",
  "MODULE_MOVED",
  "MODULE_CHANGED",
  "REQUIREMENT_ADDED",
  "REQUIREMENT_REMOVED",
  "REQUIREMENT_MOVED",
  "REQUIREMENT_EDITED",
  "REQUIREMENT_CHANGED",
  "REVISION_RAISED",
] as const;
export type VersionChangeKind = (typeof versionChangeKinds)[number];

/** One difference between two versions. `before` and `after` are plain data: a field's value, or all of what came or went. */
export interface VersionChange {
  readonly kind: VersionChangeKind;
  readonly moduleKey: string | null;
  readonly requirementKey: string | null;
  /** The field that changed; null where something came, went or moved. */
  readonly field: string | null;
  readonly before: unknown;
  readonly after: unknown;
}

/** Where something stands: in the version (moduleKey null) or in a module, from 0. */
export interface Place {
  readonly moduleKey: string | null;
  readonly position: number;
}

/**
 * R1: what differs between two versions, each difference once; nothing when they say the same. A requirement whose
 * revision stayed and whose words did not is EDITED: its meaning is the same, and nobody is asked for it again.
 */
export function diffVersions(before: DescribedVersion, after: DescribedVersion): VersionChange[] {
  const none = { moduleKey: null, requirementKey: null };
  return [
    ...fieldChanges(
      { title: before.title, summary: before.summary },
      { title: after.title, summary: after.summary },
      () => ({
        kind: "VERSION_CHANGED",
        ...none,
      }),
    ),
    ...fieldChanges({ path: before.path }, { path: after.path }, () => ({ kind: "PATH_CHANGED", ...none })),
    ...fieldChanges(before.policy, after.policy, () => ({ kind: "POLICY_CHANGED", ...none })),
    ...moduleChanges(before.modules, after.modules),
    ...requirementChanges(before.modules, after.modules),
  ];
}

function moduleChanges(before: readonly DescribedModule[], after: readonly DescribedModule[]): VersionChange[] {
  const [was, is] = [placed(before, null), placed(after, null)];
  const moved = movedKeys(was, is);
  const of = (moduleKey: string) => ({ moduleKey, requirementKey: null });
  return [
    ...gone(was, is).map(([key, { item, place }]) =>
      whole("MODULE_REMOVED", of(key), { ...place, module: factsOf(item) }, null),
    ),
    ...gone(is, was).map(([key, { item, place }]) =>
      whole("MODULE_ADDED", of(key), null, { ...place, module: factsOf(item) }),
    ),
    ...common(was, is).flatMap(([key, one, other]) => [
      ...(moved.has(key) ? [whole("MODULE_MOVED", of(key), one.place, other.place)] : []),
      ...fieldChanges(factsOf(one.item), factsOf(other.item), () => ({ kind: "MODULE_CHANGED", ...of(key) })),
    ]),
  ];
}

/** Requirements are known by their own keys, in whatever module they stand. */
function requirementChanges(before: readonly DescribedModule[], after: readonly DescribedModule[]): VersionChange[] {
  const within = (modules: readonly DescribedModule[]) =>
    new Map(modules.flatMap((module) => [...placed(module.requirements, module.key)]));
  const [was, is] = [within(before), within(after)];
  const moved = movedKeys(was, is);
  const of = ({ place: { moduleKey } }: Placed<DescribedRequirement>, requirementKey: string) => ({
    moduleKey,
    requirementKey,
  });
  return [
    ...gone(was, is).map(([key, one]) =>
      whole("REQUIREMENT_REMOVED", of(one, key), { ...one.place, requirement: one.item }, null),
    ),
    ...gone(is, was).map(([key, one]) =>
      whole("REQUIREMENT_ADDED", of(one, key), null, { ...one.place, requirement: one.item }),
    ),
    ...common(was, is).flatMap(([key, one, other]) => {
      const raised = other.item.revision > one.item.revision;
      const changed = raised || other.item.revision < one.item.revision ? "REQUIREMENT_CHANGED" : "REQUIREMENT_EDITED";
      return [
        ...(moved.has(key) ? [whole("REQUIREMENT_MOVED", of(other, key), one.place, other.place)] : []),
        ...fieldChanges(one.item, other.item, (field) => ({
          kind: field === "revision" && raised ? "REVISION_RAISED" : changed,
          ...of(other, key),
        })),
      ];
    }),
  ];
}

type About = Pick<VersionChange, "moduleKey" | "requirementKey">;

function whole(kind: VersionChangeKind, about: About, before: unknown, after: unknown): VersionChange {
  return { kind, ...about, field: null, before, after };
}

function fieldChanges<T extends object>(
  before: T,
  after: T,
  about: (field: string) => About & Pick<VersionChange, "kind">,
): VersionChange[] {
  const values = (of: object): ReadonlyMap<string, unknown> => new Map(Object.entries(of));
  const [was, is] = [values(before), values(after)];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((field) => !dequal(was.get(field), is.get(field)))
    .map((field) => ({ ...about(field), field, before: was.get(field) ?? null, after: is.get(field) ?? null }));
}

function factsOf({ requirements: _requirements, ...facts }: DescribedModule): Omit<DescribedModule, "requirements"> {
  return facts;
}

interface Placed<T> {
  readonly item: T;
  readonly place: Place;
}
type Places<T> = ReadonlyMap<string, Placed<T>>;

function placed<T extends { readonly key: string }>(items: readonly T[], moduleKey: string | null): Places<T> {
  return new Map(items.map((item, position) => [item.key, { item, place: { moduleKey, position } }]));
}

function gone<T>(from: Places<T>, to: Places<T>): [string, Placed<T>][] {
  return [...from].filter(([key]) => !to.has(key));
}

function common<T>(was: Places<T>, is: Places<T>): [string, Placed<T>, Placed<T>][] {
  return [...was].flatMap(([key, one]) => {
    const other = is.get(key);
    return other ? [[key, one, other] as [string, Placed<T>, Placed<T>]] : [];
  });
}

/** Those that changed their module, and of the rest as few as say the new order: all but a longest run that kept it. */
function movedKeys<T>(was: Places<T>, is: Places<T>): ReadonlySet<string> {
  const moved = new Set<string>();
  const stayed = new Map<string | null, { key: string; position: number }[]>();
  for (const [key, one, other] of common(was, is)) {
    const { moduleKey, position } = other.place;
    if (one.place.moduleKey === moduleKey) stayed.set(moduleKey, [...(stayed.get(moduleKey) ?? []), { key, position }]);
    else moved.add(key);
  }
  for (const group of stayed.values()) {
    const kept = longestRising(group);
    for (const { key } of group) if (!kept.has(key)) moved.add(key);
  }
  return moved;
}

/** The keys of a longest subsequence whose positions rise. */
function longestRising(items: readonly { readonly key: string; readonly position: number }[]): ReadonlySet<string> {
  let longest: readonly string[] = [];
  const endingAt: { position: number; keys: readonly string[] }[] = [];
  for (const { key, position } of items) {
    const before = endingAt
      .filter((run) => run.position < position)
      .reduce<readonly string[]>((best, { keys }) => (keys.length > best.length ? keys : best), []);
    const keys = [...before, key];
    endingAt.push({ position, keys });
    if (keys.length > longest.length) longest = keys;
  }
  return new Set(longest);
}
