import fc from "fast-check";
import { expect, it } from "vitest";
import { codesOf, module, requirement, sound, version } from "../fixture.test.support.ts";
import { checkVersion } from "../program/check.ts";
import { InvalidInput } from "../refusal.ts";
import { RubricNotMet } from "./errors.ts";
import { verdicts } from "./evidence.ts";
import { checkRubric, judge, type RatingInput, type Rubric } from "./rubric.ts";

const level = (key: string, passes: boolean, rank: number) => ({ key, title: key, description: "", passes, rank });
const levels = [level("weak", false, 0), level("good", true, 1), level("strong", true, 2)];
const rubric = (...keys: string[]): Rubric => ({ criteria: keys.map((key) => ({ key, title: key, levels })) });

it.each([
  ["two criteria", rubric("care", "record"), []],
  ["levels that all pass", { criteria: [{ key: "care", title: "", levels: [level("seen", true, 0)] }] }, []],
  ["no criteria", rubric(), ["RUBRIC_WITHOUT_CRITERIA /criteria"]],
  ["a key twice", rubric("care", "care"), ["RUBRIC_KEY_TWICE /criteria.1.key"]],
  [
    "a level's key twice",
    { criteria: [{ key: "care", title: "", levels: [...levels, level("good", true, 3)] }] },
    ["RUBRIC_KEY_TWICE /criteria.0.levels.3.key"],
  ],
  [
    "no level that passes",
    { criteria: [{ key: "care", title: "", levels: [level("weak", false, 0)] }] },
    ["CRITERION_NEVER_PASSES /criteria.0.levels"],
  ],
  ["no levels", { criteria: [{ key: "care", title: "", levels: [] }] }, ["CRITERION_NEVER_PASSES /criteria.0.levels"]],
  [
    "a level that passes below one that does not",
    { criteria: [{ key: "care", title: "", levels: [level("weak", true, 0), level("good", false, 1)] }] },
    ["LEVELS_OUT_OF_ORDER /criteria.0.levels"],
  ],
  [
    "a level that passes beside one that does not",
    { criteria: [{ key: "care", title: "", levels: [level("weak", false, 1), level("good", true, 1)] }] },
    ["LEVELS_OUT_OF_ORDER /criteria.0.levels"],
  ],
])("R3 a rubric of %s is checked at publication", (_what, given, expected) => {
  expect(checkRubric(given, "").map(({ code, path }) => `${code} ${path.replace(/^\./, "/")}`)).toEqual(expected);
});

it("R3 publication checks the rubric of each requirement, at its place", () => {
  const asks = (over: Rubric | null) =>
    module("m", sound, {
      requirements: [
        requirement("a", { rubric: over }),
        requirement("b", { kind: "REFLECTION", rubric: rubric("care") }),
      ],
    });
  const path = { kind: "ALL", members: [{ kind: "MODULE", moduleKey: "m" }] } as const;
  expect(checkVersion(version(path, [asks(rubric("care"))]))).toEqual([]);
  expect(checkVersion(version(path, [asks(rubric())]))).toMatchObject([
    { code: "RUBRIC_WITHOUT_CRITERIA", path: "modules.0.requirements.0.rubric.criteria" },
  ]);
});

const task = { key: "task", rubric: rubric("care", "record") };
const reflection = { key: "reflection", rubric: rubric("depth") };
const free = { key: "free", rubric: null };
const rate = (requirementKey: string, criterionKey: string, levelKey: string): RatingInput => ({
  requirementKey,
  criterionKey,
  levelKey,
  comment: "",
});
const all = [rate("task", "care", "good"), rate("task", "record", "strong"), rate("reflection", "depth", "good")];
const allBut = (at: number, instead?: RatingInput) => all.toSpliced(at, 1, ...(instead ? [instead] : []));

it("R3 ACCEPTED with a passing level for every criterion is kept, in the order of the rubrics", () => {
  const kept = judge([task, free, reflection], "ACCEPTED", all.toReversed());
  expect(kept).toEqual(all.map((rating) => ({ ...rating, passes: true })));
  expect(judge([free], "ACCEPTED", [])).toEqual([]);
});

it.each([
  ["a criterion of the first requirement", allBut(1), ["RATING_MISSING ratings"]],
  ["a criterion of the last requirement", allBut(2), ["RATING_MISSING ratings"]],
  ["every criterion", [], ["RATING_MISSING ratings", "RATING_MISSING ratings", "RATING_MISSING ratings"]],
])("R3 ACCEPTED without a rating for %s is no input", (_what, given, expected) => {
  expect(problemsOf(() => judge([task, reflection], "ACCEPTED", given))).toEqual(expected);
});

it.each([
  ["a requirement that is not named", rate("other", "care", "good"), "REQUIREMENT_NOT_NAMED ratings.3.requirementKey"],
  ["a requirement without rubric", rate("free", "care", "good"), "CRITERION_UNKNOWN ratings.3.criterionKey"],
  ["an unknown criterion", rate("task", "depth", "good"), "CRITERION_UNKNOWN ratings.3.criterionKey"],
  ["an unknown level", rate("task", "care", "great"), "RUBRIC_LEVEL_UNKNOWN ratings.3.levelKey"],
  ["a criterion twice", rate("task", "care", "weak"), "RATING_TWICE ratings.3.criterionKey"],
])("R3 a rating of %s is no input, whatever the verdict", (_what, extra, expected) => {
  for (const verdict of verdicts)
    expect(problemsOf(() => judge([task, reflection, free], verdict, [...all, extra]))).toEqual([expected]);
});

it("R3 ACCEPTED below a passing level is refused, naming each criterion that is not met", () => {
  const given = [rate("task", "care", "weak"), rate("task", "record", "good"), rate("reflection", "depth", "weak")];
  const refused = caught(() => judge([task, reflection], "ACCEPTED", given));
  expect(refused).toBeInstanceOf(RubricNotMet);
  expect((refused as RubricNotMet).criteria).toEqual([
    { requirementKey: "task", criterionKey: "care" },
    { requirementKey: "reflection", criterionKey: "depth" },
  ]);
});

it("R3 RETURNED keeps what was rated, and which of it is not met", () => {
  expect(judge([task, reflection], "RETURNED", [rate("task", "record", "weak")])).toEqual([
    { ...rate("task", "record", "weak"), passes: false },
  ]);
});

it("R3 ACCEPTED is let through exactly when each criterion of each named requirement is on a level that passes", () => {
  const choice = fc.constantFrom("weak", "good", "strong", null);
  fc.assert(
    fc.property(fc.tuple(choice, choice, choice), (chosen) => {
      const given = all.flatMap((rating, at) => (chosen[at] ? [{ ...rating, levelKey: chosen[at] }] : []));
      const refused = caught(() => judge([task, reflection], "ACCEPTED", given));
      if (chosen.includes(null)) expect(refused).toBeInstanceOf(InvalidInput);
      else if (chosen.includes("weak")) expect(refused).toBeInstanceOf(RubricNotMet);
      else expect(refused).toBeNull();
    }),
  );
});

function caught(run: () => unknown): unknown {
  try {
    run();
    return null;
  } catch (error) {
    return error;
  }
}

function problemsOf(run: () => unknown): string[] {
  const error = caught(run);
  if (!(error instanceof InvalidInput)) throw error ?? new Error("Nothing was refused.");
  expect(codesOf(error.problems)).not.toEqual([]);
  return error.problems.map(({ code, path }) => `${code} ${path}`);
}
