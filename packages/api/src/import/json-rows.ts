import { longestRow } from "./csv-rows.ts";
import { ImportFileRefused } from "./import-file-refused.ts";
import type { ImportColumn, RawRow } from "./importer.ts";
import { utf8Text } from "./utf8-text.ts";

/** The rows of a file with one JSON object a line (NDJSON), as they come. @throws ImportFileRefused */
export async function* readJsonRows(
  bytes: AsyncIterable<Uint8Array>,
  columns: readonly ImportColumn[],
): AsyncGenerator<RawRow, void, undefined> {
  const known = new Set(columns.map(({ name }) => name));
  let number = 0;
  for await (const line of lines(utf8Text(bytes), () => number + 1)) {
    number += 1;
    yield rowOf(number, line, known);
  }
}

async function* lines(text: AsyncIterable<string>, nextRow: () => number): AsyncGenerator<string, void, undefined> {
  let rest = "";
  for await (const chunk of text) {
    const parts = (rest + chunk).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) if (part.trim() !== "") yield part;
    if (rest.length > longestRow) {
      throw new ImportFileRefused(
        "ROW_TOO_LONG",
        nextRow(),
        `The line is longer than ${longestRow} characters.`,
        "Send one JSON object a line (NDJSON), each a row.",
      );
    }
  }
  if (rest.trim() !== "") yield rest;
}

function rowOf(number: number, line: string, known: ReadonlySet<string>): RawRow {
  const refused = (code: string, path: string, message: string, fix: string): RawRow => ({
    number,
    cells: {},
    problem: { code, path, message, fix },
  });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    value = null;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return refused("ROW_NOT_JSON", "", "The line is not a JSON object.", "Send one JSON object a line, each a row.");
  const cells = value as Readonly<Record<string, unknown>>;
  const stranger = Object.keys(cells).find((name) => !known.has(name));
  if (stranger !== undefined)
    return refused(
      "COLUMN_UNKNOWN",
      stranger.slice(0, 100),
      `There is no column ${JSON.stringify(stranger.slice(0, 100))}.`,
      `Use ${[...known].join(", ")}.`,
    );
  return { number, cells };
}
