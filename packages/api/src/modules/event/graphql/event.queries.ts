import { builder } from "../../../builder.ts";
import { actorOf, readerOf } from "../../../context.ts";
import { selectionOf } from "../event-filter.ts";
import { readBounds } from "../feed-entry.ts";
import { selectionWhere } from "../selection.ts";
import { refuseGone } from "../stream-errors.ts";
import { EventType } from "./event.type.ts";
import { EventFilterInput } from "./event-filter.input.ts";

builder.queryFields((t) => ({
  feedCursor: t.field({
    type: "Cursor",
    description:
      "The end of the organisation's feed now. Ask for it before you load what you then follow, and pass it as `after`: what happens in between is not missed.",
    resolve: async (_root, _args, context) => (await readBounds(readerOf(context))).end,
  }),
  events: t.prismaField({
    type: [EventType],
    description:
      "The organisation's feed after a place in it, in order: those that you may read. To follow it live, subscribe to `events`. Fails with CURSOR_GONE where the feed is not kept so far back, and says in `restartAfter` where to go on.",
    complexity: ({ first }) => ({ multiplier: first ?? 50 }),
    args: {
      after: t.arg({ type: "Cursor", description: "A cursor from an event; left out: from the beginning." }),
      first: t.arg.int({ defaultValue: 50, description: "How many at most, 1 to 500." }),
      filter: t.arg({ type: EventFilterInput, description: "Only these." }),
    },
    resolve: async (query, _root, { after, first, filter }, context) => {
      const actor = actorOf(context);
      const selection = selectionOf(filter);
      const bounds = await readBounds(readerOf(context));
      refuseGone(after ?? null, bounds);
      return readerOf(context).event.findMany({
        ...query,
        where: { AND: [{ position: { gt: after ?? bounds.keptAfter } }, selectionWhere(actor, selection)] },
        orderBy: { position: "asc" },
        take: Math.min(Math.max(first ?? 50, 1), 500),
      });
    },
  }),
}));
