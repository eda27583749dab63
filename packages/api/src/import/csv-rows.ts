import { CsvError, parse } from "csv-parse";
import { ImportFileRefused } from "./import-file-refused.ts";
import type { ImportColumn, RawRow } from "./importer.ts";
import { utf8Text } from "./utf8-text.ts";

/** In characters. No row is near this long; a quotation mark that never closes would otherwise swallow the whole file. */
export const longestRow = 64 * 1024;

/**
 * The rows of a CSV file with a header, as they come: comma, semicolon or tab between cells, RFC 4180 quotes, any line ends.
 * Columns may stand in any order and case.
 * @param columns those that are taken; one that is not known is refused, so that a misspelt one is not silently lost
 * @throws ImportFileRefused
 */
export async function* readCsvRows(
  bytes: AsyncIterable<Uint8Array>,
  columns: readonly ImportColumn[],
  { otherColumns = "REFUSED" }: { readonly otherColumns?: "REFUSED" | "IGNORED" } = {},
): AsyncGenerator<RawRow, void, undefined> {
  const { delimiter, text } = await withDelimiter(utf8Text(bytes));
  let names: string[] | null = null;
  let number = 0;
  for await (const record of records(text, delimiter)) {
    if (record instanceof CsvError) throw malformed(record, number + 1);
    if (names === null) {
      names = headerOf(record, columns, otherColumns);
    } else if (record.some((cell) => cell.trim() !== "")) {
      // Spreadsheets leave rows of nothing but delimiters behind.
      number += 1;
      yield rowOf(number, names, record);
    }
  }
  if (names === null) throw headerWrong("nothing", columns);
}

/**
 * The records of a text, and the error that ends it, if one does. The parser is written to by hand: read as a stream, it
 * would throw away what stands before an error.
 */
async function* records(
  text: AsyncIterable<string>,
  delimiter: string,
): AsyncGenerator<string[] | CsvError, void, undefined> {
  let ready: string[][] = [];
  const parser = parse({
    delimiter,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: longestRow,
    on_record: (cells: string[]) => {
      ready.push(cells);
      return null;
    },
  });
  let failure: Error | null = null;
  parser.on("error", (error) => {
    failure = error;
  });
  parser.resume();
  const done = (step: (callback: () => void) => void) => new Promise<void>((resolve) => step(resolve));
  try {
    for await (const chunk of text) {
      await done((callback) => parser.write(chunk, callback));
      const parsed = ready;
      ready = [];
      yield* parsed;
      if (failure) break;
    }
    if (!failure) await done((callback) => parser.end(callback));
    yield* ready;
    if (failure) yield csvErrorOf(failure);
  } finally {
    parser.destroy();
  }
}

function csvErrorOf(error: Error): CsvError {
  if (error instanceof CsvError) return error;
  throw error;
}

/** Which character stands between cells, by the first line, and the same text. */
async function withDelimiter(
  text: AsyncGenerator<string, void, undefined>,
): Promise<{ delimiter: string; text: AsyncIterable<string> }> {
  let start = "";
  while (!/[\r\n]/.test(start) && start.length < longestRow) {
    const { value, done } = await text.next();
    if (done) break;
    start += value;
  }
  const [line = ""] = start.split(/[\r\n]/, 1);
  const times = (delimiter: string) => line.split(delimiter).length;
  const [delimiter = ","] = [",", ";", "\t"].toSorted((a, b) => times(b) - times(a));
  return {
    delimiter,
    text: (async function* () {
      yield start;
      yield* text;
    })(),
  };
}

function headerOf(
  cells: readonly string[],
  columns: readonly ImportColumn[],
  otherColumns: "REFUSED" | "IGNORED",
): string[] {
  const known = new Map(columns.map(({ name }) => [name.toLowerCase(), name]));
  const names = cells.map((cell) => known.get(cell.trim().toLowerCase()) ?? "");
  const isUnknown = otherColumns === "REFUSED" && cells.some((cell, i) => cell.trim() !== "" && names[i] === "");
  const isTwice = names.some((name, i) => name !== "" && names.indexOf(name) !== i);
  const isMissing = columns.some(({ name, required }) => required && !names.includes(name));
  if (isUnknown || isTwice || isMissing) throw headerWrong(cells.join(",").slice(0, 200), columns);
  return names;
}

function headerWrong(found: string, columns: readonly ImportColumn[]): ImportFileRefused {
  const list = columns.map(({ name, required }) => (required ? name : `${name} (may be left out)`)).join(", ");
  return new ImportFileRefused(
    "HEADER_WRONG",
    null,
    `The header is ${found || "empty"}.`,
    `Begin the file with a line of these columns, each once: ${list}.`,
  );
}

function rowOf(number: number, names: readonly string[], cells: readonly string[]): RawRow {
  const row = { number, cells: Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""])) };
  if (cells.length === names.length) return row;
  return {
    ...row,
    problem: {
      code: "CELLS_WRONG",
      path: "",
      message: `The row has ${cells.length} cells and the header ${names.length}.`,
      fix: "Put a text that holds a comma or semicolon into quotation marks.",
    },
  };
}

/** An unclosed quotation mark is noticed at the end of the file only, or when the row has grown too long. */
function malformed(error: CsvError, row: number): ImportFileRefused {
  const isSwallowed = error.code === "CSV_QUOTE_NOT_CLOSED" || error.code === "CSV_MAX_RECORD_SIZE";
  return new ImportFileRefused(
    "CSV_MALFORMED",
    row,
    isSwallowed
      ? `A quotation mark is never closed, or the row is longer than ${longestRow} characters.`
      : `This is not CSV as RFC 4180 has it (${error.code}).`,
    'Close the quotation mark, and double those inside a text ("").',
  );
}
