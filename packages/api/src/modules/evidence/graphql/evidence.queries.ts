import { builder } from "../../../builder.ts";
import { type ApiContext, actorOf, readerOf } from "../../../context.ts";
import { concerning } from "../../../scope.ts";
import { conflictingEvidence } from "../review-conflicts.ts";

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

async function queueWhere(context: ApiContext) {
  const actor = actorOf(context);
  const mine = {
    submittedAt: { not: null },
    OR: [{ submittedById: actor.personId }, { decidedAt: null, reviews: { some: { reviewerId: actor.personId } } }],
  };
  return {
    AND: [
      { status: "SUBMITTED" as const },
      concerning(actor, "evidence.review"),
      { NOT: { personId: actor.personId } },
      { id: { notIn: await conflictingEvidence(context) } },
      { revisions: { none: mine } },
    ],
  };
}
