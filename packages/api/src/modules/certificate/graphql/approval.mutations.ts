import {
  DeciderConflict,
  DecisionRefused,
  EnrolmentEnded,
  NothingLaterToRenewTo,
  NothingLeftToAward,
  ReinstatementBarred,
} from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { type ApiContext, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { approveAward } from "../commands/approve-award.ts";
import { declineAward } from "../commands/decline-award.ts";

const AwardDecisionInput = builder.inputType("AwardDecisionInput", {
  description: "A decision on an award that waits for an approver.",
  fields: (t) => ({
    enrolmentId: t.id({ required: true, description: "The enrolment whose award waits." }),
    reason: t.string({
      required: true,
      description: "Why, in words: it is recorded for good, and the learner reads it.",
      validate: z.string().trim().min(1).max(10_000),
    }),
  }),
});

builder.mutationFields((t) => ({
  approveAward: t.prismaField({
    type: "Decision",
    description:
      "Approves an award that waits: its certificate is awarded at once, valid from now (R5). By a program owner or administrator who is not the learner and reviewed nothing that it rests on; where the policy says so, nor trained or leads them.",
    errors: {
      types: [
        ...[EnrolmentEnded, DecisionRefused, DeciderConflict],
        ...[NothingLeftToAward, NothingLaterToRenewTo, ReinstatementBarred],
      ],
    },
    args: { input: t.arg({ type: AwardDecisionInput, required: true, description: "Which award, and why." }) },
    resolve: async (query, _root, { input }, context) =>
      decision(query, context, await runCommand(context, approveAward, awardFrom(input))),
  }),
  declineAward: t.prismaField({
    type: "Decision",
    description:
      "Declines an award that waits, and says what is missing (R5). The enrolment goes on with all that was accepted; once more is accepted, the award is put to an approver again. By whoever could approve it.",
    errors: { types: [EnrolmentEnded, DecisionRefused, DeciderConflict] },
    args: { input: t.arg({ type: AwardDecisionInput, required: true, description: "Which award, and why." }) },
    resolve: async (query, _root, { input }, context) =>
      decision(query, context, await runCommand(context, declineAward, awardFrom(input))),
  }),
}));

function awardFrom(input: { enrolmentId: string; reason: string }) {
  return { enrolmentId: rowId("Enrolment", input.enrolmentId, "enrolmentId"), reason: input.reason };
}

function decision(query: object, context: ApiContext, { decisionId }: { decisionId: string }) {
  return readerOf(context).decision.findUniqueOrThrow({ ...query, where: { id: decisionId } });
}
