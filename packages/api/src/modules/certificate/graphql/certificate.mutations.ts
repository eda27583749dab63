import {
  EnrolmentEnded,
  ExtensionRefused,
  NothingLaterToRenewTo,
  ReinstatementBarred,
  RenewalIncomplete,
  RenewalNotOpen,
} from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { claimRenewal } from "../commands/claim-renewal.ts";
import { extendCertificate } from "../commands/extend-certificate.ts";

const ExtendCertificateInput = builder.inputType("ExtendCertificateInput", {
  description: "Which certificate holds until when, and why.",
  fields: (t) => ({
    certificateId: t.id({ required: true, description: "The certificate." }),
    lastDay: t.field({
      type: "Date",
      required: true,
      description: "The last day on which it holds, counted whole in the organisation's zone.",
    }),
    reason: t.string({
      required: true,
      description: "Why, for the record.",
      validate: z.string().trim().min(10).max(2_000),
    }),
  }),
});

const ClaimRenewalInput = builder.inputType("ClaimRenewalInput", {
  description: "Which renewal is claimed.",
  fields: (t) => ({
    enrolmentId: t.id({ required: true, description: "The enrolment, of the purpose RENEWAL." }),
    early: t.boolean({
      defaultValue: false,
      description: "Set to true, having seen both dates: it is taken before it opens.",
    }),
  }),
});

builder.mutationFields((t) => ({
  extendCertificate: t.prismaField({
    type: "Certificate",
    description:
      "Gives a certificate a later expiry, from now on: its baseline and the opening of its renewal stay (R7). For program owners and administrators.",
    errors: { types: [ExtensionRefused] },
    args: { input: t.arg({ type: ExtendCertificateInput, required: true, description: "The extension." }) },
    resolve: async (query, _root, { input }, context) => {
      const { certificateId } = await runCommand(context, extendCertificate, {
        certificateId: rowId("Certificate", input.certificateId, "certificateId"),
        lastDay: input.lastDay,
        reason: input.reason,
      });
      return readerOf(context).certificate.findUniqueOrThrow({ ...query, where: { id: certificateId } });
    },
  }),
  claimRenewal: t.prismaField({
    type: "Enrolment",
    description:
      "Awards your renewal that was complete before it opened: later, or early where the policy lets you. One that is completed once it is open is awarded by its last review (R9). Where the policy asks for an approver, it waits for one from now on, and counts from now (R5): the enrolment has its certificate, or says since when it waits.",
    errors: { types: [EnrolmentEnded, RenewalIncomplete, RenewalNotOpen, ReinstatementBarred, NothingLaterToRenewTo] },
    args: { input: t.arg({ type: ClaimRenewalInput, required: true, description: "The renewal." }) },
    resolve: async (query, _root, { input }, context) => {
      const { enrolmentId } = await runCommand(context, claimRenewal, {
        enrolmentId: rowId("Enrolment", input.enrolmentId, "enrolmentId"),
        early: input.early ?? false,
      });
      return readerOf(context).enrolment.findUniqueOrThrow({ ...query, where: { id: enrolmentId } });
    },
  }),
}));
