import { CsvError, parse } from "csv-parse/sync";
import { FrameworkFileRefused } from "./framework-file-refused.ts";

/** A row of a CSV file, its cells by column, and the line on which it begins. */
export interface CsvRow<Column extends string> {
  readonly file: string;
  readonly line: number;
  readonly cells: Readonly<Record<Column, string>>;
}

/** No cell of a framework is near this long; an opening quote that never closes would otherwise swallow the whole file. */
const longestRow = 64 * 1024;

/**
 * Reads one of the given files as CSV with exactly these columns. Cells come out with plain, single spaces and none at
 * the ends: spreadsheets leave trailing and non-breaking ones behind, and "Basic " must be the level Basic.
 */
export function readCsv<Column extends string>(
  files: Readonly<Record<string, string>>,
  file: string,
  columns: readonly Column[],
): CsvRow<Column>[] {
  // Own properties only: a file name such as "constructor" must not find the object's own machinery.
  const text = Object.hasOwn(files, file) ? files[file] : undefined;
  if (text === undefined) {
    throw new FrameworkFileRefused(
      "FILE_MISSING",
      file,
      null,
      "The file is missing.",
      `Add ${file} to the files of the import.`,
    );
  }
  const [header, ...rows] = parseRows(file, text);
  if (
    header === undefined ||
    header.cells.length !== columns.length ||
    !columns.every((name, i) => header.cells[i] === name)
  ) {
    const found = header === undefined ? "nothing" : header.cells.join(",").slice(0, 200);
    throw new FrameworkFileRefused(
      "HEADER_WRONG",
      file,
      header?.line ?? 1,
      `The header is ${found}, not ${columns.join(",")}.`,
      "Use the file as it was published, with its header in the first line.",
    );
  }
  return rows.map(({ line, cells }) => ({
    file,
    line,
    cells: Object.fromEntries(columns.map((name, i) => [name, cells[i] ?? ""])) as Record<Column, string>,
  }));
}

function parseRows(file: string, text: string): { line: number; cells: string[] }[] {
  const rows: { line: number; cells: string[] }[] = [];
  let lastLine = 0;
  try {
    parse(text, {
      bom: true,
      skip_empty_lines: true,
      max_record_size: longestRow,
      on_record: (cells: string[], { lines }) => {
        const breaks = cells.reduce((sum, cell) => sum + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 0);
        rows.push({ line: lines - breaks, cells: cells.map(evenSpaces) });
        lastLine = lines;
        return null;
      },
    });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // An unclosed quote is only noticed at the end of the file; the row that opened it is the next after the last whole one.
    const swallowed = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
    const line = swallowed ? lastLine + 1 : Number(error.lines ?? lastLine + 1);
    const what = swallowed
      ? "A quotation mark is opened in or after this line and never closed."
      : `This is not CSV as RFC 4180 has it (${error.code}).`;
    throw new FrameworkFileRefused(
      "CSV_MALFORMED",
      file,
      line,
      what,
      'Close the quotation mark, double those inside a text (""), and give each row as many cells as the header.',
    );
  }
  return rows;
}

function evenSpaces(cell: string): string {
  return cell.replace(/\s+/gu, " ").trim();
}
