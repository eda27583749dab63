import { CredentialMappingExists, InvalidInput, IssuerAlreadyTrusted, NoLongerInForce } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { rowId } from "../../../schema/ids.ts";
import { createCredentialMapping, type MappingTarget } from "../commands/create-credential-mapping.ts";
import { retireCredentialMapping } from "../commands/retire-credential-mapping.ts";
import { endIssuerTrust, trustIssuer } from "../commands/trust-issuer.ts";
import { MappingSourceEnum } from "./mapping.type.ts";

const reason = z.string().trim().min(1).max(10_000);
const identifier = z
  .string()
  .max(2_048)
  .regex(/^[A-Za-z][A-Za-z0-9+.-]*:\S+$/, "must be a URL, URN or DID");

const TrustIssuerInput = builder.inputType("TrustIssuerInput", {
  description: "Whom the organisation trusts to issue credentials.",
  fields: (t) => ({
    issuer: t.string({
      required: true,
      description: "The URL or DID that its credentials name as their issuer.",
      validate: identifier,
    }),
    name: t.string({
      required: true,
      description: "What people call it.",
      validate: z.string().trim().min(1).max(500),
    }),
    reason: t.string({ required: true, description: "Why it is trusted, for the record.", validate: reason }),
  }),
});

const CreateCredentialMappingInput = builder.inputType("CreateCredentialMappingInput", {
  description:
    "For what credentials of an issuer count: a competency, with its level where the framework has any; or a program with a requirement.",
  fields: (t) => ({
    issuerId: t.id({ required: true, description: "The trusted issuer." }),
    source: t.field({ type: MappingSourceEnum, required: true, description: "By what of a credential it is known." }),
    sourceId: t.string({
      required: true,
      description: "The achievement's id, or the URL of the alignment.",
      validate: identifier,
    }),
    competencyId: t.id({
      description: "The competency that they carry: exactly one of competency and program is given.",
    }),
    levelKey: t.string({ description: "The level of its framework, by key; left out: none is named." }),
    programId: t.id({ description: "The program of the requirement: exactly one of competency and program is given." }),
    requirementKey: t.string({ description: "With a program, its requirement of the kind EXTERNAL_CREDENTIAL." }),
    awardedFrom: t.field({
      type: "Date",
      description: "The first day of awards for which it holds; left out: all before.",
    }),
    awardedUntil: t.field({
      type: "Date",
      description: "The last day of awards for which it holds; left out: all after.",
    }),
    reason: t.string({ required: true, description: "Why they count for it, for the record.", validate: reason }),
  }),
});

builder.mutationFields((t) => ({
  trustIssuer: t.prismaField({
    type: "TrustedIssuer",
    description:
      "Trusts an issuer of outside credentials (R12). What its credentials count for is said by mappings. By a program owner or administrator.",
    errors: { types: [IssuerAlreadyTrusted] },
    args: { input: t.arg({ type: TrustIssuerInput, required: true, description: "Whom, and why." }) },
    resolve: async (query, _root, { input }, context) => {
      const { issuerId } = await runCommand(context, trustIssuer, { ...input });
      return readerOf(context).trustedIssuer.findUniqueOrThrow({ ...query, where: { id: issuerId } });
    },
  }),
  endIssuerTrust: t.prismaField({
    type: "TrustedIssuer",
    description:
      "Ends the trust in an issuer (R12): its credentials count for no award to come. Certificates that were awarded stay.",
    errors: { types: [NoLongerInForce] },
    args: {
      issuerId: t.arg.id({ required: true, description: "The trusted issuer." }),
      reason: t.arg.string({ required: true, description: "Why, for the record.", validate: reason }),
    },
    resolve: async (query, _root, args, context) => {
      const { issuerId } = await runCommand(context, endIssuerTrust, {
        issuerId: rowId("TrustedIssuer", args.issuerId, "issuerId"),
        reason: args.reason,
      });
      return readerOf(context).trustedIssuer.findUniqueOrThrow({ ...query, where: { id: issuerId } });
    },
  }),
  createCredentialMapping: t.prismaField({
    type: "CredentialMapping",
    description:
      "Records for what credentials of a trusted issuer count (R12), also those that are there already. What that completes is awarded at once (R5). By a program owner or administrator.",
    errors: { types: [CredentialMappingExists, NoLongerInForce] },
    args: {
      input: t.arg({ type: CreateCredentialMappingInput, required: true, description: "From what to what, and why." }),
    },
    resolve: async (query, _root, { input }, context) => {
      const { mappingId } = await runCommand(context, createCredentialMapping, {
        issuerId: rowId("TrustedIssuer", input.issuerId, "issuerId"),
        source: input.source,
        sourceId: input.sourceId,
        target: targetOf(input),
        awardedFrom: input.awardedFrom ?? null,
        awardedUntil: input.awardedUntil ?? null,
        reason: input.reason,
      });
      return readerOf(context).credentialMapping.findUniqueOrThrow({ ...query, where: { id: mappingId } });
    },
  }),
  retireCredentialMapping: t.prismaField({
    type: "CredentialMapping",
    description:
      "Retires a mapping (R12): by it nothing counts for awards to come. Certificates that were awarded stay.",
    errors: { types: [NoLongerInForce] },
    args: {
      mappingId: t.arg.id({ required: true, description: "The mapping that is meant." }),
      reason: t.arg.string({ required: true, description: "Why, for the record.", validate: reason }),
    },
    resolve: async (query, _root, args, context) => {
      const { mappingId } = await runCommand(context, retireCredentialMapping, {
        mappingId: rowId("CredentialMapping", args.mappingId, "mappingId"),
        reason: args.reason,
      });
      return readerOf(context).credentialMapping.findUniqueOrThrow({ ...query, where: { id: mappingId } });
    },
  }),
}));

function targetOf(input: typeof CreateCredentialMappingInput.$inferInput): MappingTarget {
  const { competencyId, levelKey, programId, requirementKey } = input;
  if (competencyId && !programId && !requirementKey)
    return { competencyId: rowId("Competency", competencyId, "competencyId"), levelKey: levelKey ?? null };
  if (programId && requirementKey && !competencyId && !levelKey)
    return { programId: rowId("Program", programId, "programId"), requirementKey };
  throw new InvalidInput([
    {
      code: "COMPETENCY_OR_REQUIREMENT",
      path: "input.competencyId",
      message: "A mapping is to a competency or to a requirement of a program.",
      fix: "Give a competency, or a program and its requirement.",
    },
  ]);
}
