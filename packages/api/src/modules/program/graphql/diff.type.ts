import { diffVersions, InvalidInput, NotFound, type VersionChange, type VersionChangeKind } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { rowId } from "../../../schema/ids.ts";
import { readableVersions } from "../../../scope.ts";
import { describedVersions } from "../described-versions.ts";

const VersionChangeKindEnum = builder.enumType("VersionChangeKind", {
  description: "What a difference between two versions is (R1).",
  values: {
    VERSION_CHANGED: { description: "The title or the summary of the version." },
    PATH_CHANGED: { description: "The learning path, given whole." },
    POLICY_CHANGED: { description: "A field of the policy." },
    MODULE_ADDED: { description: "The module is new." },
    MODULE_REMOVED: { description: "The module is gone." },
    MODULE_MOVED: { description: "The module stands elsewhere in the order." },
    MODULE_CHANGED: { description: "A field of the module." },
    REQUIREMENT_ADDED: { description: "The requirement is new: holders are asked for it." },
    REQUIREMENT_REMOVED: { description: "The requirement is gone." },
    REQUIREMENT_MOVED: { description: "The requirement stands in another module, or elsewhere in its order." },
    REQUIREMENT_EDITED: {
      description:
        "A field of the requirement under the same revision: its meaning is the same, and nobody is asked anew.",
    },
    REQUIREMENT_CHANGED: { description: "A field of a requirement whose revision is another." },
    REVISION_RAISED: {
      description: "The requirement's revision rose: its meaning changed, and holders are asked for it.",
    },
  } satisfies Record<VersionChangeKind, { description: string }>,
});

const VersionChangeType = builder.objectRef<VersionChange>("VersionChange").implement({
  description: "One difference between two versions, as data.",
  fields: (t) => ({
    kind: t.expose("kind", { type: VersionChangeKindEnum, description: "What it is." }),
    moduleKey: t.exposeString("moduleKey", { nullable: true, description: "Of which module, where it is of one." }),
    requirementKey: t.exposeString("requirementKey", {
      nullable: true,
      description: "Of which requirement, where it is of one.",
    }),
    field: t.exposeString("field", {
      nullable: true,
      description: "The field that changed; null where something came, went or moved.",
    }),
    before: t.expose("before", {
      type: "JSON",
      nullable: true,
      description: "The field's value, the place, or all of what went; null where there was none.",
    }),
    after: t.expose("after", {
      type: "JSON",
      nullable: true,
      description: "The field's value, the place, or all of what came; null where there is none.",
    }),
  }),
});

builder.prismaObjectFields("ProgramVersion", (t) => ({
  diff: t.field({
    type: [VersionChangeType],
    description: "What differs from another version of the program, each difference once; empty when nothing does.",
    complexity: 10,
    args: { from: t.arg.id({ description: "The other version; left out: the last one published before this." }) },
    select: (_args, context) => ({
      id: true,
      number: true,
      program: {
        select: {
          versions: {
            where: readableVersions(context),
            orderBy: { number: "desc" },
            select: { id: true, number: true, status: true },
          },
        },
      },
    }),
    resolve: async ({ id, number, program: { versions } }, { from }, context) => {
      const fromId = from
        ? rowId("ProgramVersion", from, "from")
        : versions.find((other) => other.number < number && other.status !== "DRAFT")?.id;
      if (fromId === undefined) return [];
      if (!versions.some((other) => other.id === fromId)) throw new InvalidInput([otherProgram]);
      const [before, after] = await describedVersions(context).loadMany([fromId, id]);
      if (!before || !after || before instanceof Error || after instanceof Error) throw new NotFound("program version");
      return diffVersions(before, after);
    },
  }),
}));

const otherProgram = {
  code: "VERSION_OF_OTHER_PROGRAM",
  path: "from",
  message: "The program has no such version.",
  fix: "Pass the id of another version of the same program.",
};
