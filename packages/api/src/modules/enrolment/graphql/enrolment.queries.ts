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
  status?: "ACTIVE" | "COMPLETED" | "WITHDRAWN" | null | undefined;
}

function enrolmentsWhere({ programId, personId, status }: EnrolmentArgs, context: ApiContext) {
  return {
    AND: [
      readable(context, "enrolment.read"),
      programId ? { programId: rowId("Program", programId, "programId") } : {},
      personId ? { personId: rowId("Person", personId, "personId") } : {},
      status ? { status } : {},
    ],
  };
}
