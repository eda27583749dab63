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
    totalCount: (_root, args, context) => readerOf(context).enrolmentRequest.count({ where: toEnrol(context, args) }),
    resolve: (query, _root, args, context) =>
      readerOf(context).enrolmentRequest.findMany({ ...query, where: toEnrol(context, args), orderBy: inOrder(args) }),
  }),
  extensionRequests: t.prismaConnection({
    type: "ExtensionRequest",
    cursor: "id",
    description: "Requests for later due dates: a learner's own, and those of whom one may read.",
    args: { toDecide: t.arg.boolean(toDecide) },
    totalCount: (_root, args, context) => readerOf(context).extensionRequest.count({ where: toExtend(context, args) }),
    resolve: (query, _root, args, context) =>
      readerOf(context).extensionRequest.findMany({ ...query, where: toExtend(context, args), orderBy: inOrder(args) }),
  }),
}));

interface Asked {
  readonly toDecide?: boolean | null | undefined;
}

const toEnrol = requests("enrolment.decide");
const toExtend = requests("due-date.decide");

/** The requests that are asked for: what a list has and what it counts. */
function requests(action: "enrolment.decide" | "due-date.decide") {
  return (context: ApiContext, { toDecide }: Asked) => {
    if (!toDecide) return readable(context, "enrolment.read");
    const actor = actorOf(context);
    return { AND: [{ decidedAt: null }, concerning(actor, action), { NOT: { personId: actor.personId } }] };
  };
}

function inOrder({ toDecide }: Asked) {
  return { id: toDecide ? ("asc" as const) : ("desc" as const) };
}
