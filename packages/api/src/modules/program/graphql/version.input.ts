import { InvalidInput } from "@kunna/domain";
import { z } from "zod";
import { builder } from "../../../builder.ts";
import type { VersionInput } from "../version-input.ts";
import { PathMemberInput, pathFrom } from "./path.type.ts";
import { ProgramPolicyInput, policyFrom } from "./policy.type.ts";
import { RequirementKindEnum } from "./program.type.ts";
import { RubricInput, rubricFrom } from "./rubric.type.ts";

const key = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,99}$/, "must be 1 to 100 lower-case letters, digits, dots and hyphens");
const line = z.string().trim().min(1).max(300);
const prose = z.string().max(10_000);
const atMost = (n: number) => z.array(z.unknown()).max(n, `must be at most ${n}`);

const CompetencyReferenceInput = builder.inputType("CompetencyReferenceInput", {
  description: "A competency that a module builds.",
  fields: (t) => ({
    frameworkKey: t.string({ required: true, description: "The key of its framework, such as digcomp-3.0." }),
    code: t.string({ required: true, description: "Its code, such as LO1.1.01." }),
    levelKey: t.string({ description: "The level to which the module builds it." }),
  }),
});

const RequirementInput = builder.inputType("RequirementInput", {
  description: "What must be shown in a module.",
  fields: (t) => ({
    key: t.string({
      required: true,
      description: "Stable from version to version; unique in the version.",
      validate: key,
    }),
    revision: t.int({
      defaultValue: 1,
      description: "Raise it when the meaning changes (R1).",
      validate: z.number().min(1).max(10_000),
    }),
    kind: t.field({ type: RequirementKindEnum, required: true, description: "How it is shown." }),
    title: t.string({ required: true, description: "What it is called.", validate: line }),
    instructions: t.string({ required: true, description: "What to do.", validate: prose }),
    prompts: t.stringList({
      defaultValue: [],
      description: "What a REFLECTION answers.",
      validate: z.array(line).max(50),
    }),
    passMark: t.int({
      description: "The least score that passes an ASSESSMENT, 0 to 100.",
      validate: z.number().min(0).max(100),
    }),
    freshness: t.field({ type: "Duration", description: "How old the work shown may be at submission (R3)." }),
    everyCycle: t.boolean({
      defaultValue: false,
      description: "Whether a renewal by DELTA asks for it of those, too, who have met it before (R8).",
    }),
    rubric: t.field({
      type: RubricInput,
      description: "What reviewers judge its evidence by; left out: their own judgement.",
    }),
  }),
});

const ModuleInput = builder.inputType("ModuleInput", {
  description: "The smallest unit that one completes.",
  fields: (t) => ({
    key: t.string({
      required: true,
      description: "Stable from version to version; unique in the version.",
      validate: key,
    }),
    title: t.string({ required: true, description: "What it is called.", validate: line }),
    summary: t.string({ required: true, description: "What it is about.", validate: prose }),
    effortMinutes: t.int({
      required: true,
      description: "Estimated effort, in minutes.",
      validate: z.number().min(1).max(100_000),
    }),
    credits: t.int({
      defaultValue: 0,
      description: "What a CREDITS group of the path counts for it.",
      validate: z.number().min(0).max(10_000),
    }),
    prerequisiteKeys: t.stringList({
      defaultValue: [],
      description: "Keys of the modules to complete before this one.",
      validate: z.array(key).max(100),
    }),
    awardsCertificate: t.boolean({
      defaultValue: false,
      description: "Whether it awards a micro-credential: a certificate of its own, which stacks into the program's.",
    }),
    validity: t.field({
      type: "Duration",
      description: "How long its micro-credential is fresh; left out: as long as the program's certificate.",
    }),
    competencies: t.field({
      type: [CompetencyReferenceInput],
      defaultValue: [],
      description: "The abilities that it builds, at most 500.",
      validate: atMost(500),
    }),
    requirements: t.field({
      type: [RequirementInput],
      required: true,
      description: "What must be shown, in order, at most 50.",
      validate: atMost(50),
    }),
  }),
});

export const ProgramVersionInput = builder.inputType("ProgramVersionInput", {
  description:
    "The content of a draft version. A draft may be unfinished: what keeps it from being published is listed in `problems`.",
  fields: (t) => ({
    title: t.string({ required: true, description: "As shown on certificates.", validate: line }),
    summary: t.string({
      required: true,
      description: "What the holder of a certificate is able to do.",
      validate: prose,
    }),
    path: t.field({ type: PathMemberInput, required: true, description: "The learning path." }),
    policy: t.field({
      type: ProgramPolicyInput,
      required: true,
      description: "How long certificates hold, and what decides.",
    }),
    modules: t.field({
      type: [ModuleInput],
      required: true,
      description: "Its modules, at most 200.",
      validate: atMost(200),
    }),
  }),
});

/** The command's input from GraphQL's. @throws InvalidInput where the path or the policy has a value out of its range */
export function versionFrom(input: typeof ProgramVersionInput.$inferInput): VersionInput {
  return {
    title: input.title,
    summary: input.summary,
    path: parsed("path", () => pathFrom(input.path)),
    policy: parsed("policy", () => policyFrom(input.policy)),
    modules: input.modules.map((module) => ({
      key: module.key,
      title: module.title,
      summary: module.summary,
      effortMinutes: module.effortMinutes,
      credits: module.credits ?? 0,
      prerequisiteKeys: module.prerequisiteKeys ?? [],
      awardsCertificate: module.awardsCertificate ?? false,
      validity: module.validity ?? null,
      competencies: (module.competencies ?? []).map(({ frameworkKey, code, levelKey }) => ({
        frameworkKey,
        code,
        levelKey: levelKey ?? null,
      })),
      requirements: module.requirements.map((requirement) => ({
        key: requirement.key,
        revision: requirement.revision ?? 1,
        kind: requirement.kind,
        title: requirement.title,
        instructions: requirement.instructions,
        prompts: requirement.prompts ?? [],
        passMark: requirement.passMark ?? null,
        freshness: requirement.freshness ?? null,
        everyCycle: requirement.everyCycle ?? false,
        rubric: requirement.rubric ? rubricFrom(requirement.rubric) : null,
      })),
    })),
  };
}

function parsed<T>(field: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    throw new InvalidInput(
      error.issues.map(({ path, message }) => ({
        code: "INVALID_VALUE",
        path: ["version", field, ...path.map(String)].join("."),
        message,
        fix: "Correct the value and send it again.",
      })),
    );
  }
}
