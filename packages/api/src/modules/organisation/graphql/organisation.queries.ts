import { builder } from "../../../builder.ts";
import { actorOf, readerOf } from "../../../context.ts";
import { personsWithin, teamsWithin } from "../../../scope.ts";

builder.queryFields((t) => ({
  viewer: t.prismaField({
    type: "Person",
    description: "You: the person whose token was sent.",
    resolve: (query, _root, _args, context) =>
      readerOf(context).person.findUniqueOrThrow({ ...query, where: { id: actorOf(context).personId } }),
  }),
  organisation: t.prismaField({
    type: "Organisation",
    description: "Your organisation.",
    resolve: (query, _root, _args, context) =>
      readerOf(context).organisation.findUniqueOrThrow({ ...query, where: { id: actorOf(context).organisationId } }),
  }),
  people: t.prismaConnection({
    type: "Person",
    cursor: "id",
    description: "The persons that you may read, in the order in which they came.",
    args: { search: t.arg.string({ description: "Part of a name or of an e-mail address, in any case." }) },
    totalCount: (_root, { search }, context) =>
      readerOf(context).person.count({
        where: { AND: [personsWithin(actorOf(context), "person.read"), named(search)] },
      }),
    resolve: (query, _root, { search }, context) =>
      readerOf(context).person.findMany({
        ...query,
        where: { AND: [personsWithin(actorOf(context), "person.read"), named(search)] },
        orderBy: { id: "asc" },
      }),
  }),
  teams: t.prismaConnection({
    type: "Team",
    cursor: "id",
    description: "The teams that you may read.",
    resolve: (query, _root, _args, context) =>
      readerOf(context).team.findMany({ ...query, where: teamsWithin(actorOf(context)), orderBy: { id: "asc" } }),
  }),
}));

function named(search: string | null | undefined) {
  if (!search) return {};
  const contains = { contains: search, mode: "insensitive" as const };
  return { OR: [{ name: contains }, { email: contains }] };
}
