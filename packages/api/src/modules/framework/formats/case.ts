import { ImportFileRefused } from "../../../import/import-file-refused.ts";
import type { RawRow } from "../../../import/importer.ts";
import { utf8Text } from "../../../import/utf8-text.ts";
import type { FrameworkFacts } from "../imports/competencies.ts";

/** In characters. A package is read whole, as its associations may stand before or after its items. */
const longestPackage = 32 * 1024 * 1024;

type Json = Readonly<Record<string, unknown>>;

/** A 1EdTech CASE 1.0 package (CFPackage): the framework's facts, and its items as rows, parents first. @throws ImportFileRefused */
export async function readCasePackage(
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly facts: FrameworkFacts; readonly rows: readonly RawRow[] }> {
  const whole = objectOf(await parsed(bytes));
  const root = "CFPackage" in whole ? objectOf(whole.CFPackage) : whole;
  const document = objectOf(root.CFDocument);
  const identifier = textOf(document, "identifier");
  if (identifier === "" || !Array.isArray(root.CFItems))
    throw malformed("It has no CFDocument with an identifier, or no CFItems.");
  const items = root.CFItems.map(objectOf);
  const associations = Array.isArray(root.CFAssociations) ? root.CFAssociations.map(objectOf) : [];
  const licence = objectOf(document.licenseURI);
  const facts: FrameworkFacts = {
    key: `case-${identifier.toLowerCase()}`,
    title: textOf(document, "title") || identifier,
    version: textOf(document, "version") || "1",
    ...optional("publisher", textOf(document, "publisher") || textOf(document, "creator")),
    ...optional("source", textOf(document, "officialSourceURL") || textOf(document, "uri")),
    ...optional("licence", textOf(licence, "title") || textOf(licence, "uri")),
  };
  return { facts, rows: rowsOf(items, parentsOf(associations, items, identifier)) };
}

async function parsed(bytes: AsyncIterable<Uint8Array>): Promise<unknown> {
  let text = "";
  for await (const chunk of utf8Text(bytes)) {
    text += chunk;
    if (text.length > longestPackage) throw malformed(`It is longer than ${longestPackage} characters.`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw malformed("It is not JSON.");
  }
}

/** The parent of each item, by identifiers; null: it stands at the top. Of several the first one counts. */
function parentsOf(
  associations: readonly Json[],
  items: readonly Json[],
  document: string,
): Map<string, string | null> {
  const known = new Set(items.map((item) => textOf(item, "identifier")));
  const parents = new Map<string, string | null>();
  for (const association of associations) {
    if (textOf(association, "associationType") !== "isChildOf") continue;
    const child = textOf(objectOf(association.originNodeURI), "identifier");
    const parent = textOf(objectOf(association.destinationNodeURI), "identifier");
    if (known.has(child) && !parents.has(child)) parents.set(child, parent === document ? null : parent);
  }
  return parents;
}

/** Every item as a row, numbered as in the file. Those that are below themselves come last. */
function rowsOf(items: readonly Json[], parents: ReadonlyMap<string, string | null>): RawRow[] {
  const rows = items.map((item, index) => rowOf(index + 1, item, parents));
  const indexes = new Map<string, number>();
  items.forEach((item, index) => {
    const identifier = textOf(item, "identifier");
    // Of two with one identifier the first counts.
    if (identifier !== "" && !indexes.has(identifier)) indexes.set(identifier, index);
  });
  const children = new Map<number, number[]>();
  const top: number[] = [];
  items.forEach((item, index) => {
    const parent = indexes.get(parents.get(textOf(item, "identifier")) ?? "");
    if (parent === undefined) top.push(index);
    else children.set(parent, [...(children.get(parent) ?? []), index]);
  });
  const placed = new Set<number>();
  for (const queue = [...top]; queue.length > 0; ) {
    const next = queue.shift() ?? 0;
    placed.add(next);
    for (const child of children.get(next) ?? []) queue.push(child);
  }
  const below = rows.flatMap((row, index) => (placed.has(index) ? [] : [{ ...row, problem: cycle }]));
  return [...[...placed].flatMap((index) => rows[index] ?? []), ...below];
}

function rowOf(number: number, item: Json, parents: ReadonlyMap<string, string | null>): RawRow {
  const code = textOf(item, "identifier");
  const levels = Array.isArray(item.educationLevel) ? item.educationLevel : [];
  const human = textOf(item, "humanCodingScheme");
  return {
    number,
    cells: {
      code,
      parentCode: parents.get(code) ?? "",
      type: textOf(item, "CFItemType") || "statement",
      label: textOf(item, "fullStatement"),
      description: textOf(item, "notes"),
      tags: [...(human === "" ? [] : [human]), ...levels],
    },
  };
}

const cycle = {
  code: "PARENT_CYCLE",
  path: "parentCode",
  message: "By its associations the item is part of itself, or of one that is.",
  fix: "Correct the isChildOf associations.",
};

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function textOf(of: Json, name: string): string {
  const value = Object.hasOwn(of, name) ? of[name] : undefined;
  return typeof value === "string" ? value.trim() : "";
}

function optional<Name extends string>(name: Name, value: string): Partial<Record<Name, string>> {
  return value === "" ? {} : ({ [name]: value } as Record<Name, string>);
}

function malformed(why: string): ImportFileRefused {
  return new ImportFileRefused(
    "JSON_MALFORMED",
    null,
    `This is no CASE 1.0 package. ${why}`,
    "Send the CFPackage as its publisher gives it.",
  );
}
