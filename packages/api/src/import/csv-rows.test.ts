import fc from "fast-check";
import { expect, it } from "vitest";
import { readCsvRows } from "./csv-rows.ts";
import type { ImportColumn, RawRow } from "./importer.ts";

const columns: ImportColumn[] = ["a", "b"].map((name) => ({ name, required: name === "a", description: "A." }));

/** The text as bytes in pieces of the size. */
async function* inPieces(text: string, size: number) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(text: string, size = 7): Promise<{ rows: RawRow[]; error: unknown }> {
  const rows: RawRow[] = [];
  try {
    for await (const row of readCsvRows(inPieces(text, size), columns)) rows.push(row);
  } catch (error) {
    return { rows, error };
  }
  return { rows, error: null };
}

it("gives every row before an error, and the error's row, whatever the pieces", async () => {
  for (const size of [1, 2, 5, 1_000]) {
    const { rows, error } = await readAll('a,b\n1,x\n\n2,"y\n""z"""\n3,"never closed\n4,w\n', size);
    expect(rows.map(({ cells }) => cells)).toEqual([
      { a: "1", b: "x" },
      { a: "2", b: 'y\n"z"' },
    ]);
    expect(error).toMatchObject({ problem: "CSV_MALFORMED", row: 3 });
  }
});

it("reads back what a spreadsheet writes, with any delimiter and line ends, in any pieces", async () => {
  const cell = fc.string({ unit: fc.constantFrom("x", "å", "😀", '"', ",", ";", "\n", " ") });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { maxLength: 8 }),
      fc.constantFrom(",", ";", "\t"),
      fc.constantFrom("\n", "\r\n"),
      fc.integer({ min: 1, max: 40 }),
      fc.boolean(),
      async (table, delimiter, lineEnd, size, mark) => {
        const quoted = table.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(delimiter));
        const text = (mark ? "\uFEFF" : "") + [`B${delimiter}A `, ...quoted].join(lineEnd);
        const { rows, error } = await readAll(text, size);
        expect(error).toBeNull();
        const kept = table.filter((row) => row.some((one) => one.trim() !== ""));
        expect(rows).toEqual(kept.map(([b, a], index) => ({ number: index + 1, cells: { a, b } })));
      },
    ),
  );
});

it("whatever the bytes, it ends in rows or in one refusal", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
      async function* source() {
        yield Buffer.from("a,b\n");
        yield bytes;
      }
      try {
        for await (const row of readCsvRows(source(), columns))
          expect(Object.keys(row.cells).sort()).toEqual(["a", "b"]);
      } catch (error) {
        expect(error).toMatchObject({ code: "IMPORT_FILE_REFUSED" });
      }
    }),
  );
});
