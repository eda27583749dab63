import { describe, expect, it } from "vitest";
import { digCompTexts, workbookSheet } from "./digcomp.test.helper.ts";
import { digCompFiles, readDigComp } from "./digcomp.ts";
import { FrameworkFileRefused } from "./framework-file-refused.ts";

const texts = digCompTexts();
const framework = readDigComp(texts);
const ofType = (type: string) => framework.competencies.filter((competency) => competency.type === type);
const even = (text: string | undefined) => (text ?? "").replace(/\s+/g, " ").trim();

describe("DigComp 3.0", () => {
  it("has 5 areas, 21 competences, 362 statements and 523 outcomes, in this order", () => {
    const types = framework.competencies.map(({ type }) => type);
    expect(types).toEqual([
      ...Array(5).fill("area"),
      ...Array(21).fill("competence"),
      ...Array(362).fill("statement"),
      ...Array(523).fill("outcome"),
    ]);
    expect(framework.competencies.slice(0, 7).map(({ code }) => code)).toEqual(["1", "2", "3", "4", "5", "1.1", "1.2"]);
  });

  it("has no code twice, and every parent before its children", () => {
    const seen = new Set<string>();
    for (const { code, parentCode, type } of framework.competencies) {
      expect(seen.has(code), code).toBe(false);
      expect(type === "area" ? parentCode === undefined : seen.has(parentCode ?? ""), code).toBe(true);
      seen.add(code);
    }
  });

  it("has four levels, each described by its own text and by its two steps", () => {
    expect(framework.levels.map(({ key, name, rank }) => [key, name, rank])).toEqual([
      ["basic", "Basic", 1],
      ["intermediate", "Intermediate", 2],
      ["advanced", "Advanced", 3],
      ["highly-advanced", "Highly advanced", 4],
    ]);
    for (const { description } of framework.levels) expect(description?.split("\n")).toHaveLength(4);
    expect(framework.levels[0]?.description).toContain("At the top of the Basic level");
  });

  it("gives each outcome the text, level, type and AI label of the workbook", () => {
    const names = new Map(framework.levels.map(({ key, name }) => [key, name]));
    const [, ...rows] = workbookSheet(5);
    expect(
      ofType("outcome").map(({ code, label, levelKey, tags }) => [code, label, names.get(levelKey ?? ""), ...tags]),
    ).toEqual(rows.map(({ E, F, G, H, I }) => [E, F, G, H, I].map(even)));
  });

  it("gives each statement the text, level and AI label of the workbook", () => {
    const names = new Map(framework.levels.map(({ key, name }) => [key, name]));
    const [, ...rows] = workbookSheet(4);
    expect(
      ofType("statement").map(({ code, label, levelKey, tags }) => [code, label, names.get(levelKey ?? ""), ...tags]),
    ).toEqual(rows.map(({ G, H, I, J }) => [G, H, I, J].map(even)));
  });

  it("counts as many outcomes a level and a type as the workbook", () => {
    const count = (values: (string | undefined)[]) => {
      const sums: Record<string, number> = {};
      for (const value of values) sums[value ?? ""] = (sums[value ?? ""] ?? 0) + 1;
      return sums;
    };
    expect(count(ofType("outcome").map(({ levelKey }) => levelKey))).toEqual({
      basic: 151,
      intermediate: 170,
      advanced: 119,
      "highly-advanced": 83,
    });
    expect(count(ofType("outcome").map(({ tags }) => tags[0]))).toEqual({ Knowledge: 217, Skill: 199, Attitude: 107 });
    expect(count(ofType("outcome").map(({ tags }) => tags[1]))).toEqual({
      "AI-Explicit": 69,
      "AI-Implicit": 330,
      "AI not Implicit or Explicit": 124,
    });
    expect(count(ofType("statement").map(({ levelKey }) => levelKey))).toEqual({
      basic: 97,
      intermediate: 103,
      advanced: 89,
      "highly-advanced": 73,
    });
  });

  it("keeps no stray spaces", () => {
    for (const { label, description = "" } of framework.competencies)
      expect([label, description]).toEqual([even(label), even(description)]);
  });

  it("carries its attribution", () => {
    expect(framework.attribution).toContain("Cosgrove, J. and Cachia, R.");
    expect(framework.licence).toBe("CC-BY-4.0");
  });

  it("reads files with a byte order mark and Windows line ends", () => {
    const windows = Object.fromEntries(
      Object.entries(texts).map(([name, text]) => [name, `\uFEFF${text.replaceAll("\n", "\r\n")}`]),
    );
    expect(readDigComp(windows)).toEqual(framework);
  });

  it("reads level names with trailing and non-breaking spaces", () => {
    const spaced = (texts["outcome-levels.en.csv"] ?? "")
      .replaceAll('"Basic"', '"Basic "')
      .replaceAll('"Highly advanced"', '"Highly\u00A0Advanced"');
    expect(readDigComp({ ...texts, "outcome-levels.en.csv": spaced })).toEqual(framework);
  });
});

