import type { CsvRow } from "./csv-table.ts";
import { readCsv } from "./csv-table.ts";
import { onceEach, type TextColumn, textColumns } from "./digcomp-rows.ts";
import { FrameworkFileRefused } from "./framework-file-refused.ts";
import type { FrameworkLevelInput } from "./framework-input.ts";

const fields = ["four_level_name", "four_level_description", "applies_to", "eight_level_description"] as const;
type Field = (typeof fields)[number];

/**
 * The four levels of DigComp 3.0. The file has the eight steps of earlier editions, two to each level, and repeats the
 * level's name and description on both: they must agree, or one of them has been edited and it is anyone's guess which.
 */
export function readLevels(files: Readonly<Record<string, string>>): FrameworkLevelInput[] {
  const file = "levels.en.csv";
  const steps = new Map<number, Map<Field, CsvRow<TextColumn>>>();
  for (const row of onceEach(readCsv(files, file, textColumns), "location")) {
    const [, number, field] = /^digcomp\.level\.([1-8])\.(\w+)$/.exec(row.cells.location) ?? [];
    const known = fields.find((name) => name === field);
    if (number === undefined || known === undefined) {
      throw new FrameworkFileRefused(
        "ROW_UNKNOWN",
        file,
        row.line,
        `${row.cells.location} is not a text of a level.`,
        `Levels have the rows digcomp.level.1 to 8, each with ${fields.join(", ")}.`,
      );
    }
    const step = steps.get(Number(number)) ?? new Map<Field, CsvRow<TextColumn>>();
    steps.set(Number(number), step.set(known, row));
  }

  const levels = new Map<string, { first: Record<Field, string>; steps: string[] }>();
  for (let number = 1; number <= 8; number++) {
    const texts = textsOf(file, number, steps.get(number));
    const level = levels.get(texts.four_level_name);
    if (level === undefined) {
      levels.set(texts.four_level_name, { first: texts, steps: [texts.eight_level_description] });
      continue;
    }
    for (const name of ["four_level_description", "applies_to"] as const) {
      if (texts[name] !== level.first[name]) {
        throw new FrameworkFileRefused(
          "LEVELS_DISAGREE",
          file,
          steps.get(number)?.get(name)?.line ?? null,
          `${name} of the level ${texts.four_level_name} differs from the row before.`,
          "Give both rows of a level the same text.",
        );
      }
    }
    level.steps.push(texts.eight_level_description);
  }
  return [...levels].map(([name, level], i) => ({
    key: name.toLowerCase().replaceAll(" ", "-"),
    name,
    description: [level.first.four_level_description, level.first.applies_to, ...level.steps].join("\n"),
    rank: i + 1,
  }));
}

function textsOf(
  file: string,
  number: number,
  rows: ReadonlyMap<Field, CsvRow<TextColumn>> | undefined,
): Record<Field, string> {
  const text = (field: Field): string => {
    const row = rows?.get(field);
    if (!row?.cells.source) {
      throw new FrameworkFileRefused(
        "TEXT_MISSING",
        file,
        row?.line ?? null,
        `digcomp.level.${number}.${field} has no text.`,
        "Add the row, with its text in the column source.",
      );
    }
    return row.cells.source;
  };
  return {
    four_level_name: text("four_level_name"),
    four_level_description: text("four_level_description"),
    applies_to: text("applies_to"),
    eight_level_description: text("eight_level_description"),
  };
}
