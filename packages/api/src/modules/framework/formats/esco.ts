import { readCsvRows } from "../../../import/csv-rows.ts";
import type { ImportColumn, RawRow } from "../../../import/importer.ts";
import type { FrameworkFacts } from "../imports/competencies.ts";

const column = (name: string, required = true): ImportColumn => ({
  name,
  required,
  description: "As ESCO publishes it.",
});

/** Of skills_xx.csv and of skillGroups_xx.csv, which has neither skillType nor reuseLevel. */
const conceptColumns = [
  column("conceptType"),
  column("conceptUri"),
  column("preferredLabel"),
  column("skillType", false),
  column("reuseLevel", false),
  column("description", false),
];
/** Of broaderRelationsSkillPillar_xx.csv. */
const relationColumns = [column("conceptUri"), column("broaderUri")];

/** What is the same in every version of ESCO. */
export const escoFacts: FrameworkFacts = {
  key: "esco",
  title: "ESCO: European Skills, Competences, Qualifications and Occupations",
  publisher: "European Commission",
  source: "https://esco.ec.europa.eu",
  attribution: "This service uses the ESCO classification of the European Commission.",
};

/** ESCO's skills or skill groups as rows. @throws ImportFileRefused */
export async function* readEscoConcepts(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow, void, undefined> {
  for await (const { cells, ...row } of readCsvRows(bytes, conceptColumns, { otherColumns: "IGNORED" })) {
    const { conceptUri, skillType, conceptType, preferredLabel, description, reuseLevel } = cells;
    yield {
      ...row,
      cells: { code: conceptUri, type: skillType || conceptType, label: preferredLabel, description, tags: reuseLevel },
    };
  }
}

/**
 * ESCO's broader relations as rows, for concepts that are imported already. A concept may have several broader ones, and
 * a competency has one parent: the first counts, the others are refused by row.
 * @throws ImportFileRefused
 */
export async function* readEscoRelations(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<RawRow, void, undefined> {
  for await (const { cells, ...row } of readCsvRows(bytes, relationColumns, { otherColumns: "IGNORED" }))
    yield { ...row, cells: { code: cells.conceptUri, parentCode: cells.broaderUri } };
}
