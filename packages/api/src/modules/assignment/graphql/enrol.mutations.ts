import {
  AlreadyEnrolled,
  EnrolmentNeedsApproval,
  NothingLeftToAward,
  ReinstatementBarred,
  SelfEnrolmentClosed,
} from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { enrol } from "../commands/enrol.ts";

const EnrolInput = builder.inputType("EnrolInput", {
  description: "Who is enrolled on what.",
  fields: (t) => ({
    programId: t.id({ required: true, description: "The program; its published version is taken." }),
    personId: t.id({ description: "The learner; left out: yourself." }),
  }),
});

builder.mutationFields((t) => ({
  enrol: t.prismaField({
    type: "Enrolment",
    description:
      "Enrols a person on the program's published version: oneself where its policy lets, or by a manager, program owner or administrator. Who has held a certificate of it renews, at any time, or is reinstated (R9). After a withdrawal the new enrolment resumes the earlier one, and what was shown there counts.",
    errors: {
      types: [AlreadyEnrolled, ReinstatementBarred, EnrolmentNeedsApproval, SelfEnrolmentClosed, NothingLeftToAward],
    },
    args: { input: t.arg({ type: EnrolInput, required: true, description: "Who, and on what." }) },
    resolve: async (query, _root, { input }, context) => {
      const personId = input.personId ? rowId("Person", input.personId, "personId") : null;
      const { enrolmentId } = await runCommand(context, enrol, {
        programId: rowId("Program", input.programId, "programId"),
        personId,
      });
      return readerOf(context).enrolment.findUniqueOrThrow({ ...query, where: { id: enrolmentId } });
    },
  }),
}));
