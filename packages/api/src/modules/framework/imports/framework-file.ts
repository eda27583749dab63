import { readCsvRows } from "../../../import/csv-rows.ts";
import type { Importer, RawRow } from "../../../import/importer.ts";
import { readCasePackage } from "../formats/case.ts";
import { escoFacts, readEscoConcepts, readEscoRelations } from "../formats/esco.ts";
import { competenciesImporter, competencyColumns, type FrameworkFacts } from "./competencies.ts";

/** The forms that a framework's file may have. ESCO comes in files: skillGroups and skills as esco-skills, then esco-relations. */
export const frameworkFormats = ["csv", "case", "esco-skills", "esco-relations"] as const;
export type FrameworkFormat = (typeof frameworkFormats)[number];

/** What is said of a framework beside its file; it goes before what the file says. */
export interface GivenFacts {
  readonly key?: string;
  readonly title?: string;
  readonly version?: string;
  /** Keys of levels, the lowest first; they are their names, too. */
  readonly levels?: readonly string[];
}

/** Opens a framework's file: its rows, and what takes them. @throws ImportFileRefused */
export async function openFrameworkFile(
  format: FrameworkFormat,
  { levels, ...given }: GivenFacts,
  bytes: AsyncIterable<Uint8Array>,
): Promise<{ readonly importer: Importer; readonly rows: AsyncIterable<RawRow> | Iterable<RawRow> }> {
  const named = levels ? { levels: levels.map((key, index) => ({ key, name: key, rank: index + 1 })) } : {};
  const importer = (facts: FrameworkFacts) => competenciesImporter({ ...facts, ...given, ...named });
  switch (format) {
    case "case": {
      const { facts, rows } = await readCasePackage(bytes);
      return { importer: importer(facts), rows };
    }
    case "csv":
      return { importer: importer({ key: "own" }), rows: readCsvRows(bytes, competencyColumns) };
    case "esco-skills":
      return { importer: importer(escoFacts), rows: readEscoConcepts(bytes) };
    case "esco-relations":
      return { importer: importer(escoFacts), rows: readEscoRelations(bytes) };
  }
}
