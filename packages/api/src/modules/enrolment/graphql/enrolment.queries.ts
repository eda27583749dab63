import { builder } from "../../../builder.ts";
import { type ApiContext, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { readable } from "../../../scope.ts";
import { EnrolmentStatusEnum } from "./enrolment.type.ts";

builder.queryFields((t) => ({
  enrolments: t.prismaConnection({
    type: "Enrolment",
    cursor: "id",
    description: "The enrolments that you may read, newest first: a learner's own, a manager's team's.",
    args: {
      programId: t.arg.id({ description: "Only on this program." }),
      personId: t.arg.id({ description: "Only of this person." }),
      status: t.arg({ type: EnrolmentStatusEnum, description: "Only those in this status." }),
      overdue: t.arg.boolean({ description: "Only those that are overdue; false: only those that are not." }),
      dueBefore: t.arg({ type: "DateTime", description: "Only those due before this instant." }),
    },
    totalCount: (_root, args, context) => readerOf(context).enrolment.count({ where: enrolmentsWhere(args, context) }),
    resolve: (query, _root, args, context) =>
      readerOf(context).enrolment.findMany({
        ...query,
        where: enrolmentsWhere(args, context),
        orderBy: { id: "desc" },
      }),
  }),
}));

interface EnrolmentArgs {
  programId?: string | null | undefined;
  personId?: string | null | undefined;
  status?: "ACTIVE" | "COMPLETED" | "WITHDRAWN" | "MOVED" | null | undefined;
  overdue?: boolean | null | undefined;
  dueBefore?: Date | null | undefined;
}

function enrolmentsWhere(args: EnrolmentArgs, context: ApiContext) {
  const { programId, personId, status, overdue, dueBefore } = args;
  const late = { status: "ACTIVE" as const, dueAt: { lte: context.services.now() } };
  return {
    AND: [
      readable(context, "enrolment.read"),
      programId ? { programId: rowId("Program", programId, "programId") } : {},
      personId ? { personId: rowId("Person", personId, "personId") } : {},
      status ? { status } : {},
      // SQL's null is neither before nor after: what has no due date is not overdue.
      typeof overdue !== "boolean" ? {} : overdue ? late : { OR: [{ dueAt: null }, { NOT: late }] },
      dueBefore ? { dueAt: { lt: dueBefore } } : {},
    ],
  };
}
