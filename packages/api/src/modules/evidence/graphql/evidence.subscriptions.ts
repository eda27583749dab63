import { builder } from "../../../builder.ts";
import { actorOf, readerOf } from "../../../context.ts";
import { readable } from "../../../scope.ts";
import { EventType, FeedSource, reviewEvents, streamStartArgs, subjectOf } from "../../event/index.ts";
import { reviewQueueOf } from "../review-queue.ts";

const ReviewUpdate = builder
  .objectRef<{ readonly eventId: string; readonly evidenceId: string }>("ReviewUpdate")
  .implement({
    description:
      "Something that happened to an evidence on its way through its reviews, and whether it waits for yours.",
    fields: (t) => ({
      event: t.prismaField({
        type: EventType,
        description: "What happened. Its `cursor` is what the stream can be resumed after.",
        resolve: (query, { eventId }, _args, context) =>
          readerOf(context).event.findUniqueOrThrow({ ...query, where: { id: eventId } }),
      }),
      evidence: t.prismaField({
        type: "Evidence",
        description: "The evidence, as it is now.",
        resolve: (query, { evidenceId }, _args, context) =>
          readerOf(context).evidence.findUniqueOrThrow({
            ...query,
            where: { id: evidenceId, AND: [readable(context, "evidence.read")] },
          }),
      }),
      waitsForYou: t.boolean({
        description: "Whether it is in your `reviewQueue` now.",
        resolve: async ({ evidenceId }, _args, context) => {
          const where = { AND: [{ id: evidenceId }, await reviewQueueOf(readerOf(context), actorOf(context))] };
          return (await readerOf(context).evidence.count({ where })) === 1;
        },
      }),
    }),
  });

builder.subscriptionFields((t) => ({
  evidenceToReview: t.field({
    type: ReviewUpdate,
    description:
      "What comes into your review queue and what leaves it, live. With `after`, first what you missed. For reviewers.",
    authScopes: { may: "evidence.review" },
    args: streamStartArgs,
    subscribe: (_root, { after }, context) =>
      FeedSource.open(context, after ?? null, { action: "evidence.review", types: reviewEvents }),
    resolve: async (eventId, _args, context) => ({
      eventId,
      evidenceId: await subjectOf(context, eventId, "evidenceId"),
    }),
  }),
}));
