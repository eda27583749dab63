import { CreditsDecided, ReviewerConflict } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { decideCredits } from "../commands/decide-credits.ts";
import { recordCredits } from "../commands/record-credits.ts";
import { CreditVerdictEnum } from "./credit.type.ts";

const key = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, "must be 1 to 64 letters, digits, dots, hyphens and underscores");

const RecordCreditsInput = builder.inputType("RecordCreditsInput", {
  description: "CPD credits that were earned.",
  fields: (t) => ({
    personId: t.id({ description: "Who earned them; left out: yourself." }),
    programId: t.id({ description: "For which program's renewals they count; left out: for any." }),
    unit: t.string({ defaultValue: "CPD", description: "What is counted, such as PRACTICE_HOURS.", validate: key }),
    category: t.string({ description: "Of which category, as the renewal's rule names it.", validate: key }),
    credits: t.float({
      required: true,
      description: "How many, with at most two decimals, up to 100000.",
      validate: z.number().positive().max(100_000).multipleOf(0.01),
    }),
    earnedOn: t.field({ type: "Date", required: true, description: "The day on which they were earned." }),
    activity: t.string({
      required: true,
      description: "What was done for them.",
      validate: z.string().trim().min(1).max(2_000),
    }),
    links: t.stringList({
      defaultValue: [],
      description: "http or https URLs of what shows it, at most 20.",
      validate: z.array(z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).max(2_000)).max(20),
    }),
    fileIds: t.idList({
      defaultValue: [],
      description: "Ids from `uploadFile`, at most 20.",
      validate: z.array(z.string()).max(20),
    }),
  }),
});

const DecideCreditsInput = builder.inputType("DecideCreditsInput", {
  description: "A decision on credits.",
  fields: (t) => ({
    creditEntryId: t.id({ required: true, description: "The credits." }),
    verdict: t.field({ type: CreditVerdictEnum, required: true, description: "What you decided." }),
    comment: t.string({
      required: true,
      description: "Why, in words that help who earned them.",
      validate: z.string().trim().min(1).max(2_000),
    }),
  }),
});

builder.mutationFields((t) => ({
  recordCredits: t.prismaField({
    type: "CreditEntry",
    description:
      "Enters CPD credits: by who earned them, their manager or an administrator. They count once a reviewer has accepted them (R8).",
    errors: {},
    args: { input: t.arg({ type: RecordCreditsInput, required: true, description: "The credits." }) },
    resolve: async (query, _root, { input }, context) => {
      const { creditEntryId } = await runCommand(context, recordCredits, {
        personId: input.personId ? rowId("Person", input.personId, "personId") : null,
        programId: input.programId ? rowId("Program", input.programId, "programId") : null,
        unit: input.unit ?? "CPD",
        category: input.category ?? null,
        credits: input.credits,
        earnedOn: input.earnedOn,
        activity: input.activity,
        links: input.links ?? [],
        fileIds: [...new Set((input.fileIds ?? []).map((id, index) => rowId("EvidenceFile", id, `fileIds.${index}`)))],
      });
      return readerOf(context).creditEntry.findUniqueOrThrow({ ...query, where: { id: creditEntryId } });
    },
  }),
  decideCredits: t.prismaField({
    type: "CreditEntry",
    description:
      "Accepts or rejects credits, once. Where they complete a renewal, the certificate is awarded at once. For reviewers.",
    errors: { types: [ReviewerConflict, CreditsDecided] },
    args: { input: t.arg({ type: DecideCreditsInput, required: true, description: "The decision." }) },
    resolve: async (query, _root, { input }, context) => {
      const { creditEntryId } = await runCommand(context, decideCredits, {
        creditEntryId: rowId("CreditEntry", input.creditEntryId, "creditEntryId"),
        verdict: input.verdict,
        comment: input.comment,
      });
      return readerOf(context).creditEntry.findUniqueOrThrow({ ...query, where: { id: creditEntryId } });
    },
  }),
}));
