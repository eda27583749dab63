import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";
import { readable } from "../../../scope.ts";

builder.prismaObject("RecognisedCompetency", {
  description: "A competency by which something was recognised, at the level at which it was shown.",
  fields: (t) => ({
    competency: t.relation("competency", { description: "What both the module and the evidence name." }),
    level: t.relation("level", {
      nullable: true,
      description: "At which level it was shown; null where none is named.",
    }),
  }),
});

builder.prismaNode("Recognition", {
  description: "That an evidence of another program counts for a requirement, and why (R12). It is never changed.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    enrolment: t.relation("enrolment", { description: "The enrolment in which it counts." }),
    requirement: t.relation("requirement", { description: "What it counts for." }),
    evidence: t.relation("evidence", { description: "The evidence, as it was accepted in its own program." }),
    competencies: t.relation("competencies", {
      description: "By which competencies: all that the module of the requirement asks for.",
      query: { orderBy: { competencyId: "asc" } },
    }),
    performedOn: t.field({
      type: "Date",
      description: "The day of the work, which it keeps.",
      select: { performedOn: true },
      resolve: ({ performedOn }) => performedOn.toISOString().slice(0, 10),
    }),
    recognisedAt: t.expose("recognisedAt", { type: "DateTime", description: "Since when it counts." }),
    recognisedBy: t.relation("recognisedBy", {
      description: "By whose doing: who enrolled the learner, accepted the evidence, or asked for it.",
    }),
  }),
});
nodeScope("Recognition", (context) => readable(context, "evidence.read"));

builder.prismaObjectField("Enrolment", "recognitions", (t) =>
  t.relatedConnection("recognitions", {
    cursor: "id",
    description: "What was shown in other programs and counts here, newest first (R12).",
    query: (_args, context) => ({ where: readable(context, "evidence.read"), orderBy: { id: "desc" } }),
    totalCount: true,
  }),
);
