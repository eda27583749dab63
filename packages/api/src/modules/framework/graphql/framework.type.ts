import { builder } from "../../../builder.ts";
import { nodeScope } from "../../../schema/nodes.ts";

builder.prismaNode("Framework", {
  description: "A competency framework: the shared language between programs, evidence and credentials.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    key: t.exposeString("key", { description: "Stable and unique in the organisation." }),
    title: t.exposeString("title", { description: "As published." }),
    version: t.exposeString("version", { description: "As published." }),
    publisher: t.exposeString("publisher", { nullable: true, description: "Who publishes it." }),
    source: t.exposeString("source", { nullable: true, description: "Where it is published (URL)." }),
    licence: t.exposeString("licence", { nullable: true, description: "SPDX identifier or name of its licence." }),
    attribution: t.exposeString("attribution", {
      nullable: true,
      description: "The words of attribution that the licence asks for: show them where you show the framework.",
    }),
    levels: t.relation("levels", {
      description: "Its proficiency levels, lowest first.",
      query: { orderBy: { rank: "asc" } },
    }),
    competencies: t.relatedConnection("competencies", {
      cursor: "id",
      description: "Its competencies, in the framework's own order.",
      totalCount: true,
      args: {
        type: t.arg.string({
          description: "The framework's own word for the kind, such as area, competence, statement, outcome.",
        }),
        levelKey: t.arg.string({ description: "Only those at this level." }),
        search: t.arg.string({ description: "Part of the code or of the label, in any case." }),
      },
      query: ({ type, levelKey, search }) => ({
        where: {
          ...(type ? { type } : {}),
          ...(levelKey ? { level: { key: levelKey } } : {}),
          ...(search
            ? {
                OR: [
                  { code: { contains: search, mode: "insensitive" } },
                  { label: { contains: search, mode: "insensitive" } },
                ],
              }
            : {}),
        },
        orderBy: { position: "asc" },
      }),
    }),
  }),
});
nodeScope("Framework", () => ({}));

builder.prismaNode("FrameworkLevel", {
  description: "A proficiency level of a framework.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    key: t.exposeString("key", { description: "Stable and unique in the framework." }),
    name: t.exposeString("name", { description: "As published." }),
    description: t.exposeString("description", { nullable: true, description: "What it means." }),
    rank: t.exposeInt("rank", { description: "1 is the lowest." }),
  }),
});
nodeScope("FrameworkLevel", () => ({}));

export const Competency = builder.prismaNode("Competency", {
  description: "A statement of ability in a framework.",
  id: { field: "id" },
  select: { id: true },
  fields: (t) => ({
    code: t.exposeString("code", { description: "Stable and unique in the framework, such as 1.1 or LO1.1.01." }),
    type: t.exposeString("type", {
      description: "The framework's own word for the kind, such as area, competence, statement, outcome.",
    }),
    label: t.exposeString("label", { description: "What it is called, or the statement itself." }),
    description: t.exposeString("description", {
      nullable: true,
      description: "What it means, where the framework says more.",
    }),
    tags: t.exposeStringList("tags", { description: "The framework's own marks, such as Knowledge, Skill, Attitude." }),
    level: t.relation("level", { nullable: true, description: "At which level it is stated." }),
    framework: t.relation("framework", { description: "Where it belongs." }),
    parent: t.relation("parent", { nullable: true, description: "What it is part of." }),
    children: t.relatedConnection("children", {
      cursor: "id",
      description: "What it consists of.",
      query: { orderBy: { position: "asc" } },
      totalCount: true,
    }),
  }),
});
nodeScope("Competency", () => ({}));
