import { type ProgramPolicy, programPolicySchema } from "../policy.ts";
import type { Module, Requirement, RequirementKind, VersionContent } from "../version.ts";

/** What a preset does otherwise than what it is made after, and why. */
export interface PresetDifference {
  readonly what: string;
  readonly why: string;
}

/** A ready policy after a scheme that people know, with the requirements that it needs, to begin a draft from. */
export interface PolicyPreset {
  readonly key: string;
  readonly title: string;
  /** Where the scheme is described: a public address. */
  readonly source: string;
  readonly summary: string;
  readonly differences: readonly PresetDifference[];
  readonly content: VersionContent;
}

/** A requirement of a preset, with the defaults of the input. */
export function requirement(
  key: string,
  kind: RequirementKind,
  title: string,
  over: Partial<Requirement> = {},
): Requirement {
  const asked = { revision: 1, prompts: [], passMark: null, freshness: null, everyCycle: false, rubric: null };
  return { key, kind, title, ...asked, ...over };
}

/** A version of one module that asks for all of these. */
export function contentOf(
  policy: Parameters<typeof programPolicySchema.parse>[0],
  title: string,
  requirements: readonly Requirement[],
): VersionContent {
  const parsed: ProgramPolicy = programPolicySchema.parse(policy);
  const module: Module = {
    key: "all",
    title,
    effortMinutes: 60 * requirements.length,
    credits: 0,
    prerequisiteKeys: [],
    awardsCertificate: false,
    validity: null,
    requirements,
  };
  return { policy: parsed, modules: [module], path: { kind: "ALL", members: [{ kind: "MODULE", moduleKey: "all" }] } };
}
