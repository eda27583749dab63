import type { Prisma } from "@kunna/database";
import { builder } from "../../../builder.ts";
import { type ApiContext, actorOf, readerOf } from "../../../context.ts";
import { readableVersions } from "../../../scope.ts";
import { VersionStatusEnum } from "./program.type.ts";

builder.queryFields((t) => ({
  programs: t.prismaConnection({
    type: "Program",
    cursor: "id",
    description:
      "The programs of the organisation: those with a published version, and for program owners also the drafts.",
    args: {
      search: t.arg.string({ description: "Part of the title, in any case." }),
      status: t.arg({
        type: VersionStatusEnum,
        description: "Only those that have a version in this status; PUBLISHED are those that one can enrol on.",
      }),
    },
    totalCount: (_root, args, context) => readerOf(context).program.count({ where: programsWhere(args, context) }),
    resolve: (query, _root, args, context) =>
      readerOf(context).program.findMany({ ...query, where: programsWhere(args, context), orderBy: { id: "asc" } }),
  }),
  program: t.prismaField({
    type: "Program",
    nullable: true,
    description: "A program by its key.",
    args: { key: t.arg.string({ required: true, description: "Its key, such as digcomp-1-foundation." }) },
    resolve: (query, _root, { key }, context) =>
      readerOf(context).program.findUnique({
        ...query,
        where: {
          organisationId_key: { organisationId: actorOf(context).organisationId, key },
          AND: [programsWhere({}, context)],
        },
      }),
  }),
}));

function programsWhere(
  {
    search,
    status,
  }: { search?: string | null | undefined; status?: "DRAFT" | "PUBLISHED" | "RETIRED" | null | undefined },
  context: ApiContext,
): Prisma.ProgramWhereInput {
  const versions = [
    readableVersions(context),
    status ? { status } : {},
    search ? { title: { contains: search, mode: "insensitive" as const } } : {},
  ];
  return { versions: { some: { AND: versions } } };
}
