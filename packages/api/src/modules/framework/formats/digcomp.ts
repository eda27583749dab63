import { readCsv } from "./csv-table.ts";
import { readLevels } from "./digcomp-levels.ts";
import { onceEach, textColumns } from "./digcomp-rows.ts";
import { FrameworkFileRefused } from "./framework-file-refused.ts";
import type { CompetencyInput, FrameworkInput, FrameworkLevelInput } from "./framework-input.ts";

type Files = Readonly<Record<string, string>>;

/** The files that DigComp 3.0 is read from; others (the glossary, the acronyms) may be there and are not read. */
export const digCompFiles = [
  "core-framework.en.csv",
  "levels.en.csv",
  "statements.en.csv",
  "outcomes.en.csv",
  "statement-levels.en.csv",
  "outcome-levels.en.csv",
] as const;

const statementMarkColumns = ["id", "level", "ai_label"] as const;
const outcomeMarkColumns = ["id", "level", "type", "ai_label"] as const;
const aiLabels = ["AI-Explicit", "AI-Implicit", "AI not Implicit or Explicit"];
const outcomeTypes = ["Knowledge", "Skill", "Attitude"];

/**
 * Reads the European Commission's DigComp 3.0: areas, then competences, then statements, then outcomes, each in the order of its file.
 * @throws FrameworkFileRefused
 */
export function readDigComp(files: Files): FrameworkInput {
  const levels = readLevels(files);
  const { areas, competences } = readCore(files);
  const below = new Set(competences.map(({ code }) => code));
  return {
    key: "digcomp-3.0",
    title: "DigComp 3.0: European Digital Competence Framework",
    version: "3.0",
    publisher: "European Commission, Joint Research Centre (JRC)",
    source: "https://publications.jrc.ec.europa.eu/repository/handle/JRC144121",
    licence: "CC-BY-4.0",
    attribution:
      "Cosgrove, J. and Cachia, R., DigComp 3.0: European Digital Competence Framework – Fifth Edition, Publications Office of the European Union, Luxembourg, 2025, https://data.europa.eu/doi/10.2760/0001149, JRC144121. © European Union, licensed under CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/). Changed: read into Kunna's format, the wording kept; the European Commission has not endorsed it.",
    levels,
    competencies: [
      ...areas,
      ...competences,
      ...readItems(
        files,
        { type: "statement", prefix: "CS", texts: "statements.en.csv", marks: readStatementMarks(files) },
        levels,
        below,
      ),
      ...readItems(
        files,
        { type: "outcome", prefix: "LO", texts: "outcomes.en.csv", marks: readOutcomeMarks(files) },
        levels,
        below,
      ),
    ],
  };
}

function readCore(files: Files): { areas: CompetencyInput[]; competences: CompetencyInput[] } {
  const file = "core-framework.en.csv";
  const items = new Map<string, { line: number; type: "area" | "competence"; label?: string; description?: string }>();
  for (const { line, cells } of onceEach(readCsv(files, file, textColumns), "location")) {
    const [, area, competence, field] =
      /^digcomp\.(?:area\.(\d)|competence\.(\d\.\d))\.(label|description)$/.exec(cells.location) ?? [];
    const code = area ?? competence;
    if (code === undefined || field === undefined) {
      throw new FrameworkFileRefused(
        "ROW_UNKNOWN",
        file,
        line,
        `${cells.location} is not a text of an area or a competence.`,
        "Rows are named digcomp.area.1.label, digcomp.competence.1.1.description and so on.",
      );
    }
    items.set(code, {
      line,
      type: area === undefined ? "competence" : "area",
      ...items.get(code),
      [field]: cells.source,
    });
  }
  const competencies = [...items].map(([code, { line, type, label, description }]): CompetencyInput => {
    if (!label || !description) {
      throw new FrameworkFileRefused(
        "TEXT_MISSING",
        file,
        line,
        `The ${type} ${code} has no ${label ? "description" : "label"}.`,
        "Add the row, with its text in the column source.",
      );
    }
    if (type === "area") return { code, type, label, description, tags: [] };
    const parentCode = code.slice(0, code.indexOf("."));
    if (!items.has(parentCode)) {
      throw new FrameworkFileRefused(
        "PARENT_MISSING",
        file,
        line,
        `The competence ${code} belongs to the area ${parentCode}, which is not there.`,
        `Add the area ${parentCode}, or correct the number.`,
      );
    }
    return { code, type, parentCode, label, description, tags: [] };
  });
  return {
    areas: competencies.filter(({ type }) => type === "area"),
    competences: competencies.filter(({ type }) => type === "competence"),
  };
}

