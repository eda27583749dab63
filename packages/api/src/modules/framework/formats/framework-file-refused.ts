import { Refusal } from "@kunna/domain";

export const frameworkFileProblems = [
  "FILE_MISSING",
  "CSV_MALFORMED",
  "HEADER_WRONG",
  "ROW_UNKNOWN",
  "TEXT_MISSING",
  "DUPLICATE_ID",
  "ID_UNKNOWN",
  "PARENT_MISSING",
  "LEVEL_MISSING",
  "LEVEL_UNKNOWN",
  "LEVELS_DISAGREE",
  "MARK_UNKNOWN",
] as const;
export type FrameworkFileProblem = (typeof frameworkFileProblems)[number];

/** A file of a framework can't be read as one. Nothing of the framework was taken. */
export class FrameworkFileRefused extends Refusal {
  readonly code = "FRAMEWORK_FILE_REFUSED";
  readonly problem: FrameworkFileProblem;
  readonly file: string;
  /** Counted from 1, as editors do; null when the file as a whole is meant. */
  readonly line: number | null;

  constructor(problem: FrameworkFileProblem, file: string, line: number | null, what: string, help: string) {
    super(line === null ? `${file}: ${what}` : `${file}, line ${line}: ${what}`, help);
    this.problem = problem;
    this.file = file;
    this.line = line;
  }
}