describe("Files that are not DigComp 3.0 are refused, saying where and what to do", () => {
  const edited = (file: string, edit: (text: string) => string) => ({ ...texts, [file]: edit(texts[file] ?? "") });
  const refusal = (files: Record<string, string>) => {
    try {
      readDigComp(files);
    } catch (error) {
      if (error instanceof FrameworkFileRefused) return error;
      throw error;
    }
    throw new Error("Nothing was refused.");
  };
  const lineOf = (file: string, text: string) =>
    (texts[file] ?? "").split("\n").findIndex((line) => line.includes(text)) + 1;

  it.each(digCompFiles)("%s is missing", (file) => {
    const { [file]: _, ...rest } = texts;
    expect(refusal(rest)).toMatchObject({ code: "FRAMEWORK_FILE_REFUSED", problem: "FILE_MISSING", file, line: null });
  });

  it.each(digCompFiles)("%s is empty", (file) => {
    expect(refusal({ ...texts, [file]: "" })).toMatchObject({ problem: "HEADER_WRONG", file, line: 1 });
  });

  it.each(digCompFiles)("%s ends within a quotation", (file) => {
    const text = texts[file] ?? "";
    const rows = text.trimEnd().split("\n");
    expect(refusal({ ...texts, [file]: text.trimEnd().slice(0, -1) })).toMatchObject({
      problem: "CSV_MALFORMED",
      file,
      line: rows.length,
    });
  });

  it.each<[string, string, (text: string) => string, object]>([
    [
      "a wrong header",
      "outcomes.en.csv",
      (text) => text.replace('"source"', '"text"'),
      { problem: "HEADER_WRONG", line: 1 },
    ],
    [
      "a web page instead of a file",
      "levels.en.csv",
      () => "<!doctype html>\n<title>Not found</title>\n",
      { problem: "HEADER_WRONG", line: 1 },
    ],
    [
      "an unknown level",
      "outcome-levels.en.csv",
      (text) => text.replace('"LO1.1.02","Basic"', '"LO1.1.02","Expert"'),
      { problem: "LEVEL_UNKNOWN", line: 3 },
    ],
    [
      "an unknown AI label",
      "statement-levels.en.csv",
      (text) => text.replace("AI-Explicit", "AI-Exploded"),
      { problem: "MARK_UNKNOWN", line: 3 },
    ],
    [
      "the same id twice",
      "outcome-levels.en.csv",
      (text) => text.replace('"LO1.1.02"', '"LO1.1.01"'),
      { problem: "DUPLICATE_ID", line: 3 },
    ],
    [
      "the same text twice",
      "statements.en.csv",
      (text) => text.replace("digcomp.statement.CS1.1.03", "digcomp.statement.CS1.1.01"),
      { problem: "DUPLICATE_ID", line: 4 },
    ],
    [
      "a row of another kind",
      "outcomes.en.csv",
      (text) => text.replace("digcomp.outcome.LO1.1.01", "digcomp.statement.CS1.1.01"),
      { problem: "ROW_UNKNOWN", line: 2 },
    ],
    [
      "a parent that is not there",
      "outcomes.en.csv",
      (text) => text.replace("digcomp.outcome.LO1.1.01", "digcomp.outcome.LO9.9.01"),
      { problem: "PARENT_MISSING", line: 2 },
    ],
    [
      "an outcome without a level",
      "outcome-levels.en.csv",
      (text) => text.replace(/"LO5\.4\.17".*\n/, ""),
      { problem: "LEVEL_MISSING", line: null },
    ],
    [
      "a level for no outcome",
      "outcomes.en.csv",
      (text) => text.replace(/.*LO1\.1\.02".*\n/, ""),
      { problem: "ID_UNKNOWN", file: "outcome-levels.en.csv", line: 3 },
    ],
    [
      "an empty text",
      "core-framework.en.csv",
      (text) => text.replace('"Evaluating information"', '" \u00A0"'),
      { problem: "TEXT_MISSING", line: lineOf("core-framework.en.csv", "1.2.label") },
    ],
    [
      "a level with two descriptions",
      "levels.en.csv",
      (text) => text.replace("with guidance as needed", "alone"),
      { problem: "LEVELS_DISAGREE", line: lineOf("levels.en.csv", "level.2.four_level_description") },
    ],
    [
      "a row with a cell too few",
      "statements.en.csv",
      (text) => text.replace(/,""\n/, "\n"),
      { problem: "CSV_MALFORMED", line: 2 },
    ],
    [
      "a quotation opened in the middle of a text",
      "statements.en.csv",
      (text) => text.replace("Acknowledge", 'Ack"nowledge'),
      { problem: "CSV_MALFORMED", line: 2 },
    ],
  ])("%s", (_, file, edit, expected) => {
    const error = refusal(edited(file, edit));
    expect(error).toMatchObject({ file, ...expected });
    expect(error.help).not.toBe("");
  });

  it("finds no file in the machinery of the object", () => {
    expect(refusal(Object.create(texts) as Record<string, string>)).toMatchObject({ problem: "FILE_MISSING" });
  });
});
