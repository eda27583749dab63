import { builder } from "../../../builder.ts";
import { type ApiContext, actorOf, readerOf } from "../../../context.ts";
import { concerning } from "../../../scope.ts";

builder.queryFields((t) => ({
  reviewQueue: t.prismaConnection({
    type: "Evidence",
    cursor: "id",
    description:
      "What waits for your review, longest wait first: neither your own nor put forward by you, and not yet reviewed by you. For reviewers.",
    authScopes: { may: "evidence.review" },
    totalCount: (_root, _args, context) => readerOf(context).evidence.count({ where: queueWhere(context) }),
    resolve: (query, _root, _args, context) =>
      readerOf(context).evidence.findMany({
        ...query,
        where: queueWhere(context),
        orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
      }),
  }),
}));

function queueWhere(context: ApiContext) {
  const actor = actorOf(context);
  const mine = {
    submittedAt: { not: null },
    OR: [
      { submittedById: actor.personId },
      { reviews: { some: { reviewerId: actor.personId, verdict: "ACCEPTED" as const } } },
    ],
  };
  return {
    AND: [
      { status: "SUBMITTED" as const },
      concerning(actor, "evidence.review"),
      { NOT: { personId: actor.personId } },
      { revisions: { none: mine } },
    ],
  };
}
