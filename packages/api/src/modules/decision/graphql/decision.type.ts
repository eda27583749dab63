import { type DecisionKind, decisionKinds } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";

export const DecisionKindEnum = builder.enumType("DecisionKind", {
  description: "What was decided.",
  values: Object.fromEntries(
    Object.entries(decisionKinds).map(([kind, description]) => [kind, { description }]),
  ) as Record<DecisionKind, { description: string }>,
});

export const AppealStatusEnum = builder.enumType("AppealStatus", {
  description: "What became of an appeal.",
  values: {
    OPEN: { description: "It waits to be decided." },
    UPHELD: { description: "It is right: the effect of the decision appealed has ended." },
    DISMISSED: { description: "It is not right: the decision appealed stands." },
    CLOSED: { description: "The suspension appealed was lifted before the appeal was decided." },
  },
});

export const Decision = builder.prismaNode("Decision", {
  description: "The record of who decided what, when, why and by which rule (R11). Never changed.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    kind: t.field({
      type: DecisionKindEnum,
      description: "What was decided.",
      select: { kind: true },
      resolve: ({ kind }) => kind as DecisionKind,
    }),
    rule: t.exposeString("rule", { description: "The rule that it rests on, such as R11." }),
    reason: t.exposeString("reason", { description: "Why, in the words of whoever decided." }),
    decidedAt: t.expose("decidedAt", { type: "DateTime", description: "When: from then on it holds." }),
    decidedBy: t.relation("decidedBy", { description: "Who decided." }),
    person: t.relation("person", { nullable: true, description: "Whom it concerns, where it concerns someone." }),
    program: t.relation("program", { nullable: true, description: "In which program." }),
    enrolment: t.relation("enrolment", { nullable: true, description: "About which enrolment." }),
    barUntil: t.expose("barUntil", {
      type: "DateTime",
      nullable: true,
      description: "Of a revocation: before this instant no reinstatement may be completed.",
    }),
    regarding: t.relation("regarding", {
      nullable: true,
      description: "The decision that it is about: the suspension that is lifted, the decision that is appealed.",
    }),
    decisions: t.relation("regardedBy", {
      description: "What was decided on it since, oldest first.",
      query: { orderBy: [{ decidedAt: "asc" }, { id: "asc" }] },
    }),
    appeal: t.relation("appeal", { nullable: true, description: "The appeal against it." }),
  }),
});
nodeScope("Decision", (context) => readable(context, "decision.read"));

builder.prismaNode("Appeal", {
  description:
    "What the person concerned files against a suspension or a revocation (R11). Never changed: what became of it is a decision.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    reason: t.exposeString("reason", { description: "Why, in the words of the person concerned." }),
    asksForStay: t.exposeBoolean("asksForStay", {
      description: "Whether it asks that the effect be held up until it is decided.",
    }),
    filedAt: t.expose("filedAt", { type: "DateTime", description: "When it was filed." }),
    filedBy: t.relation("filedBy", { description: "The person concerned." }),
    decision: t.relation("decision", {
      description: "The decision appealed; its `decisions` are the stay and what became of the appeal.",
    }),
    status: t.field({
      type: AppealStatusEnum,
      description: "What became of it.",
      select: { decision: { select: { regardedBy: { select: { kind: true } } } } },
      resolve: ({ decision }) => {
        const kinds = decision.regardedBy.map(({ kind }) => kind);
        if (kinds.includes("APPEAL_UPHELD")) return "UPHELD" as const;
        if (kinds.includes("APPEAL_DISMISSED")) return "DISMISSED" as const;
        return kinds.includes("REINSTATED") ? ("CLOSED" as const) : ("OPEN" as const);
      },
    }),
  }),
});
nodeScope("Appeal", (context) => ({ decision: readable(context, "decision.read") }));
