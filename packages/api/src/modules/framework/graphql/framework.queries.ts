import { builder } from "../../../builder.ts";
import { actorOf, readerOf } from "../../../context.ts";

builder.queryFields((t) => ({
  frameworks: t.prismaConnection({
    type: "Framework",
    cursor: "id",
    description: "The competency frameworks of the organisation.",
    resolve: (query, _root, _args, context) =>
      readerOf(context).framework.findMany({ ...query, orderBy: { id: "asc" } }),
  }),
  framework: t.prismaField({
    type: "Framework",
    nullable: true,
    description: "A competency framework by its key.",
    args: { key: t.arg.string({ required: true, description: "Its key, such as digcomp-3.0." }) },
    resolve: (query, _root, { key }, context) =>
      readerOf(context).framework.findUnique({
        ...query,
        where: { organisationId_key: { organisationId: actorOf(context).organisationId, key } },
      }),
  }),
}));
