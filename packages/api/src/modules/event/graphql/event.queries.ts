import { builder } from "../../../builder.ts";
import { readerOf } from "../../../context.ts";
import { eventsWhere } from "../event-filter.ts";
import { EventType } from "./event.type.ts";
import { EventFilterInput } from "./event-filter.input.ts";

builder.queryFields((t) => ({
  events: t.prismaField({
    type: [EventType],
    description:
      "The organisation's feed after a place in it, in order: those that you may read. To follow it live, subscribe to `events`.",
    complexity: ({ first }) => ({ multiplier: first ?? 50 }),
    args: {
      after: t.arg({ type: "Cursor", description: "A cursor from an event; left out: from the beginning." }),
      first: t.arg.int({ defaultValue: 50, description: "How many at most, 1 to 500." }),
      filter: t.arg({ type: EventFilterInput, description: "Only these." }),
    },
    resolve: (query, _root, { after, first, filter }, context) =>
      readerOf(context).event.findMany({
        ...query,
        where: eventsWhere(context, after ?? 0n, filter),
        orderBy: { position: "asc" },
        take: Math.min(Math.max(first ?? 50, 1), 500),
      }),
  }),
}));
