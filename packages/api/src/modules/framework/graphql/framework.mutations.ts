import { z } from "zod";
import { builder } from "../../../builder.ts";
import { runCommand } from "../../../command.ts";
import { readerOf } from "../../../context.ts";
import { importFramework } from "../commands/import-framework.ts";
import type { FrameworkInput } from "../formats/framework-input.ts";

const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,99}$/, "must be 1 to 100 lower-case letters, digits, dots and hyphens");
const line = z.string().trim().min(1).max(500);
const prose = z.string().max(5_000);
const code = z.string().trim().min(1).max(100);

const FrameworkLevelInput = builder.inputType("FrameworkLevelInput", {
  description: "A proficiency level of a framework.",
  fields: (t) => ({
    key: t.string({ required: true, description: "Stable and unique in the framework.", validate: code }),
    name: t.string({ required: true, description: "As published.", validate: line }),
    description: t.string({ description: "What it means.", validate: prose }),
    rank: t.int({ required: true, description: "1 is the lowest.", validate: z.number().min(1).max(100) }),
  }),
});

const CompetencyInput = builder.inputType("CompetencyInput", {
  description: "A statement of ability. Parents stand before their children.",
  fields: (t) => ({
    code: t.string({ required: true, description: "Stable and unique in the framework.", validate: code }),
    type: t.string({ required: true, description: "The framework's own word for the kind.", validate: code }),
    parentCode: t.string({ description: "The code of what it is part of.", validate: code }),
    levelKey: t.string({ description: "The key of the level at which it is stated.", validate: code }),
    label: t.string({
      required: true,
      description: "What it is called, or the statement itself.",
      validate: z.string().trim().min(1).max(2_000),
    }),
    description: t.string({ description: "What it means, where the framework says more.", validate: prose }),
    tags: t.stringList({ description: "The framework's own marks.", validate: z.array(line).max(50) }),
  }),
});

const ImportFrameworkInput = builder.inputType("ImportFrameworkInput", {
  description: "A whole competency framework.",
  fields: (t) => ({
    key: t.string({
      required: true,
      description: "Stable and unique in the organisation, such as digcomp-3.0.",
      validate: key,
    }),
    title: t.string({ required: true, description: "As published.", validate: line }),
    version: t.string({ required: true, description: "As published.", validate: code }),
    publisher: t.string({ description: "Who publishes it.", validate: line }),
    source: t.string({ description: "Where it is published.", validate: z.url({ protocol: /^https?$/ }).max(2_000) }),
    licence: t.string({ description: "SPDX identifier or name of its licence.", validate: line }),
    attribution: t.string({ description: "The words of attribution that the licence asks for.", validate: prose }),
    levels: t.field({
      type: [FrameworkLevelInput],
      required: true,
      description: "Its levels, at most 100.",
      validate: z.array(z.unknown()).max(100),
    }),
    competencies: t.field({
      type: [CompetencyInput],
      required: true,
      description: "Its competencies, at most 20,000.",
      validate: z.array(z.unknown()).min(1).max(20_000),
    }),
  }),
});

const FrameworkImportType = builder
  .objectRef<{ frameworkId: string; created: number; changed: number; unchanged: number }>("FrameworkImport")
  .implement({
    description: "What an import did. What the organisation has and the import has not is kept.",
    fields: (t) => ({
      created: t.exposeInt("created", { description: "Competencies that are new." }),
      changed: t.exposeInt("changed", { description: "Competencies that differed." }),
      unchanged: t.exposeInt("unchanged", { description: "Competencies that were as they are." }),
      framework: t.prismaField({
        type: "Framework",
        description: "The framework as it is now.",
        resolve: (query, { frameworkId }, _args, context) =>
          readerOf(context).framework.findUniqueOrThrow({ ...query, where: { id: frameworkId } }),
      }),
    }),
  });

builder.mutationFields((t) => ({
  importFramework: t.field({
    type: FrameworkImportType,
    description:
      "Imports a competency framework, or brings an imported one up to date: the same content sent twice changes nothing. For administrators.",
    errors: {},
    args: { input: t.arg({ type: ImportFrameworkInput, required: true, description: "The framework." }) },
    resolve: (_root, { input }, context) =>
      runCommand(
        context,
        importFramework,
        withoutNulls({ ...input, competencies: input.competencies.map((one) => ({ ...one, tags: one.tags ?? [] })) }),
      ),
  }),
}));

/** GraphQL's null means the same as leaving out. */
function withoutNulls(input: unknown): FrameworkInput {
  return JSON.parse(JSON.stringify(input, (_key, value) => (value === null ? undefined : value)));
}
