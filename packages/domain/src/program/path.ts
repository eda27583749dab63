import { z } from "zod";

/** A learning path: groups of modules that need ALL, ANY n, or CREDITS >= n of their members, nested. */
export type PathGroup =
  | { readonly kind: "ALL"; readonly members: readonly PathMember[] }
  | { readonly kind: "ANY"; readonly n: number; readonly members: readonly PathMember[] }
  | { readonly kind: "CREDITS"; readonly n: number; readonly members: readonly PathMember[] };

export type PathMember = PathGroup | { readonly kind: "MODULE"; readonly moduleKey: string };

/** How deep groups may be nested: more than anyone draws, and far less than a stack holds. */
export const maxPathDepth = 20;

const count = z.number().int().min(1).max(10_000);
const members: z.ZodType<PathMember[]> = z
  .array(z.lazy(() => memberSchema))
  .min(1)
  .max(500);

const groups = [
  z.object({ kind: z.literal("ALL"), members }),
  z.object({ kind: z.literal("ANY"), n: count, members }),
  z.object({ kind: z.literal("CREDITS"), n: count, members }),
] as const;
const moduleSchema = z.object({ kind: z.literal("MODULE"), moduleKey: z.string().min(1).max(100) });
const memberSchema: z.ZodType<PathMember> = z.discriminatedUnion("kind", [moduleSchema, ...groups]);

/** Parses a path from storage or input. Its depth is looked at first: the parser itself goes down by recursion. */
export const pathSchema: z.ZodType<PathGroup> = z
  .custom((path) => !nestsTooDeep(path), { message: `groups may be nested at most ${maxPathDepth} deep`, abort: true })
  .pipe(z.discriminatedUnion("kind", groups));

function nestsTooDeep(path: unknown): boolean {
  let level: unknown[] = [path];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maxPathDepth) return true;
    level = level.flatMap(membersOf);
  }
  return false;
}

function membersOf(member: unknown): unknown[] {
  if (typeof member !== "object" || member === null || !("members" in member)) return [];
  return Array.isArray(member.members) ? member.members : [];
}

/** The keys of all modules in the path, in the order in which they stand. */
export function moduleKeysOf(member: PathMember): string[] {
  return member.kind === "MODULE" ? [member.moduleKey] : member.members.flatMap(moduleKeysOf);
}

/**
 * Whether the member can be completed by modules for which `allowed` is true and no other.
 * @param creditsOf what a CREDITS group counts for a module
 */
export function canComplete(
  member: PathMember,
  allowed: (moduleKey: string) => boolean,
  creditsOf: (moduleKey: string) => number,
): boolean {
  switch (member.kind) {
    case "MODULE":
      return allowed(member.moduleKey);
    case "ALL":
      return member.members.every((inner) => canComplete(inner, allowed, creditsOf));
    case "ANY":
      return member.members.filter((inner) => canComplete(inner, allowed, creditsOf)).length >= member.n;
    case "CREDITS":
      return creditsWithin(member, allowed, creditsOf) >= member.n;
  }
}

/** The credits of the distinct allowed modules below a member. */
function creditsWithin(
  member: PathMember,
  allowed: (moduleKey: string) => boolean,
  creditsOf: (moduleKey: string) => number,
): number {
  return [...new Set(moduleKeysOf(member))].filter(allowed).reduce((sum, key) => sum + creditsOf(key), 0);
}
