import { builder } from "../../../builder.ts";
import { readerOf } from "../../../context.ts";
import { selectionOf } from "../event-filter.ts";
import { FeedSource } from "../feed-source.ts";
import { EventType } from "./event.type.ts";
import { EventFilterInput } from "./event-filter.input.ts";
import { streamStartArgs } from "./stream-start.args.ts";

builder.subscriptionFields((t) => ({
  events: t.prismaField({
    type: EventType,
    description:
      "The organisation's feed, live: each event that you may read, once and in order. With `after`, first what you missed.",
    args: {
      ...streamStartArgs,
      filter: t.arg({ type: EventFilterInput, description: "Only these." }),
    },
    subscribe: (_root, { after, filter }, context) => FeedSource.open(context, after ?? null, selectionOf(filter)),
    resolve: (query, id, _args, context) => readerOf(context).event.findUniqueOrThrow({ ...query, where: { id } }),
  }),
}));
