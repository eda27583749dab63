import { builder } from "../../../builder.ts";
import { type ApiContext, actorOf, readerOf } from "../../../context.ts";
import { reviewQueueOf } from "../review-queue.ts";

builder.queryFields((t) => ({
  reviewQueue: t.prismaConnection({
    type: "Evidence",
    cursor: "id",
    description:
      "What waits for your review, longest wait first: what you may review and have not reviewed yet. For reviewers.",
    authScopes: { may: "evidence.review" },
    totalCount: async (_root, _args, context) => readerOf(context).evidence.count({ where: await queueWhere(context) }),
    resolve: async (query, _root, _args, context) =>
      readerOf(context).evidence.findMany({
        ...query,
        where: await queueWhere(context),
        orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
      }),
  }),
}));

function queueWhere(context: ApiContext) {
  return reviewQueueOf(readerOf(context), actorOf(context));
}
