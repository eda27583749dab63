import fc from "fast-check";
import type { EvidenceFact } from "./enrolment/module-progress.ts";
import { evidenceStatuses } from "./evidence/evidence.ts";
import { moduleKeysOf, type PathGroup, type PathMember } from "./program/path.ts";
import { type ProgramPolicy, programPolicySchema } from "./program/policy.ts";
import {
  type Module,
  type Requirement,
  type RequirementKind,
  requirementKinds,
  type VersionContent,
} from "./program/version.ts";

export const policy: ProgramPolicy = programPolicySchema.parse({ validity: { kind: "DURATION", duration: "P2Y" } });

export function requirement(key: string, over: Partial<Requirement> = {}): Requirement {
  const { kind = "APPLIED_TASK" } = over;
  const prompts = kind === "REFLECTION" ? ["What would you do differently?"] : [];
  const passMark = kind === "ASSESSMENT" ? 70 : null;
  return {
    key,
    revision: 1,
    kind,
    title: key,
    prompts,
    passMark,
    freshness: null,
    everyCycle: false,
    rubric: null,
    ...over,
  };
}

/** A module; its requirements are named after it and their kinds. */
export function module(key: string, kinds: readonly RequirementKind[], over: Partial<Module> = {}): Module {
  const requirements = kinds.map((kind, i) => requirement(`${key}.${i}`, { kind }));
  const facts = { effortMinutes: 60, credits: 0, prerequisiteKeys: [], awardsCertificate: false, validity: null };
  return { key, title: key, ...facts, requirements, ...over };
}

/** Applied work and a reflection: enough for R2. */
export const sound = ["APPLIED_TASK", "REFLECTION"] as const;

/** A member of a path from its shorthand: a module's key, or a group. */
type Short = string | PathGroup;

export const all = (...members: readonly Short[]): PathGroup => ({ kind: "ALL", members: members.map(member) });
export const any = (n: number, ...members: readonly Short[]): PathGroup => ({
  kind: "ANY",
  n,
  members: members.map(member),
});
export const credits = (n: number, ...members: readonly Short[]): PathGroup => ({
  kind: "CREDITS",
  n,
  members: members.map(member),
});

/** Rows of a table with their path's shorthand first, for their names, and the path itself last. */
export function byShorthand<R extends unknown[]>(rows: readonly [PathGroup, ...R][]): [string, ...R, PathGroup][] {
  return rows.map(([path, ...rest]) => [shorthand(path), ...rest, path]);
}

function shorthand(path: PathMember): string {
  if (path.kind === "MODULE") return path.moduleKey;
  const n = path.kind === "ALL" ? [] : [path.n];
  return `${path.kind}(${[...n, ...path.members.map(shorthand)].join(", ")})`;
}

function member(short: Short): PathMember {
  return typeof short === "string" ? { kind: "MODULE", moduleKey: short } : short;
}

export function version(
  path: PathGroup,
  modules: readonly Module[],
  over: Partial<VersionContent> = {},
): VersionContent {
  return { path, modules, policy, ...over };
}

/** Each module waits for all that stand before it: the number of trails through them doubles with each. */
export function dense(count: number, kinds: readonly RequirementKind[] = sound): Module[] {
  const keys = Array.from({ length: count }, (_, m) => `m${m}`);
  return keys.map((key, m) => module(key, kinds, { prerequisiteKeys: keys.slice(0, m) }));
}

/**
 * What the path means, said again and as plainly as can be: the brute force that the rules are compared with.
 * @param done the keys of the modules that are completed
 */
export function isCompletedBy({ path, modules }: VersionContent, done: ReadonlySet<string>): boolean {
  const creditsOf = (key: string) => modules.find((one) => one.key === key)?.credits ?? 0;
  const holds = (inner: PathMember): boolean => {
    if (inner.kind === "MODULE") return done.has(inner.moduleKey);
    if (inner.kind === "ALL") return inner.members.every(holds);
    if (inner.kind === "ANY") return inner.members.filter(holds).length >= inner.n;
    let sum = 0;
    for (const key of moduleKeysOf(inner)) if (done.has(key)) sum += creditsOf(key);
    return sum >= inner.n;
  };
  return holds(path);
}

