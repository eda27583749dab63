import { builder } from "../../../builder.ts";
import { type ApiContext, actorOf, readerOf } from "../../../context.ts";
import { concerning, readable } from "../../../scope.ts";

const toDecide = {
  required: false as const,
  description: "Only those that wait for your decision, longest wait first; else all that you may read, newest first.",
};

builder.queryFields((t) => ({
  enrolmentRequests: t.prismaConnection({
    type: "EnrolmentRequest",
    cursor: "id",
    description: "Requests to be enrolled: a learner's own, and those of whom one may read.",
    args: { toDecide: t.arg.boolean(toDecide) },
    totalCount: (_root, args, context) =>
      readerOf(context).enrolmentRequest.count({ where: within(context, args.toDecide, "enrolment.decide") }),
    resolve: (query, _root, args, context) =>
      readerOf(context).enrolmentRequest.findMany({
        ...query,
        where: within(context, args.toDecide, "enrolment.decide"),
        orderBy: { id: args.toDecide ? "asc" : "desc" },
      }),
  }),
  extensionRequests: t.prismaConnection({
    type: "ExtensionRequest",
    cursor: "id",
    description: "Requests for later due dates: a learner's own, and those of whom one may read.",
    args: { toDecide: t.arg.boolean(toDecide) },
    totalCount: (_root, args, context) =>
      readerOf(context).extensionRequest.count({ where: within(context, args.toDecide, "due-date.decide") }),
    resolve: (query, _root, args, context) =>
      readerOf(context).extensionRequest.findMany({
        ...query,
        where: within(context, args.toDecide, "due-date.decide"),
        orderBy: { id: args.toDecide ? "asc" : "desc" },
      }),
  }),
}));

function within(
  context: ApiContext,
  waiting: boolean | null | undefined,
  action: "enrolment.decide" | "due-date.decide",
) {
  if (!waiting) return readable(context, "enrolment.read");
  const actor = actorOf(context);
  return { AND: [{ decidedAt: null }, concerning(actor, action), { NOT: { personId: actor.personId } }] };
}
