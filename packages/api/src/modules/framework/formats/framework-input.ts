/** A competency framework as every format is read into it, before it is anyone's: no ids, no organisation. */
export interface FrameworkInput {
  readonly key: string;
  readonly title: string;
  readonly version: string;
  readonly publisher?: string;
  /** Where it was published (URL). */
  readonly source?: string;
  /** SPDX identifier where there is one. */
  readonly licence?: string;
  /** The words of attribution that the licence asks for. */
  readonly attribution?: string;
  readonly levels: readonly FrameworkLevelInput[];
  /** Parents come before their children. */
  readonly competencies: readonly CompetencyInput[];
}

export interface FrameworkLevelInput {
  readonly key: string;
  readonly name: string;
  readonly description?: string;
  /** 1 is the lowest. */
  readonly rank: number;
}

export interface CompetencyInput {
  readonly code: string;
  /** The framework's own word for it, such as area, competence, statement, outcome. */
  readonly type: string;
  readonly parentCode?: string;
  readonly levelKey?: string;
  readonly label: string;
  readonly description?: string;
  /** The framework's own marks, such as Knowledge, Skill, Attitude. */
  readonly tags: readonly string[];
}
