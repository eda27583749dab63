import { readdirSync, readFileSync } from "node:fs";
import { inflateRawSync } from "node:zlib";

const folder = new URL("../../../../../testing/data/digcomp-3.0/", import.meta.url);

/** All CSV files of DigComp 3.0 as they are in the repository. */
export function digCompTexts(): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name.endsWith(".csv"));
  return Object.fromEntries(names.map((name) => [name, readFileSync(new URL(name, folder), "utf8")]));
}

/**
 * The rows of a sheet of the Commission's workbook, cells by column letter, exactly as they are stored. A second way to
 * the same facts, apart from derive-levels.py and from the reader under test.
 */
export function workbookSheet(number: number): Record<string, string>[] {
  const zip = readFileSync(new URL("DigComp_3_0_Data_Supplement_24_Nov_2025.xlsx", folder));
  const strings = [...zipEntry(zip, "xl/sharedStrings.xml").matchAll(/<si>(.*?)<\/si>/gs)].map(([, item = ""]) =>
    [...item.matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map(([, text = ""]) => unescapeXml(text)).join(""),
  );
  return [...zipEntry(zip, `xl/worksheets/sheet${number}.xml`).matchAll(/<row [^>]*>(.*?)<\/row>/gs)].map(
    ([, row = ""]) =>
      Object.fromEntries(
        [...row.matchAll(/<c r="([A-Z]+)\d+"([^>]*)>.*?<v>(.*?)<\/v>/gs)].map(
          ([, column = "", attributes = "", value = ""]) => [
            column,
            attributes.includes('t="s"') ? (strings[Number(value)] ?? "") : value,
          ],
        ),
      ),
  );
}

/** A zip's directory stands at its end: PKWARE APPNOTE 4.3.12 (central file header), 4.3.7 (local file header). */
function zipEntry(zip: Buffer, name: string): string {
  for (let at = zip.indexOf("PK\u0001\u0002"); at !== -1; at = zip.indexOf("PK\u0001\u0002", at + 4)) {
    const nameLength = zip.readUInt16LE(at + 28);
    if (zip.toString("utf8", at + 46, at + 46 + nameLength) !== name) continue;
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    return inflateRawSync(zip.subarray(start, start + zip.readUInt32LE(at + 20))).toString("utf8");
  }
  throw new Error(`The workbook has no ${name}.`);
}

function unescapeXml(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
