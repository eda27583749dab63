import { builder } from "../../../builder.ts";
import { type ApiContext, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { readable } from "../../../scope.ts";
import { DecisionKindEnum } from "./decision.type.ts";

builder.queryFields((t) => ({
  decisions: t.prismaConnection({
    type: "Decision",
    cursor: "id",
    description: "The decisions that you may read, newest first: those that concern yourself, a manager's team's.",
    args: {
      programId: t.arg.id({ description: "Only in this program." }),
      personId: t.arg.id({ description: "Only those that concern this person." }),
      kind: t.arg({ type: DecisionKindEnum, description: "Only of this kind." }),
    },
    totalCount: (_root, args, context) => readerOf(context).decision.count({ where: decisionsWhere(args, context) }),
    resolve: (query, _root, args, context) =>
      readerOf(context).decision.findMany({ ...query, where: decisionsWhere(args, context), orderBy: { id: "desc" } }),
  }),
  appeals: t.prismaConnection({
    type: "Appeal",
    cursor: "id",
    description: "The appeals that you may read, newest first: your own; all of them, for whoever decides.",
    args: {
      open: t.arg.boolean({ description: "True: only those that wait to be decided; false: only the others." }),
    },
    totalCount: (_root, args, context) => readerOf(context).appeal.count({ where: appealsWhere(args, context) }),
    resolve: (query, _root, args, context) =>
      readerOf(context).appeal.findMany({ ...query, where: appealsWhere(args, context), orderBy: { id: "desc" } }),
  }),
}));

interface DecisionArgs {
  programId?: string | null | undefined;
  personId?: string | null | undefined;
  kind?: string | null | undefined;
}

function decisionsWhere({ programId, personId, kind }: DecisionArgs, context: ApiContext) {
  return {
    AND: [
      readable(context, "decision.read"),
      programId ? { programId: rowId("Program", programId, "programId") } : {},
      personId ? { personId: rowId("Person", personId, "personId") } : {},
      kind ? { kind } : {},
    ],
  };
}

function appealsWhere({ open }: { open?: boolean | null | undefined }, context: ApiContext) {
  const decided = { some: { kind: { in: ["APPEAL_UPHELD", "APPEAL_DISMISSED", "REINSTATED"] } } };
  return {
    AND: [
      { decision: readable(context, "decision.read") },
      open === true ? { NOT: { decision: { regardedBy: decided } } } : {},
      open === false ? { decision: { regardedBy: decided } } : {},
    ],
  };
}
