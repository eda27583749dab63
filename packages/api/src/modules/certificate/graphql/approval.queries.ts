import { builder } from "../../../builder.ts";
import { type ApiContext, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { readable } from "../../../scope.ts";
import { conflictingAwards } from "../approval-conflicts.ts";

interface AwaitingArgs {
  programId?: string | null | undefined;
}

builder.queryFields((t) => ({
  awardsAwaitingApproval: t.prismaConnection({
    type: "Enrolment",
    cursor: "id",
    description:
      "The enrolments whose award waits for your approval, longest wait first: none of your own, nor of those whose evidence you reviewed, or whom the policy keeps you apart from (R5). For program owners and administrators.",
    authScopes: { may: "award.approve" },
    args: { programId: t.arg.id({ description: "Only in this program." }) },
    totalCount: async (_root, args, context) =>
      readerOf(context).enrolment.count({ where: await awaitingWhere(args, context) }),
    resolve: async (query, _root, args, context) =>
      readerOf(context).enrolment.findMany({
        ...query,
        where: await awaitingWhere(args, context),
        orderBy: [{ approvalAwaitedAt: "asc" }, { id: "asc" }],
      }),
  }),
}));

async function awaitingWhere({ programId }: AwaitingArgs, context: ApiContext) {
  return {
    status: "ACTIVE" as const,
    approvalAwaitedAt: { not: null },
    id: { notIn: await conflictingAwards(context) },
    AND: [readable(context, "award.approve"), programId ? { programId: rowId("Program", programId, "programId") } : {}],
  };
}
