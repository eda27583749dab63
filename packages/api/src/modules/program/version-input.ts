import type { PathGroup, ProgramPolicy, RequirementKind, Rubric } from "@kunna/domain";

/** The content of a draft version, as a program owner gives it. */
export interface VersionInput {
  readonly title: string;
  readonly summary: string;
  readonly path: PathGroup;
  readonly policy: ProgramPolicy;
  readonly modules: readonly ModuleInput[];
}

export interface ModuleInput {
  readonly key: string;
  readonly title: string;
  readonly summary: string;
  readonly effortMinutes: number;
  readonly credits: number;
  readonly prerequisiteKeys: readonly string[];
  readonly awardsCertificate: boolean;
  readonly validity: string | null;
  readonly competencies: readonly {
    readonly frameworkKey: string;
    readonly code: string;
    readonly levelKey: string | null;
  }[];
  readonly requirements: readonly RequirementInput[];
}

export interface RequirementInput {
  readonly key: string;
  readonly revision: number;
  readonly kind: RequirementKind;
  readonly title: string;
  readonly instructions: string;
  readonly prompts: readonly string[];
  readonly passMark: number | null;
  readonly freshness: string | null;
  readonly everyCycle: boolean;
  readonly rubric: Rubric | null;
}
