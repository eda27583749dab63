import { EnrolmentEnded, RecognitionNotOffered } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { recogniseEvidence } from "../index.ts";

builder.mutationFields((t) => ({
  recogniseEvidence: t.prismaField({
    type: "Enrolment",
    description:
      "Recognises what the learner has shown in other programs by now (R12). That is done by itself when they are enrolled and when an evidence is accepted; here it is asked for once more. When it meets the last requirement, the certificate is awarded at once (R5).",
    errors: { types: [EnrolmentEnded, RecognitionNotOffered] },
    args: { enrolmentId: t.arg.id({ required: true, description: "The enrolment in which it would count." }) },
    resolve: async (query, _root, args, context) => {
      const { enrolmentId } = await runCommand(context, recogniseEvidence, {
        enrolmentId: rowId("Enrolment", args.enrolmentId, "enrolmentId"),
      });
      return readerOf(context).enrolment.findUniqueOrThrow({ ...query, where: { id: enrolmentId } });
    },
  }),
}));
