import type { CreditStatus } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { type ApiContext, actorOf, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { concerning, readable } from "../../../scope.ts";
import { CreditStatusEnum } from "./credit.type.ts";

/** Sums of a unit and category, in hundredths. */
interface Balance {
  readonly unit: string;
  readonly category: string | null;
  accepted: number;
  spent: number;
  pending: number;
}

const CreditBalance = builder.objectRef<Balance>("CreditBalance").implement({
  description: "A person's credits of one unit and category, over all time.",
  fields: (t) => ({
    unit: t.exposeString("unit", { description: "What is counted." }),
    category: t.exposeString("category", { nullable: true, description: "Of which category." }),
    accepted: t.float({ description: "How many were accepted.", resolve: ({ accepted }) => accepted / 100 }),
    spent: t.float({ description: "How many of them renewals have spent.", resolve: ({ spent }) => spent / 100 }),
    unspent: t.float({
      description: "How many of them are not spent. Which of these count is told by the renewal that asks for them.",
      resolve: ({ accepted, spent }) => (accepted - spent) / 100,
    }),
    pending: t.float({
      description: "How many wait for a reviewer's decision.",
      resolve: ({ pending }) => pending / 100,
    }),
  }),
});

builder.queryFields((t) => ({
  creditEntries: t.prismaConnection({
    type: "CreditEntry",
    cursor: "id",
    description: "The CPD credits that you may read, newest entry first.",
    args: {
      personId: t.arg.id({ description: "Only of this person." }),
      programId: t.arg.id({ description: "Only those that count for this program, or for any." }),
      unit: t.arg.string({ description: "Only of this unit." }),
      status: t.arg({ type: CreditStatusEnum, description: "Only those that stand there." }),
    },
    totalCount: (_root, args, context) => readerOf(context).creditEntry.count({ where: entriesWhere(args, context) }),
    resolve: (query, _root, args, context) =>
      readerOf(context).creditEntry.findMany({
        ...query,
        where: entriesWhere(args, context),
        orderBy: { id: "desc" },
      }),
  }),
  creditQueue: t.prismaConnection({
    type: "CreditEntry",
    cursor: "id",
    description:
      "The credits that wait for your decision, longest wait first: neither your own nor entered by you. For reviewers.",
    authScopes: { may: "credit.decide" },
    totalCount: (_root, _args, context) => readerOf(context).creditEntry.count({ where: queueWhere(context) }),
    resolve: (query, _root, _args, context) =>
      readerOf(context).creditEntry.findMany({ ...query, where: queueWhere(context), orderBy: { id: "asc" } }),
  }),
  creditBalances: t.field({
    type: [CreditBalance],
    description: "A person's credits by unit and category; of a person that you may not read, none.",
    args: { personId: t.arg.id({ description: "The person; left out: yourself." }) },
    resolve: async (_root, args, context) => {
      const personId = args.personId ? rowId("Person", args.personId, "personId") : actorOf(context).personId;
      const entries = await readerOf(context).creditEntry.findMany({
        where: { AND: [readable(context, "credit.read"), { personId }] },
        select: {
          unit: true,
          category: true,
          hundredths: true,
          decision: { select: { verdict: true } },
          spends: { select: { hundredths: true } },
        },
      });
      const balances = new Map<string, Balance>();
      for (const { unit, category, hundredths, decision, spends } of entries) {
        const key = JSON.stringify([unit, category]);
        const balance = balances.get(key) ?? { unit, category, accepted: 0, spent: 0, pending: 0 };
        balances.set(key, balance);
        if (decision?.verdict === "ACCEPTED") balance.accepted += hundredths;
        if (!decision) balance.pending += hundredths;
        for (const spend of spends) balance.spent += spend.hundredths;
      }
      return [...balances].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, balance]) => balance);
    },
  }),
}));

interface EntryArgs {
  personId?: string | null | undefined;
  programId?: string | null | undefined;
  unit?: string | null | undefined;
  status?: CreditStatus | null | undefined;
}

function entriesWhere({ personId, programId, unit, status }: EntryArgs, context: ApiContext) {
  return {
    AND: [
      readable(context, "credit.read"),
      personId ? { personId: rowId("Person", personId, "personId") } : {},
      programId ? { OR: [{ programId: rowId("Program", programId, "programId") }, { programId: null }] } : {},
      unit ? { unit } : {},
      status === "PENDING" ? { decision: null } : status ? { decision: { verdict: status } } : {},
    ],
  };
}

function queueWhere(context: ApiContext) {
  const actor = actorOf(context);
  return {
    AND: [
      concerning(actor, "credit.decide"),
      { decision: null, NOT: { OR: [{ personId: actor.personId }, { enteredById: actor.personId }] } },
    ],
  };
}
