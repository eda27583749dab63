import { type Module, type PolicyPreset, type PresetDifference, policyPresets, type Requirement } from "@kunna/domain";
import { builder } from "../../../builder.ts";
import { PathGroupType } from "./path.type.ts";
import { ProgramPolicyType } from "./policy.type.ts";
import { RequirementKindEnum } from "./program.type.ts";

const DifferenceType = builder.objectRef<PresetDifference>("PresetDifference").implement({
  description: "What a preset does otherwise than what it is made after.",
  fields: (t) => ({
    what: t.exposeString("what", { description: "What is different." }),
    why: t.exposeString("why", { description: "Why it is so." }),
  }),
});

const PresetRequirementType = builder.objectRef<Requirement>("PresetRequirement").implement({
  description: "A requirement that a preset needs, as the input of a version takes it.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "The key that it would have." }),
    kind: t.expose("kind", { type: RequirementKindEnum, description: "How it is shown." }),
    title: t.exposeString("title", { description: "What it is called." }),
    prompts: t.stringList({ description: "What a REFLECTION answers.", resolve: ({ prompts }) => [...prompts] }),
    passMark: t.exposeInt("passMark", {
      nullable: true,
      description: "The least score that passes an ASSESSMENT, 0 to 100.",
    }),
    freshness: t.expose("freshness", {
      type: "Duration",
      nullable: true,
      description: "How old the work shown may be at submission (R3).",
    }),
    everyCycle: t.exposeBoolean("everyCycle", { description: "Whether a renewal by DELTA always asks for it (R8)." }),
  }),
});

const PresetModuleType = builder.objectRef<Module>("PresetModule").implement({
  description: "A module that a preset needs.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "The key that it would have." }),
    title: t.exposeString("title", { description: "What it is called." }),
    effortMinutes: t.exposeInt("effortMinutes", { description: "Estimated effort, in minutes." }),
    requirements: t.field({
      type: [PresetRequirementType],
      description: "What must be shown in it, in order.",
      resolve: ({ requirements }) => [...requirements],
    }),
  }),
});

const PolicyPresetType = builder.objectRef<PolicyPreset>("PolicyPreset").implement({
  description:
    "A ready policy after a scheme that people know, with the path and the requirements that it needs: a draft can begin from it.",
  fields: (t) => ({
    key: t.exposeString("key", { description: "Stable, such as nmc-revalidation." }),
    title: t.exposeString("title", { description: "What it is called." }),
    source: t.exposeString("source", { description: "Where the scheme is described: a public address." }),
    summary: t.exposeString("summary", { description: "What it asks, and when." }),
    differences: t.field({
      type: [DifferenceType],
      description: "What it does otherwise than the scheme, and why.",
      resolve: ({ differences }) => [...differences],
    }),
    policy: t.field({
      type: ProgramPolicyType,
      description: "The policy, as a version has it.",
      resolve: ({ content }) => content.policy,
    }),
    path: t.field({ type: PathGroupType, description: "The learning path.", resolve: ({ content }) => content.path }),
    modules: t.field({
      type: [PresetModuleType],
      description: "The modules of the path, with their requirements.",
      complexity: { field: 1, multiplier: 2 },
      resolve: ({ content }) => [...content.modules],
    }),
  }),
});

builder.queryFields((t) => ({
  policyPresets: t.field({
    type: [PolicyPresetType],
    description: "The policies that a draft can begin from (R8).",
    complexity: { field: 1, multiplier: policyPresets.length },
    resolve: () => [...policyPresets],
  }),
}));
