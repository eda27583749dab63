import type { credentialStates } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";
import { credentialOf, credentialSelect } from "../credential-facts.ts";
import { credentialStateLoader } from "../credential-state-loader.ts";

const CredentialStateEnum = builder.enumType("CredentialState", {
  description: "Whether an outside credential counts now, or the first reason why it does not (R12).",
  values: {
    NOT_VERIFIED: { description: "Its latest check found a problem. Mend what it names, and check it again." },
    NOT_OF_THE_PERSON: {
      description:
        "It does not name the person by their email address. Ask its issuer for one that does, in the clear or as a salted hash.",
    },
    NOT_IN_FORCE: { description: "It has not begun or has expired. Bring one that is in force." },
    ISSUER_NOT_TRUSTED: { description: "The organisation does not trust its issuer. Ask a program owner to." },
    NOT_MAPPED: { description: "Nobody has said what it counts for. Ask a program owner for a mapping." },
    COUNTS: { description: "It counts for what its mappings say, where policies and freshness allow." },
  } satisfies Record<(typeof credentialStates)[number], { description: string }>,
});

const CredentialProblem = builder.simpleObject("CredentialProblem", {
  description: "One thing that a check found wrong with an outside credential.",
  fields: (t) => ({
    code: t.string({ description: "Stable, such as PROOF_INVALID, EXPIRED or STATUS_REVOKED." }),
    message: t.string({ description: "The same for a person, in English." }),
  }),
});

const storedProblems = z.array(z.object({ code: z.string(), message: z.string() }));

builder.prismaObject("CredentialCheck", {
  description:
    "What a verification of an outside credential found: its form, its proof, its issuer's key, its dates, its status, and whom it names. Never changed.",
  fields: (t) => ({
    checkedAt: t.expose("checkedAt", { type: "DateTime", description: "When it was checked." }),
    checkedBy: t.relation("checkedBy", { description: "By whose doing." }),
    verified: t.exposeBoolean("verified", { description: "Whether no problem was found." }),
    ofPerson: t.exposeBoolean("ofPerson", { description: "Whether it names the person by their email address." }),
    problems: t.field({
      type: [CredentialProblem],
      description: "All that was found wrong.",
      select: { problems: true },
      resolve: ({ problems }) => storedProblems.parse(problems),
    }),
  }),
});

builder.prismaNode("OutsideCredential", {
  description:
    "A credential that a person brought from elsewhere, as it came (R12). What it says is true only as far as its latest check found so.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    person: t.relation("person", { description: "Whose it is said to be." }),
    issuer: t.exposeString("issuer", { description: "The URL or DID of who issued it." }),
    issuerName: t.exposeString("issuerName", { nullable: true, description: "What it calls its issuer." }),
    achievementId: t.exposeString("achievementId", { description: "The URL or URN of what was achieved." }),
    achievementName: t.exposeString("achievementName", { description: "What it calls that." }),
    alignments: t.exposeStringList("alignments", {
      description: "What the achievement is aligned to, such as competencies of a framework, by URL.",
    }),
    awardedOn: t.field({
      type: "Date",
      description: "The day of its award, which it keeps wherever it counts.",
      select: { awardedOn: true },
      resolve: ({ awardedOn }) => awardedOn.toISOString().slice(0, 10),
    }),
    validFrom: t.expose("validFrom", { type: "DateTime", description: "Since when it is in force." }),
    validUntil: t.expose("validUntil", {
      type: "DateTime",
      nullable: true,
      description: "Until when it is in force; null: it does not expire.",
    }),
    sourceUrl: t.exposeString("sourceUrl", { nullable: true, description: "Where it was fetched; null: it was sent." }),
    content: t.expose("content", { type: "JSON", description: "All of it, with its proof." }),
    addedAt: t.expose("addedAt", { type: "DateTime", description: "When it was added." }),
    state: t.field({
      type: CredentialStateEnum,
      description: "Whether it counts now, or why not.",
      select: credentialSelect,
      resolve: (row, _args, context) => credentialStateLoader(context).load(credentialOf(row)),
    }),
    checks: t.relatedConnection("checks", {
      cursor: "id",
      description: "Each check, the latest first: that one decides.",
      query: { orderBy: { number: "desc" } },
      totalCount: true,
    }),
    recognitions: t.relatedConnection("recognitions", {
      cursor: "id",
      description: "What it was recognised for, newest first.",
      query: (_args, context) => ({ where: readable(context, "evidence.read"), orderBy: { id: "desc" } }),
      totalCount: true,
    }),
  }),
});
nodeScope("OutsideCredential", (context) => readable(context, "credential.read"));

builder.prismaObjectField("Person", "outsideCredentials", (t) =>
  t.relatedConnection("outsideCredentials", {
    cursor: "id",
    description: "Credentials that the person brought from elsewhere, newest first (R12).",
    query: (_args, context) => ({ where: readable(context, "credential.read"), orderBy: { id: "desc" } }),
    totalCount: true,
  }),
);
