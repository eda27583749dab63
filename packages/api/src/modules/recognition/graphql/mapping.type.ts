import { builder } from "../../../builder.ts";
import { readerOf } from "../../../context.ts";
import { nodeScope } from "../../../schema/nodes.ts";

const day = (date: Date | null) => date?.toISOString().slice(0, 10) ?? null;

export const MappingSourceEnum = builder.enumType("MappingSource", {
  description: "By what of a credential a mapping knows it (R12).",
  values: {
    ACHIEVEMENT: { description: "By the id of the achievement." },
    ALIGNMENT: { description: "By the URL of something that the achievement is aligned to." },
  },
});

builder.prismaNode("TrustedIssuer", {
  description: "An issuer of outside credentials that the organisation trusts (R12). Ended, never deleted.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    issuer: t.exposeString("issuer", { description: "The URL or DID that its credentials name." }),
    name: t.exposeString("name", { description: "What people call it." }),
    reason: t.exposeString("reason", { description: "Why it is trusted." }),
    trustedAt: t.expose("trustedAt", { type: "DateTime", description: "Since when." }),
    trustedBy: t.relation("trustedBy", { description: "Who decided so." }),
    endedAt: t.expose("endedAt", { type: "DateTime", nullable: true, description: "Null while it is trusted." }),
    endedBy: t.relation("endedBy", { nullable: true, description: "Who ended it." }),
    endReason: t.exposeString("endReason", { nullable: true, description: "Why it was ended." }),
    mappings: t.relatedConnection("mappings", {
      cursor: "id",
      description: "For what its credentials count, or counted, newest first.",
      query: { orderBy: { id: "desc" } },
      totalCount: true,
    }),
  }),
});
nodeScope("TrustedIssuer", () => ({}));

builder.prismaNode("CredentialMapping", {
  description:
    "For what credentials of a trusted issuer count: a competency at a level, or one requirement of a program (R12). Retired, never deleted.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    issuer: t.relation("issuer", { description: "Whose credentials." }),
    source: t.expose("source", { type: MappingSourceEnum, description: "By what of a credential it is known." }),
    sourceId: t.exposeString("sourceId", { description: "The achievement's id, or the URL of the alignment." }),
    competency: t.relation("competency", {
      nullable: true,
      description: "The competency that they carry; null when it is to a requirement.",
    }),
    level: t.relation("level", { nullable: true, description: "At which level; null where none is named." }),
    program: t.relation("program", {
      nullable: true,
      description: "Of which program a requirement is met; null when it is to a competency.",
    }),
    requirementKey: t.exposeString("requirementKey", {
      nullable: true,
      description: "Its requirement, of the kind EXTERNAL_CREDENTIAL.",
    }),
    awardedFrom: t.field({
      type: "Date",
      nullable: true,
      description: "The first day of awards for which it holds; null: all before.",
      select: { awardedFrom: true },
      resolve: ({ awardedFrom }) => day(awardedFrom),
    }),
    awardedUntil: t.field({
      type: "Date",
      nullable: true,
      description: "The last day of awards for which it holds; null: all after.",
      select: { awardedUntil: true },
      resolve: ({ awardedUntil }) => day(awardedUntil),
    }),
    reason: t.exposeString("reason", { description: "Why they count for it." }),
    createdAt: t.expose("createdAt", { type: "DateTime", description: "Since when it holds." }),
    createdBy: t.relation("createdBy", { description: "Who created it." }),
    retiredAt: t.expose("retiredAt", { type: "DateTime", nullable: true, description: "Null while it holds." }),
    retiredBy: t.relation("retiredBy", { nullable: true, description: "Who retired it." }),
    retireReason: t.exposeString("retireReason", { nullable: true, description: "Why it was retired." }),
  }),
});
nodeScope("CredentialMapping", () => ({}));

builder.queryFields((t) => ({
  trustedIssuers: t.prismaConnection({
    type: "TrustedIssuer",
    cursor: "id",
    description: "The issuers of outside credentials that are, or were, trusted, newest first (R12).",
    authScopes: { may: "mapping.read" },
    totalCount: (_root, _args, context) => readerOf(context).trustedIssuer.count(),
    resolve: (query, _root, _args, context) =>
      readerOf(context).trustedIssuer.findMany({ ...query, orderBy: { id: "desc" } }),
  }),
  credentialMappings: t.prismaConnection({
    type: "CredentialMapping",
    cursor: "id",
    description: "For what outside credentials count, or counted, newest first (R12).",
    authScopes: { may: "mapping.read" },
    totalCount: (_root, _args, context) => readerOf(context).credentialMapping.count(),
    resolve: (query, _root, _args, context) =>
      readerOf(context).credentialMapping.findMany({ ...query, orderBy: { id: "desc" } }),
  }),
}));