/** What the texts do not say about a statement or outcome, and the line that says it. */
interface Marks {
  readonly file: string;
  readonly byId: ReadonlyMap<string, { line: number; level: string; tags: readonly string[] }>;
}

function readStatementMarks(files: Files): Marks {
  const file = "statement-levels.en.csv";
  const rows = onceEach(readCsv(files, file, statementMarkColumns), "id");
  return {
    file,
    byId: new Map(
      rows.map(({ line, cells }) => [
        cells.id,
        { line, level: cells.level, tags: [markOf(file, line, cells.ai_label, aiLabels)] },
      ]),
    ),
  };
}

function readOutcomeMarks(files: Files): Marks {
  const file = "outcome-levels.en.csv";
  const rows = onceEach(readCsv(files, file, outcomeMarkColumns), "id");
  return {
    file,
    byId: new Map(
      rows.map(({ line, cells }) => [
        cells.id,
        {
          line,
          level: cells.level,
          tags: [markOf(file, line, cells.type, outcomeTypes), markOf(file, line, cells.ai_label, aiLabels)],
        },
      ]),
    ),
  };
}

function markOf(file: string, line: number, mark: string, known: readonly string[]): string {
  if (known.includes(mark)) return mark;
  throw new FrameworkFileRefused(
    "MARK_UNKNOWN",
    file,
    line,
    `${mark || "(nothing)"} is not one of ${known.join(", ")}.`,
    "Correct the spelling: these are the workbook's own words.",
  );
}

interface ItemFile {
  readonly type: "statement" | "outcome";
  readonly prefix: "CS" | "LO";
  readonly texts: string;
  readonly marks: Marks;
}

function readItems(
  files: Files,
  { type, prefix, texts, marks }: ItemFile,
  levels: readonly FrameworkLevelInput[],
  competences: ReadonlySet<string>,
): CompetencyInput[] {
  const pattern = new RegExp(`^digcomp\\.${type}\\.(${prefix}(\\d\\.\\d)\\.\\d\\d)$`);
  const levelKeys = new Map(levels.map(({ name, key }) => [name.toLowerCase(), key]));
  const unused = new Set(marks.byId.keys());
  const items = onceEach(readCsv(files, texts, textColumns), "location").map(({ line, cells }): CompetencyInput => {
    const [, code, parentCode] = pattern.exec(cells.location) ?? [];
    if (code === undefined || parentCode === undefined) {
      throw new FrameworkFileRefused(
        "ROW_UNKNOWN",
        texts,
        line,
        `${cells.location} is not the name of a ${type}.`,
        `Rows are named digcomp.${type}.${prefix}1.1.01 and so on.`,
      );
    }
    if (cells.source === "")
      throw new FrameworkFileRefused(
        "TEXT_MISSING",
        texts,
        line,
        `${code} has no text.`,
        "Put its text in the column source.",
      );
    if (!competences.has(parentCode)) {
      throw new FrameworkFileRefused(
        "PARENT_MISSING",
        texts,
        line,
        `${code} belongs to the competence ${parentCode}, which is not in core-framework.en.csv.`,
        `Add the competence ${parentCode}, or correct the id.`,
      );
    }
    const mark = marks.byId.get(code);
    if (mark === undefined)
      throw new FrameworkFileRefused(
        "LEVEL_MISSING",
        marks.file,
        null,
        `${code} has no level.`,
        `Add a row for ${code} (derive-levels.py writes the file from the workbook).`,
      );
    unused.delete(code);
    const levelKey = levelKeys.get(mark.level.toLowerCase());
    if (levelKey === undefined) {
      throw new FrameworkFileRefused(
        "LEVEL_UNKNOWN",
        marks.file,
        mark.line,
        `${mark.level || "(nothing)"} is not a level.`,
        `Use one of ${levels.map(({ name }) => name).join(", ")}.`,
      );
    }
    return { code, type, parentCode, levelKey, label: cells.source, tags: mark.tags };
  });
  const [stray] = unused;
  if (stray !== undefined) {
    throw new FrameworkFileRefused(
      "ID_UNKNOWN",
      marks.file,
      marks.byId.get(stray)?.line ?? null,
      `${stray} has no text in ${texts}.`,
      "Remove the row, or add its text.",
    );
  }
  return items;
}
