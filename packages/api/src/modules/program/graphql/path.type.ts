import { type PathGroup, type PathMember, pathSchema } from "@kunna/domain";
import { builder } from "../../../builder.ts";

const PathGroupKind = builder.enumType("PathGroupKind", {
  description: "How much of a group is needed.",
  values: {
    ALL: { description: "Each member." },
    ANY: { description: "Any n members." },
    CREDITS: { description: "Members whose credits add up to n." },
  },
});

const PathModuleType = builder.objectRef<Extract<PathMember, { kind: "MODULE" }>>("PathModule").implement({
  description: "A place in the path that a module fills.",
  fields: (t) => ({ moduleKey: t.exposeString("moduleKey", { description: "The key of the module." }) }),
});

/** Backed by the stored JSON; parsed where it leaves storage, at the root. */
export const PathGroupType = builder.objectRef<unknown>("PathGroup");

const PathMemberType = builder.unionType("PathMember", {
  description: "A group within a group, or a module.",
  types: [PathGroupType, PathModuleType],
  resolveType: (member) => ((member as PathMember).kind === "MODULE" ? "PathModule" : "PathGroup"),
});

PathGroupType.implement({
  description: "A group of the learning path.",
  fields: (t) => ({
    kind: t.field({
      type: PathGroupKind,
      description: "How much of it is needed.",
      resolve: (group) => parsed(group).kind,
    }),
    n: t.int({
      nullable: true,
      description: "How many members (ANY) or credits (CREDITS); null for ALL.",
      resolve: (group) => {
        const { kind, ...rest } = parsed(group);
        return kind !== "ALL" && "n" in rest ? rest.n : null;
      },
    }),
    members: t.field({
      type: [PathMemberType],
      description: "What it consists of, in order.",
      resolve: (group) => [...parsed(group).members],
    }),
  }),
});

function parsed(group: unknown): PathGroup {
  return pathSchema.parse(group);
}

interface PathMemberShape {
  moduleKey?: string | null | undefined;
  all?: PathMemberShape[] | null | undefined;
  any?: { n: number; members: PathMemberShape[] } | null | undefined;
  credits?: { n: number; members: PathMemberShape[] } | null | undefined;
}

export const PathMemberInput = builder.inputRef<PathMemberShape>("PathMemberInput");

const PathCountInput = builder.inputRef<{ n: number; members: PathMemberShape[] }>("PathCountInput").implement({
  description: "A group that needs n of something.",
  fields: (t) => ({
    n: t.int({ required: true, description: "How many members or credits." }),
    members: t.field({ type: [PathMemberInput], required: true, description: "What it consists of." }),
  }),
});

PathMemberInput.implement({
  description: "A module, or a group of members: set exactly one field.",
  isOneOf: true,
  fields: (t) => ({
    moduleKey: t.string({ description: "The module with this key." }),
    all: t.field({ type: [PathMemberInput], description: "A group of which each member is needed." }),
    any: t.field({ type: PathCountInput, description: "A group of which any n members are needed." }),
    credits: t.field({ type: PathCountInput, description: "A group of which members worth n credits are needed." }),
  }),
});

/** The domain's path from the input's; a single module becomes a group of one. */
export function pathFrom(input: PathMemberShape): PathGroup {
  const member = memberFrom(input);
  return pathSchema.parse(member.kind === "MODULE" ? { kind: "ALL", members: [member] } : member);
}

function memberFrom({ moduleKey, all, any, credits }: PathMemberShape): PathMember {
  if (moduleKey) return { kind: "MODULE", moduleKey };
  if (any) return { kind: "ANY", n: any.n, members: any.members.map(memberFrom) };
  if (credits) return { kind: "CREDITS", n: credits.n, members: credits.members.map(memberFrom) };
  return { kind: "ALL", members: (all ?? []).map(memberFrom) };
}
