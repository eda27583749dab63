import type { Rubric } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";

/** A rubric is read as one value, whatever is asked of it. */
const ofOneValue = { field: 0, multiplier: 1 };

type Criterion = Rubric["criteria"][number];

const RubricLevel = builder.objectRef<Criterion["levels"][number]>("RubricLevel").implement({
  description: "One level of a criterion.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "Unique in its criterion; a rating names it." }),
    title: t.exposeString("title", { description: "What it is called." }),
    description: t.exposeString("description", { description: "What work on this level looks like." }),
    passes: t.exposeBoolean("passes", { description: "Whether it is enough." }),
    rank: t.exposeInt("rank", { description: "A higher rank is a better level." }),
  }),
});

const RubricCriterion = builder.objectRef<Criterion>("RubricCriterion").implement({
  description: "One thing that reviewers judge by itself.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "Unique in its rubric; a rating names it." }),
    title: t.exposeString("title", { description: "What it is called." }),
    levels: t.field({
      type: [RubricLevel],
      complexity: ofOneValue,
      description: "Its levels, as they were given.",
      resolve: ({ levels }) => levels,
    }),
  }),
});

export const RubricType = builder.objectRef<Rubric>("Rubric").implement({
  description: "What reviewers judge evidence by: it is accepted when each criterion is on a level that passes (R3).",
  fields: (t) => ({
    criteria: t.field({
      type: [RubricCriterion],
      complexity: ofOneValue,
      description: "Its criteria, in order.",
      resolve: ({ criteria }) => criteria,
    }),
  }),
});

const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,99}$/, "must be 1 to 100 lower-case letters, digits, dots and hyphens");
const line = z.string().trim().min(1).max(300);

const RubricLevelInput = builder.inputType("RubricLevelInput", {
  description: "One level of a criterion.",
  fields: (t) => ({
    key: t.string({ required: true, description: "Unique in its criterion.", validate: key }),
    title: t.string({ required: true, description: "What it is called.", validate: line }),
    description: t.string({
      defaultValue: "",
      description: "What work on this level looks like.",
      validate: z.string().max(10_000),
    }),
    passes: t.boolean({ required: true, description: "Whether it is enough." }),
    rank: t.int({
      required: true,
      description: "A higher rank is a better level, 0 to 1000.",
      validate: z.number().min(0).max(1_000),
    }),
  }),
});

const RubricCriterionInput = builder.inputType("RubricCriterionInput", {
  description: "One thing that reviewers judge by itself.",
  fields: (t) => ({
    key: t.string({ required: true, description: "Unique in its rubric.", validate: key }),
    title: t.string({ required: true, description: "What it is called.", validate: line }),
    levels: t.field({
      type: [RubricLevelInput],
      required: true,
      description: "Its levels, at most 20: at least one that passes.",
      validate: z.array(z.unknown()).max(20, "must be at most 20"),
    }),
  }),
});

export const RubricInput = builder.inputType("RubricInput", {
  description: "What reviewers judge evidence by (R3).",
  fields: (t) => ({
    criteria: t.field({
      type: [RubricCriterionInput],
      required: true,
      description: "Its criteria, in order, at most 50.",
      validate: z.array(z.unknown()).max(50, "must be at most 50"),
    }),
  }),
});

export function rubricFrom({ criteria }: typeof RubricInput.$inferInput): Rubric {
  return {
    criteria: criteria.map(({ levels, ...criterion }) => ({
      ...criterion,
      levels: levels.map((level) => ({ ...level, description: level.description ?? "" })),
    })),
  };
}
