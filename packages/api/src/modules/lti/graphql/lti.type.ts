import type { LtiTargetKind } from "@kunna/domain";
import { builder } from "../../../builder.ts";

const LtiDeployment = builder.prismaObject("LtiDeployment", {
  description: "A place in a platform that it launches from. One that is not approved is refused.",
  fields: (t) => ({
    deploymentId: t.exposeString("deploymentId", { description: "As the platform calls it." }),
    firstSeenAt: t.expose("firstSeenAt", { type: "DateTime", description: "When it first came or was told." }),
    approvedAt: t.expose("approvedAt", {
      type: "DateTime",
      nullable: true,
      description: "When it was approved; null: it waits for an administrator.",
    }),
  }),
});

/** How many deployments are shown: more than any platform has. */
const deploymentsShown = 200;

const LtiRegistration = builder.prismaObject("LtiRegistration", {
  description: "What an LTI platform and this tool know of each other (LTI 1.3 core, 5.1).",
  fields: (t) => ({
    issuer: t.exposeString("issuer", { description: "What the platform calls itself." }),
    clientId: t.exposeString("clientId", { description: "What the platform calls this tool." }),
    authorizationEndpoint: t.exposeString("authorizationEndpoint", { description: "Where a login is sent on to." }),
    tokenEndpoint: t.exposeString("tokenEndpoint", { description: "Where access tokens are asked for." }),
    jwksUri: t.exposeString("jwksUri", { description: "Where the platform's public keys are." }),
    productFamily: t.exposeString("productFamily", {
      nullable: true,
      description: "Which product it is, such as moodle; null: it did not say.",
    }),
    productVersion: t.exposeString("productVersion", {
      nullable: true,
      description: "Which version of it; null: it did not say.",
    }),
    scopes: t.exposeStringList("scopes", { description: "What it granted; empty: it did not say." }),
    deployments: t.field({
      type: [LtiDeployment],
      description: "Where it launches from, or has tried to; at most 200, in the order in which they came.",
      complexity: { field: 1, multiplier: 5 },
      select: (_args, _context, nestedSelection) => ({
        connection: {
          select: { deployments: { ...nestedSelection({}), orderBy: { id: "asc" as const }, take: deploymentsShown } },
        },
      }),
      resolve: ({ connection: { deployments } }) => deployments,
    }),
  }),
});

builder.prismaObjectField("LmsConnection", "registration", (t) =>
  t.relation("registration", {
    type: LtiRegistration,
    nullable: true,
    description: "What the platform and this tool know of each other; null: it is not connected by LTI.",
  }),
);

export const LtiTargetKindEnum = builder.enumType("LtiTargetKind", {
  description: "What a link in a course opens.",
  values: {
    PROGRAM: { description: "A program, with where one stands in it." },
    LEARNING_PATH: { description: "A program's learning path." },
    MODULE: { description: "One module of a program." },
    EVIDENCE_TASK: { description: "One requirement of a program: handing in evidence for it." },
    CERTIFICATE_WALL: { description: "One's certificates." },
  } satisfies Record<LtiTargetKind, { description: string }>,
});

const LtiResourceLink = builder.prismaObject("LtiResourceLink", {
  description: "A link in a course, with its place in the gradebook.",
  fields: (t) => ({
    title: t.exposeString("title", { description: "As the LMS calls it." }),
    target: t.expose("target", {
      type: LtiTargetKindEnum,
      nullable: true,
      description: "What it opens; null: nobody has chosen, or what was chosen is no longer there.",
    }),
    program: t.relation("program", { nullable: true, description: "The program that it is of; null: of none." }),
    moduleKey: t.exposeString("moduleKey", { nullable: true, description: "Of a MODULE: its key." }),
    requirementKey: t.exposeString("requirementKey", { nullable: true, description: "Of an EVIDENCE_TASK: its key." }),
    graded: t.boolean({
      description: "Whether it has a place in the gradebook.",
      select: { lineItemUrl: true },
      resolve: ({ lineItemUrl }) => lineItemUrl !== null,
    }),
  }),
});

builder.prismaObjectField("LmsSession", "link", (t) =>
  t.relation("link", {
    type: LtiResourceLink,
    nullable: true,
    description: "The link that was opened; null: links are chosen, or the launch named none.",
  }),
);
