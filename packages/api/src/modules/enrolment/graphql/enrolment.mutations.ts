import { EnrolmentEnded } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { recordTrainer } from "../commands/record-trainer.ts";
import { withdrawEnrolment } from "../commands/withdraw-enrolment.ts";

const RecordTrainerInput = builder.inputType("RecordTrainerInput", {
  description: "Who trained the learner of which enrolment.",
  fields: (t) => ({
    enrolmentId: t.id({ required: true, description: "The enrolment." }),
    personId: t.id({ required: true, description: "The trainer: anyone but the learner." }),
  }),
});

builder.mutationFields((t) => ({
  recordTrainer: t.prismaField({
    type: "Enrolment",
    description:
      "Records who trained the learner for an enrolment: where the policy says so, they neither review (R3) nor decide (R11). Made twice, it is one record.",
    errors: {},
    args: { input: t.arg({ type: RecordTrainerInput, required: true, description: "Who trained whom." }) },
    resolve: async (query, _root, { input }, context) => {
      const { enrolmentId } = await runCommand(context, recordTrainer, {
        enrolmentId: rowId("Enrolment", input.enrolmentId, "enrolmentId"),
        personId: rowId("Person", input.personId, "personId"),
      });
      return readerOf(context).enrolment.findUniqueOrThrow({ ...query, where: { id: enrolmentId } });
    },
  }),
  withdrawEnrolment: t.prismaField({
    type: "Enrolment",
    description: "Gives an enrolment up; its history is kept.",
    errors: { types: [EnrolmentEnded] },
    args: { enrolmentId: t.arg.id({ required: true, description: "The enrolment." }) },
    resolve: async (query, _root, args, context) => {
      const { enrolmentId } = await runCommand(context, withdrawEnrolment, {
        enrolmentId: rowId("Enrolment", args.enrolmentId, "enrolmentId"),
      });
      return readerOf(context).enrolment.findUniqueOrThrow({ ...query, where: { id: enrolmentId } });
    },
  }),
}));
