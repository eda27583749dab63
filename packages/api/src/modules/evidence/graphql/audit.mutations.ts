import { AlreadyAudited, ReviewerConflict } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { auditEvidence } from "../commands/audit-evidence.ts";
import { AuditFindingEnum } from "./audit.type.ts";

const AuditEvidenceInput = builder.inputType("AuditEvidenceInput", {
  description: "What a second look found.",
  fields: (t) => ({
    sampleId: t.id({ required: true, description: "A sample from `auditQueue`." }),
    finding: t.field({ type: AuditFindingEnum, required: true, description: "What you found." }),
    reason: t.string({
      required: true,
      description: "Why you found so.",
      validate: z.string().trim().min(1).max(10_000),
    }),
  }),
});

builder.mutationFields((t) => ({
  auditEvidence: t.prismaField({
    type: "AuditSample",
    description:
      "Takes the second look at an accepted evidence, once, by a reviewer who had no part in it (R3). It undoes no award by itself: a decision can lean on it (R11).",
    errors: { types: [ReviewerConflict, AlreadyAudited] },
    args: { input: t.arg({ type: AuditEvidenceInput, required: true, description: "What you found." }) },
    resolve: async (query, _root, { input }, context) => {
      const { sampleId } = await runCommand(context, auditEvidence, {
        sampleId: rowId("AuditSample", input.sampleId, "sampleId"),
        finding: input.finding,
        reason: input.reason,
      });
      return readerOf(context).auditSample.findUniqueOrThrow({ ...query, where: { id: sampleId } });
    },
  }),
}));
