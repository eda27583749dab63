import type { Rubric } from "../evidence/rubric.ts";
import type { PathGroup } from "./path.ts";
import type { ProgramPolicy } from "./policy.ts";

export const requirementKinds = [
  "APPLIED_TASK",
  "OBSERVATION",
  "REFLECTION",
  "ASSESSMENT",
  "LMS_ACTIVITY",
  "EXTERNAL_CREDENTIAL",
  "CREDITS",
] as const;
export type RequirementKind = (typeof requirementKinds)[number];

export const versionStatuses = ["DRAFT", "PUBLISHED", "RETIRED"] as const;
export type VersionStatus = (typeof versionStatuses)[number];

/** What must be shown. The key is kept from version to version; the revision rises when the meaning changes (R1). */
export interface Requirement {
  readonly key: string;
  readonly revision: number;
  readonly kind: RequirementKind;
  readonly title: string;
  /** What a REFLECTION answers. */
  readonly prompts: readonly string[];
  /** The least score that passes an ASSESSMENT, 0 to 100. */
  readonly passMark: number | null;
  /** ISO 8601: how old the work shown may be at submission (R3). */
  readonly freshness: string | null;
  /** Asked at each renewal by DELTA, also of those who have met it before (R8). */
  readonly everyCycle: boolean;
  /** What reviewers judge its evidence by; null: their own judgement. */
  readonly rubric: Rubric | null;
}

/** The smallest unit that one completes. */
export interface Module {
  readonly key: string;
  readonly title: string;
  readonly effortMinutes: number;
  readonly credits: number;
  readonly prerequisiteKeys: readonly string[];
  /** Whether it awards a certificate of its own: a micro-credential, which stacks into the program's. */
  readonly awardsCertificate: boolean;
  /** ISO 8601: how long its micro-credential is fresh; null: as long as the program's certificate. */
  readonly validity: string | null;
  readonly requirements: readonly Requirement[];
}

/** The content of a program version: what publication checks and progress is counted against. */
export interface VersionContent {
  readonly path: PathGroup;
  readonly policy: ProgramPolicy;
  readonly modules: readonly Module[];
}