/** Every set of modules that contains the prerequisites of its members and completes the path. */
export function waysThrough(content: VersionContent): ReadonlySet<string>[] {
  const { modules } = content;
  return Array.from({ length: 2 ** modules.length }, (_, bits) => modules.filter((_, m) => bits & (2 ** m)))
    .map((taken) => ({ taken, keys: new Set(taken.map(({ key }) => key)) }))
    .filter(({ taken, keys }) => taken.every(({ prerequisiteKeys }) => prerequisiteKeys.every((key) => keys.has(key))))
    .map(({ keys }) => keys)
    .filter((keys) => isCompletedBy(content, keys));
}

const kindsArbitrary = fc.array(fc.constantFrom<RequirementKind>(...requirementKinds), { minLength: 1, maxLength: 3 });

const modulesArbitrary: fc.Arbitrary<Module[]> = fc
  .array(
    fc.record({
      kinds: kindsArbitrary,
      credits: fc.integer({ min: 0, max: 4 }),
      effortMinutes: fc.integer({ min: 1, max: 300 }),
      waitsFor: fc.array(fc.nat(9), { maxLength: 2 }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((drafts) =>
    drafts.map(({ kinds, waitsFor, ...rest }, m) =>
      module(`m${m}`, kinds, {
        ...rest,
        // Only on earlier ones: no circle.
        prerequisiteKeys: [...new Set(waitsFor.filter(() => m > 0).map((w) => `m${w % m}`))],
      }),
    ),
  );

/** Versions of up to six modules, sound in all but R2: nested groups, and prerequisites from anywhere in the path. */
export const versionArbitrary: fc.Arbitrary<VersionContent> = modulesArbitrary.chain((modules) =>
  fc
    .tuple(
      fc.shuffledSubarray(modules, { minLength: modules.length }),
      fc.array(fc.nat(1000), { minLength: 40, maxLength: 40 }),
    )
    .map(([shuffled, dice]) => {
      let thrown = 0;
      return version(
        groupOf(shuffled, 3, (sides) => (dice[thrown++ % dice.length] ?? 0) % sides),
        modules,
      );
    }),
);

function groupOf(modules: readonly Module[], depth: number, dice: (sides: number) => number): PathGroup {
  const members: PathMember[] = [];
  for (let at = 0; at < modules.length; ) {
    const size = depth > 0 ? 1 + dice(Math.min(3, modules.length - at)) : 1;
    const part = modules.slice(at, at + size);
    at += size;
    members.push(part.length === 1 && part[0] ? member(part[0].key) : groupOf(part, depth - 1, dice));
  }
  const worth = modules.reduce((sum, one) => sum + one.credits, 0);
  const kind = (["ALL", "ANY", "CREDITS"] as const)[dice(worth > 0 ? 3 : 2)];
  if (kind === "ANY") return { kind, n: 1 + dice(members.length), members };
  return kind === "CREDITS" ? { kind, n: 1 + dice(worth), members } : { kind: "ALL", members };
}

/** A version with evidence in any status for any of its requirements. */
export const enrolmentArbitrary: fc.Arbitrary<{ content: VersionContent; evidence: EvidenceFact[] }> =
  versionArbitrary.chain((content) => {
    const keys = content.modules.flatMap(({ requirements }) => requirements.map(({ key }) => key));
    const fact = fc.record({
      status: fc.constantFrom(...evidenceStatuses),
      requirementKeys: fc.subarray(keys, { minLength: 1 }),
    });
    return fc
      .array(fact, { maxLength: 8 })
      .map((facts) => ({ content, evidence: facts.map((one, i) => ({ id: `e${i}`, ...one })) }));
  });

export const codesOf = (problems: readonly { readonly code: string }[]): string[] => problems.map(({ code }) => code);
