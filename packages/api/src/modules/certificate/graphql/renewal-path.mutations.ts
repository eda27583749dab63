import { EnrolmentEnded, NothingLeftToAward, RenewalPathNotOffered } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { chooseRenewalPath } from "../commands/choose-renewal-path.ts";

const ChooseRenewalPathInput = builder.inputType("ChooseRenewalPathInput", {
  description: "By which way to renew.",
  fields: (t) => ({
    enrolmentId: t.id({ required: true, description: "The renewal's enrolment." }),
    pathKey: t.string({
      required: true,
      description: "The key of one of the ways that are offered.",
      validate: z.string().max(64),
    }),
  }),
});

builder.mutationFields((t) => ({
  chooseRenewalPath: t.prismaField({
    type: "Enrolment",
    description:
      "Chooses by which of the offered ways to renew (R8). Where that way is complete already, the renewal is awarded at once. For the holder.",
    errors: { types: [EnrolmentEnded, RenewalPathNotOffered, NothingLeftToAward] },
    args: { input: t.arg({ type: ChooseRenewalPathInput, required: true, description: "The choice." }) },
    resolve: async (query, _root, { input }, context) => {
      const { enrolmentId } = await runCommand(context, chooseRenewalPath, {
        enrolmentId: rowId("Enrolment", input.enrolmentId, "enrolmentId"),
        pathKey: input.pathKey,
      });
      return readerOf(context).enrolment.findUniqueOrThrow({ ...query, where: { id: enrolmentId } });
    },
  }),
}));
