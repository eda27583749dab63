import { DeciderConflict, DecisionRefused } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { type ApiContext, readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { decideAppeal } from "../commands/decide-appeal.ts";
import { fileAppeal } from "../commands/file-appeal.ts";
import { grantStay } from "../commands/grant-stay.ts";
import { reinstateCertification } from "../commands/reinstate-certification.ts";
import { revokeCertificate } from "../commands/revoke-certificate.ts";
import { revokeCertification } from "../commands/revoke-certification.ts";
import { suspendCertification } from "../commands/suspend-certification.ts";

const reason = {
  required: true,
  description: "Why, in words: it is recorded for good, and the person concerned reads it.",
  validate: z.string().trim().min(1).max(10_000),
} as const;
const barUntil = {
  type: "DateTime",
  description: "Before this instant no reinstatement may be completed; left out: no bar.",
} as const;

const CertificationDecisionInput = builder.inputType("CertificationDecisionInput", {
  description: "A decision on a person's certification in a program.",
  fields: (t) => ({
    personId: t.id({ required: true, description: "Whose certification." }),
    programId: t.id({ required: true, description: "In which program." }),
    reason: t.string(reason),
  }),
});

const RevokeCertificateInput = builder.inputType("RevokeCertificateInput", {
  description: "Which certificate is revoked, and why.",
  fields: (t) => ({
    certificateId: t.id({ required: true, description: "The certificate." }),
    reason: t.string(reason),
    barUntil: t.field(barUntil),
  }),
});

const RevokeCertificationInput = builder.inputType("RevokeCertificationInput", {
  description: "Whose certificates are revoked, and for what misconduct.",
  fields: (t) => ({
    personId: t.id({ required: true, description: "Whose certificates." }),
    programId: t.id({ required: true, description: "In which program." }),
    reason: t.string(reason),
    barUntil: t.field(barUntil),
  }),
});

const FileAppealInput = builder.inputType("FileAppealInput", {
  description: "What is appealed, and why.",
  fields: (t) => ({
    decisionId: t.id({ required: true, description: "The suspension or the revocation." }),
    reason: t.string({ ...reason, description: "Why it is wrong, in your words." }),
    asksForStay: t.boolean({
      defaultValue: false,
      description: "Whether you ask that its effect be held up until the appeal is decided.",
    }),
  }),
});

const GrantStayInput = builder.inputType("GrantStayInput", {
  description: "Which appeal's stay is granted, and why.",
  fields: (t) => ({
    appealId: t.id({ required: true, description: "The appeal." }),
    reason: t.string(reason),
  }),
});

const AppealOutcome = builder.enumType("AppealOutcome", {
  description: "How an appeal is decided.",
  values: {
    UPHELD: { description: "It is right: the effect of the decision appealed ends now." },
    DISMISSED: { description: "It is not right: the decision appealed stands." },
  },
});

const DecideAppealInput = builder.inputType("DecideAppealInput", {
  description: "How an appeal is decided, and why.",
  fields: (t) => ({
    appealId: t.id({ required: true, description: "The appeal." }),
    outcome: t.field({ type: AppealOutcome, required: true, description: "Whether it is right." }),
    reason: t.string(reason),
  }),
});

const errors = { types: [DeciderConflict, DecisionRefused] };

builder.mutationFields((t) => ({
  suspendCertification: t.prismaField({
    type: "Decision",
    description:
      "Suspends a person's certification in a program until it is reinstated (R6, R11): its dates run on, and a renewal counts but does not lift it. For program owners and administrators.",
    errors,
    args: { input: t.arg({ type: CertificationDecisionInput, required: true, description: "Whose, and why." }) },
    resolve: async (query, _root, { input }, context) =>
      decision(query, context, await runCommand(context, suspendCertification, certificationFrom(input))),
  }),
  reinstateCertification: t.prismaField({
    type: "Decision",
    description: "Lifts the suspension of a certification (R11). For program owners and administrators.",
    errors,
    args: { input: t.arg({ type: CertificationDecisionInput, required: true, description: "Whose, and why." }) },
    resolve: async (query, _root, { input }, context) =>
      decision(query, context, await runCommand(context, reinstateCertification, certificationFrom(input))),
  }),
  revokeCertificate: t.prismaField({
    type: "Decision",
    description:
      "Revokes one certificate, from now on: an older one that is still in force counts again (R6, R11). For program owners and administrators.",
    errors,
    args: { input: t.arg({ type: RevokeCertificateInput, required: true, description: "Which, and why." }) },
    resolve: async (query, _root, { input }, context) => {
      const made = await runCommand(context, revokeCertificate, {
        certificateId: rowId("Certificate", input.certificateId, "certificateId"),
        reason: input.reason,
        barUntil: input.barUntil ?? null,
      });
      return decision(query, context, made);
    },
  }),
  revokeCertification: t.prismaField({
    type: "Decision",
    description:
      "Revokes, for misconduct, all of a person's certificates in a program that have not lapsed (R6, R11). For program owners and administrators.",
    errors,
    args: { input: t.arg({ type: RevokeCertificationInput, required: true, description: "Whose, and why." }) },
    resolve: async (query, _root, { input }, context) => {
      const revocation = { ...certificationFrom(input), barUntil: input.barUntil ?? null };
      return decision(query, context, await runCommand(context, revokeCertification, revocation));
    },
  }),
  fileAppeal: t.prismaField({
    type: "Appeal",
    description: "Appeals a suspension or a revocation (R11), once. By the person concerned.",
    errors: { types: [DecisionRefused] },
    args: { input: t.arg({ type: FileAppealInput, required: true, description: "What, and why." }) },
    resolve: async (query, _root, { input }, context) => {
      const { appealId } = await runCommand(context, fileAppeal, {
        decisionId: rowId("Decision", input.decisionId, "decisionId"),
        reason: input.reason,
        asksForStay: input.asksForStay ?? false,
      });
      return readerOf(context).appeal.findUniqueOrThrow({ ...query, where: { id: appealId } });
    },
  }),
  grantStay: t.prismaField({
    type: "Decision",
    description:
      "Holds the effect of the decision appealed up until the appeal is decided, where it asks for that (R11). By a program owner or administrator who took no part in that decision.",
    errors,
    args: { input: t.arg({ type: GrantStayInput, required: true, description: "Which appeal, and why." }) },
    resolve: async (query, _root, { input }, context) => {
      const appealId = rowId("Appeal", input.appealId, "appealId");
      return decision(query, context, await runCommand(context, grantStay, { appealId, reason: input.reason }));
    },
  }),
  decideAppeal: t.prismaField({
    type: "Decision",
    description:
      "Decides an appeal, once (R11). By a program owner or administrator who took no part in the decision appealed.",
    errors,
    args: { input: t.arg({ type: DecideAppealInput, required: true, description: "How, and why." }) },
    resolve: async (query, _root, { input }, context) => {
      const { outcome } = input;
      const appealId = rowId("Appeal", input.appealId, "appealId");
      const made = await runCommand(context, decideAppeal, { appealId, outcome, reason: input.reason });
      return decision(query, context, made);
    },
  }),
}));

function certificationFrom(input: { personId: string; programId: string; reason: string }) {
  return {
    personId: rowId("Person", input.personId, "personId"),
    programId: rowId("Program", input.programId, "programId"),
    reason: input.reason,
  };
}

function decision(query: object, context: ApiContext, { decisionId }: { decisionId: string }) {
  return readerOf(context).decision.findUniqueOrThrow({ ...query, where: { id: decisionId } });
}
