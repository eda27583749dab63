import type { CsvRow } from "./csv-table.ts";
import { FrameworkFileRefused } from "./framework-file-refused.ts";

/** The columns of DigComp's text files: those of a translation tool. `source` is the English text, `target` is unused. */
export const textColumns = ["location", "context", "source", "target"] as const;
export type TextColumn = (typeof textColumns)[number];

/** The same rows; refused when one id stands twice, since the second would silently win or be lost. */
export function onceEach<Column extends string>(
  rows: readonly CsvRow<Column>[],
  id: NoInfer<Column>,
): readonly CsvRow<Column>[] {
  const lines = new Map<string, number>();
  for (const row of rows) {
    const before = lines.get(row.cells[id]);
    if (before !== undefined) {
      throw new FrameworkFileRefused(
        "DUPLICATE_ID",
        row.file,
        row.line,
        `${row.cells[id]} already stands in line ${before}.`,
        "Keep one of the two rows.",
      );
    }
    lines.set(row.cells[id], row.line);
  }
  return rows;
}
