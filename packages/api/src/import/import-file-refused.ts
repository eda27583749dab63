import { Refusal } from "@kunna/domain";

export const importFileProblems = [
  "NOT_UTF8",
  "HEADER_WRONG",
  "CSV_MALFORMED",
  "JSON_MALFORMED",
  "ROW_TOO_LONG",
  "TOO_MANY_ROWS",
] as const;
export type ImportFileProblem = (typeof importFileProblems)[number];

/** A file can't be read on from here. Rows before it have been told of already; nothing after it was looked at. */
export class ImportFileRefused extends Refusal {
  readonly code = "IMPORT_FILE_REFUSED";
  readonly problem: ImportFileProblem;
  /** The row that could not be read, counted from 1 without the header; null when the file as a whole is meant. */
  readonly row: number | null;

  constructor(problem: ImportFileProblem, row: number | null, message: string, help: string) {
    super(row === null ? message : `Row ${row}: ${message}`, help);
    this.problem = problem;
    this.row = row;
  }
}
