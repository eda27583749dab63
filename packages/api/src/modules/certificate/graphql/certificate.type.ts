import type { CertificateOrigin } from "@kunna/database";
import { type DatesInForce, datesAt, standingAt } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import type { ApiContext } from "../../../context.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { CertificationType, certificationLoader, StandingEnum } from "../../certification/index.ts";
import { Decision } from "../../decision/index.ts";
import { addresses } from "../addresses.ts";

const CertificateOriginEnum = builder.enumType("CertificateOrigin", {
  description: "Where a certificate was awarded.",
  values: {
    AWARDED: { description: "Here, for what was shown here." },
    IMPORTED: { description: "Elsewhere, before: it was recorded here, with its true dates." },
  } satisfies Record<CertificateOrigin, { description: string }>,
});

export const Certificate = builder.prismaNode("Certificate", {
  description:
    "The award for one validity period: immutable, numbered, signed as an Open Badges 3.0 credential that anyone can check; or one that was imported, which was neither earned nor signed here.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    number: t.exposeString("number", {
      description: "Unique and unguessable: who has it can see the certificate's public page.",
    }),
    title: t.exposeString("title", { description: "What it certifies, as it was called at the award." }),
    recipientName: t.exposeString("recipientName", { description: "To whom, as they were called at the award." }),
    moduleKey: t.exposeString("moduleKey", {
      nullable: true,
      description:
        "Of a micro-credential, the key of the module that it is of; null: it is the program's own certificate.",
    }),
    origin: t.expose("origin", { type: CertificateOriginEnum, description: "Whether it was awarded here." }),
    source: t.exposeString("source", {
      nullable: true,
      description: "Of an imported one: by whom, where or in which system it was awarded.",
    }),
    externalNumber: t.exposeString("externalNumber", {
      nullable: true,
      description: "Of an imported one: the number that it has there.",
    }),
    awardedAt: t.expose("awardedAt", {
      type: "DateTime",
      description: "When it was awarded: with the last requirement met, or by its approver (R5).",
    }),
    validFrom: t.expose("validFrom", { type: "DateTime", description: "From when it holds." }),
    expiresAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "It holds before this instant, extensions counted; null: it does not expire (R7).",
      select: { id: true, personId: true, programId: true },
      resolve: async (certificate, _args, context) => (await datesNow(certificate, context)).expiresAt,
    }),
    baseline: t.expose("expiresAt", {
      type: "DateTime",
      nullable: true,
      description: "The expiry as awarded, which no extension moves: renewals count from it (R7, R9).",
    }),
    opensAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "When its renewal opens, by its policy or by a new version (R7, R10); null: not by itself.",
      select: { id: true, personId: true, programId: true },
      resolve: async (certificate, _args, context) => (await datesNow(certificate, context)).opensAt,
    }),
    graceEndsAt: t.field({
      type: "DateTime",
      nullable: true,
      description: "From when a renewal no longer counts as one, extensions counted.",
      select: { id: true, personId: true, programId: true },
      resolve: async (certificate, _args, context) => (await datesNow(certificate, context)).graceEndsAt,
    }),
    cycle: t.int({
      nullable: true,
      description: "Its place in the sequence of the certification: 1 is the first. Null: it is a micro-credential.",
      select: { id: true, personId: true, programId: true },
      resolve: async ({ id, ...key }, _args, context) =>
        (await certificationLoader(context).load(key)).certificates.find((one) => one.id === id)?.cycle ?? null,
    }),
    previous: t.relation("previous", { nullable: true, description: "What it renews or reinstates." }),
    extensions: t.relation("extensions", {
      description: "What moved its expiry, in the order in which it was granted (R7).",
      query: { orderBy: { grantedAt: "asc" } },
    }),
    certification: t.field({
      type: CertificationType,
      description: "Its holder's standing in the program through time.",
      select: { personId: true, programId: true },
      resolve: ({ personId, programId }) => ({ personId, programId }),
    }),
    standing: t.field({
      type: StandingEnum,
      description:
        "Where its holder stands by this certificate alone, now or at another instant, past or future (R6). What its successors make of it, the certification says.",
      args: { at: t.arg({ type: "DateTime", description: "The instant; left out: now." }) },
      select: { id: true, personId: true, programId: true },
      resolve: async ({ id, personId, programId }, { at }, context) => {
        const facts = await certificationLoader(context).load({ personId, programId });
        return standingAt(at ?? context.services.now(), {
          ...facts,
          certificates: [...facts.certificates, ...facts.microCredentials].filter((one) => one.id === id),
        });
      },
    }),
    url: t.string({
      description:
        "Its public address: a page for a person, and the signed credential for a program that asks for `application/vc`.",
      select: { number: true },
      resolve: ({ number }, _args, { services }) => addresses.certificate(services.publicUrl, number),
    }),
    credential: t.field({
      type: "JSON",
      nullable: true,
      description: "The signed Open Badges 3.0 credential; null when it was imported, and so not signed here.",
      complexity: 5,
      select: { credential: true },
      resolve: ({ credential }) => (credential === null ? null : JSON.parse(credential)),
    }),
    person: t.relation("person", { description: "Its holder." }),
    program: t.relation("program", { description: "The program that it certifies in." }),
    version: t.relation("version", { description: "By which version of it." }),
    enrolment: t.relation("enrolment", {
      nullable: true,
      description: "Null when it was imported. What led to it: the path, the evidence and its reviews.",
    }),
  }),
});
builder.prismaObjectFields(Decision, (t) => ({
  certificates: t.field({
    type: [Certificate],
    description: "About which certificates: those that a revocation takes away, or that an award led to.",
    select: (_args, _context, nestedSelection) => ({
      certificates: { select: { certificate: nestedSelection() }, orderBy: { certificateId: "asc" } },
    }),
    resolve: ({ certificates }) => certificates.map(({ certificate }) => certificate),
  }),
}));

/** R7, R10: the dates that hold now. */
async function datesNow(
  { id, personId, programId }: { id: string; personId: string; programId: string },
  context: ApiContext,
): Promise<DatesInForce> {
  const { certificates, microCredentials } = await certificationLoader(context).load({ personId, programId });
  const certificate = [...certificates, ...microCredentials].find((one) => one.id === id);
  if (!certificate) throw new Error(`The certificate ${id} is not among its certification's.`);
  return datesAt(context.services.now(), certificate);
}

builder.prismaObject("CertificateExtension", {
  description: "Moves a certificate's expiry from the instant at which it is granted; its baseline stays (R7).",
  fields: (t) => ({
    grantedAt: t.expose("grantedAt", { type: "DateTime", description: "From when it holds." }),
    expiresAt: t.expose("expiresAt", { type: "DateTime", description: "The expiry from then on." }),
    graceEndsAt: t.expose("graceEndsAt", { type: "DateTime", description: "The end of the grace from then on." }),
    reason: t.exposeString("reason", { description: "Why it was granted." }),
    grantedBy: t.relation("grantedBy", { description: "Who granted it." }),
  }),
});
nodeScope("Certificate", (context) => readable(context, "certificate.read"));

builder.prismaObjectFields("Enrolment", (t) => ({
  certificate: t.field({
    type: Certificate,
    nullable: true,
    description: "What it led to.",
    select: (_args, _context, nestedSelection) => ({
      certificates: nestedSelection({ where: { moduleKey: null }, take: 1 }),
    }),
    resolve: ({ certificates }) => certificates[0],
  }),
  microCredentials: t.relation("certificates", {
    description: "The certificates that modules of it awarded on the way, oldest first.",
    query: { where: { moduleKey: { not: null } }, orderBy: { id: "asc" } },
  }),
}));
