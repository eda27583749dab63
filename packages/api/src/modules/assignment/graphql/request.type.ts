import type { requestDecisions } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";

export const RequestDecisionEnum = builder.enumType("RequestDecision", {
  description: "What was decided of a request.",
  values: {
    APPROVED: { description: "It was granted." },
    DECLINED: { description: "It was not granted; the reason says why." },
  } satisfies Record<(typeof requestDecisions)[number], { description: string }>,
});

builder.prismaNode("EnrolmentRequest", {
  description: "A learner asks to be enrolled on a program that enrols by approval. Decided once, and kept.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    message: t.exposeString("message", { description: "Why, in the learner's words." }),
    requestedAt: t.expose("requestedAt", { type: "DateTime", description: "When it was asked." }),
    decision: t.expose("decision", {
      type: RequestDecisionEnum,
      nullable: true,
      description: "Null while it waits.",
    }),
    reason: t.exposeString("reason", { nullable: true, description: "Why it was decided so." }),
    decidedAt: t.expose("decidedAt", { type: "DateTime", nullable: true, description: "When it was decided." }),
    decidedBy: t.relation("decidedBy", { nullable: true, description: "Who decided." }),
    person: t.relation("person", { description: "The learner who asks." }),
    program: t.relation("program", { description: "For which program." }),
    enrolment: t.relation("enrolment", { nullable: true, description: "What it led to, when approved." }),
  }),
});
nodeScope("EnrolmentRequest", (context) => readable(context, "enrolment.read"));

builder.prismaNode("ExtensionRequest", {
  description: "A learner asks for a later due date of an enrolment. Decided once, and kept.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    reason: t.exposeString("reason", { description: "Why, in the learner's words." }),
    dueAt: t.expose("dueAt", { type: "DateTime", description: "When it was due when this was asked." }),
    requestedDueAt: t.expose("requestedDueAt", { type: "DateTime", description: "The due date that is asked for." }),
    requestedAt: t.expose("requestedAt", { type: "DateTime", description: "When it was asked." }),
    decision: t.expose("decision", {
      type: RequestDecisionEnum,
      nullable: true,
      description: "Null while it waits.",
    }),
    decisionReason: t.exposeString("decisionReason", { nullable: true, description: "Why it was decided so." }),
    grantedDueAt: t.expose("grantedDueAt", {
      type: "DateTime",
      nullable: true,
      description: "The due date from then on, when approved.",
    }),
    decidedAt: t.expose("decidedAt", { type: "DateTime", nullable: true, description: "When it was decided." }),
    decidedBy: t.relation("decidedBy", { nullable: true, description: "Who decided." }),
    person: t.relation("person", { description: "The learner who asks." }),
    enrolment: t.relation("enrolment", { description: "For which enrolment." }),
  }),
});
nodeScope("ExtensionRequest", (context) => readable(context, "enrolment.read"));
