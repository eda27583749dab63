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

builder.prismaObject("RecognitionMapping", {
  description: "A mapping by which a credential was recognised.",
  fields: (t) => ({
    mapping: t.relation("mapping", { description: "What was said of such credentials: by whom, when, and why." }),
  }),
});

builder.prismaNode("Recognition", {
  description:
    "That an evidence of another program, or a credential from outside, counts for a requirement, and why (R12). It is never changed.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    enrolment: t.relation("enrolment", { description: "The enrolment in which it counts." }),
    requirement: t.relation("requirement", { description: "What it counts for." }),
    evidence: t.relation("evidence", {
      nullable: true,
      description: "The evidence, as it was accepted in its own program; null when it is a credential.",
    }),
    credential: t.relation("credential", {
      nullable: true,
      description: "The credential from outside; null when it is an evidence.",
    }),
    mappings: t.relation("mappings", {
      description: "Of a credential, the mappings by which it counts.",
      query: { orderBy: { mappingId: "asc" } },
    }),
    competencies: t.relation("competencies", {
      description:
        "By which competencies: all that the module of the requirement asks for; none when it is mapped by name.",
      query: { orderBy: { competencyId: "asc" } },
    }),
    performedOn: t.field({
      type: "Date",
      description: "The day of the work, or of the credential's award, which it keeps.",
      select: { performedOn: true },
      resolve: ({ performedOn }) => performedOn.toISOString().slice(0, 10),
    }),
    recognisedAt: t.expose("recognisedAt", { type: "DateTime", description: "Since when it counts." }),
    recognisedBy: t.relation("recognisedBy", {
      description:
        "By whose doing: who enrolled the learner, accepted the evidence, added the credential or mapped it, or asked for it.",
    }),
  }),
});
nodeScope("Recognition", (context) => readable(context, "evidence.read"));

builder.prismaObjectField("Enrolment", "recognitions", (t) =>
  t.relatedConnection("recognitions", {
    cursor: "id",
    description: "What was shown in other programs or by outside credentials and counts here, newest first (R12).",
    query: (_args, context) => ({ where: readable(context, "evidence.read"), orderBy: { id: "desc" } }),
    totalCount: true,
  }),
);
