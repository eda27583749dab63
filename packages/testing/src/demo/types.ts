import type { FrameworkInput } from "@kunna/api";
import type { Module, PathGroup, ProgramPolicy, Requirement, Role, VersionContent } from "@kunna/domain";

export type { FrameworkInput };

/** A program as it is drafted: what publication checks (VersionContent), with the words that a learner reads. */
export interface DemoProgram extends VersionContent {
  readonly key: string;
  readonly title: string;
  readonly summary: string;
  readonly path: PathGroup;
  readonly policy: ProgramPolicy;
  readonly modules: readonly DemoModule[];
}

export interface DemoModule extends Module {
  readonly summary: string;
  readonly competencies: readonly { readonly code: string; readonly levelKey?: string }[];
  readonly requirements: readonly DemoRequirement[];
}

export interface DemoRequirement extends Requirement {
  readonly instructions: string;
}

export interface DemoPerson {
  /** Stable within the organisation: tests and scripts name people by it. */
  readonly key: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly Role[];
}

export interface DemoTeam {
  readonly key: string;
  readonly name: string;
  readonly managerKey: string;
  readonly memberKeys: readonly string[];
}

export interface DemoOrganisation {
  readonly key: string;
  readonly name: string;
  readonly timeZone: string;
  readonly locale: string;
  readonly people: readonly DemoPerson[];
  readonly teams: readonly DemoTeam[];
  readonly frameworks: readonly FrameworkInput[];
  readonly programs: readonly DemoProgram[];
}
