import type { CertificateOrigin } from "@kunna/database";
import { standingAt } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { certificationLoader, StandingEnum } from "../../certification/index.ts";
import { Decision } from "../../decision/index.ts";
import { addresses } from "../addresses.ts";

const CertificateOriginEnum = builder.enumType("CertificateOrigin", {
  description: "Where a certificate was awarded.",
  values: {
    AWARDED: { description: "Here, for what was shown here." },
    IMPORTED: { description: "Elsewhere, before: it was recorded here, with its true dates." },
  } satisfies Record<CertificateOrigin, { description: string }>,
});

const Certificate = builder.prismaNode("Certificate", {
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
    awardedAt: t.expose("awardedAt", { type: "DateTime", description: "When the last requirement was met." }),
    validFrom: t.expose("validFrom", { type: "DateTime", description: "From when it holds." }),
    expiresAt: t.expose("expiresAt", {
      type: "DateTime",
      nullable: true,
      description: "It holds before this instant; null: it does not expire (R7).",
    }),
    opensAt: t.expose("opensAt", { type: "DateTime", nullable: true, description: "When its renewal opens." }),
    graceEndsAt: t.expose("graceEndsAt", {
      type: "DateTime",
      nullable: true,
      description: "From when a renewal no longer counts as one.",
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
