import { z } from "zod";
import { InvalidInput, type Problem } from "../refusal.ts";
import { RubricNotMet } from "./errors.ts";
import type { Verdict } from "./evidence.ts";

const keySchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9.-]{0,99}$/, "must be 1 to 100 lower-case letters, digits, dots and hyphens");
const titleSchema = z.string().trim().min(1).max(300);

const levelSchema = z.object({
  key: keySchema,
  title: titleSchema,
  /** What work on this level looks like. */
  description: z.string().max(10_000),
  /** Whether it is enough. */
  passes: z.boolean(),
  /** A higher rank is a better level. */
  rank: z.number().int().min(0).max(1_000),
});

const criterionSchema = z.object({ key: keySchema, title: titleSchema, levels: z.array(levelSchema).max(20) });

/** What reviewers judge evidence by: criteria, each with its levels (R3). A draft's may be unfinished; publication checks it. */
export const rubricSchema = z.object({ criteria: z.array(criterionSchema).max(50) });

export type Rubric = z.output<typeof rubricSchema>;

/** A reviewer's judgement of one criterion. */
export interface RatingInput {
  readonly requirementKey: string;
  readonly criterionKey: string;
  readonly levelKey: string;
  /** Empty when there is nothing to add. */
  readonly comment: string;
}

/** As it is kept with the review: also whether the level passed, by the rubric of then. */
export const ratingsSchema = z.array(
  z.object({
    requirementKey: z.string(),
    criterionKey: z.string(),
    levelKey: z.string(),
    passes: z.boolean(),
    comment: z.string(),
  }),
);

export type Rating = z.output<typeof ratingsSchema>[number];

/** A requirement that an evidence names, with what it is judged by. */
export interface JudgedRequirement {
  readonly key: string;
  readonly rubric: Rubric | null;
}

/** What keeps a version with this rubric from being published. */
export function checkRubric({ criteria }: Rubric, path: string): Problem[] {
  if (criteria.length === 0) {
    return [
      {
        code: "RUBRIC_WITHOUT_CRITERIA",
        path: `${path}.criteria`,
        message: "The rubric has no criteria.",
        fix: "Add at least one criterion, or remove the rubric.",
      },
    ];
  }
  return [
    ...keysTwice(criteria, `${path}.criteria`, "criterion"),
    ...criteria.flatMap(({ key, levels }, c) => {
      const where = `${path}.criteria.${c}.levels`;
      return [...keysTwice(levels, where, "level"), ...levelProblems(key, levels, where)];
    }),
  ];
}

function keysTwice(items: readonly { readonly key: string }[], path: string, what: string): Problem[] {
  return items.flatMap(({ key }, index) =>
    items.findIndex((other) => other.key === key) === index
      ? []
      : [
          {
            code: "RUBRIC_KEY_TWICE",
            path: `${path}.${index}.key`,
            message: `The ${what} key ${key} is used twice.`,
            fix: `Give each ${what} a key of its own.`,
          },
        ],
  );
}

function levelProblems(key: string, levels: Rubric["criteria"][number]["levels"], path: string): Problem[] {
  const passing = levels.filter(({ passes }) => passes).map(({ rank }) => rank);
  if (passing.length === 0) {
    return [
      {
        code: "CRITERION_NEVER_PASSES",
        path,
        message: `No level of the criterion ${key} passes: nothing would meet it.`,
        fix: "Add a level that passes.",
      },
    ];
  }
  const failing = levels.filter(({ passes }) => !passes).map(({ rank }) => rank);
  if (failing.length === 0 || Math.min(...passing) > Math.max(...failing)) return [];
  return [
    {
      code: "LEVELS_OUT_OF_ORDER",
      path,
      message: `In the criterion ${key}, a level that passes does not rank above one that does not.`,
      fix: "Give the levels that pass the higher ranks.",
    },
  ];
}

/**
 * R3: judges ratings against the rubrics of the requirements that the evidence names. ACCEPTED needs a passing level for every
 * criterion; another verdict may leave criteria out.
 * @returns the ratings as they are kept, in the order of the rubrics
 * @throws InvalidInput where a rating is missing or names what is not there, RubricNotMet
 */
export function judge(
  requirements: readonly JudgedRequirement[],
  verdict: Verdict,
  given: readonly RatingInput[],
): Rating[] {
  const problems = given.flatMap((rating, index) => ratingProblems(requirements, given, rating, index));
  if (problems.length > 0) throw new InvalidInput(problems);
  const ratings: Rating[] = [];
  const missing: Problem[] = [];
  for (const { key: requirementKey, rubric } of requirements) {
    for (const { key: criterionKey, levels } of rubric?.criteria ?? []) {
      const rating = given.find((one) => one.requirementKey === requirementKey && one.criterionKey === criterionKey);
      const level = levels.find(({ key }) => key === rating?.levelKey);
      if (rating && level) ratings.push({ ...rating, passes: level.passes });
      else if (verdict === "ACCEPTED") missing.push(ratingMissing(requirementKey, criterionKey));
    }
  }
  if (missing.length > 0) throw new InvalidInput(missing);
  const unmet = ratings.filter(({ passes }) => !passes);
  if (verdict === "ACCEPTED" && unmet.length > 0) throw new RubricNotMet(unmet);
  return ratings;
}

function ratingMissing(requirementKey: string, criterionKey: string): Problem {
  return {
    code: "RATING_MISSING",
    path: "ratings",
    message: `The criterion ${criterionKey} of ${requirementKey} is not rated.`,
    fix: "Rate every criterion of every requirement that the evidence names.",
  };
}

function ratingProblems(
  requirements: readonly JudgedRequirement[],
  given: readonly RatingInput[],
  { requirementKey, criterionKey, levelKey }: RatingInput,
  index: number,
): Problem[] {
  const problem = (code: string, field: string, message: string, fix: string): Problem[] => [
    { code, path: `ratings.${index}.${field}`, message, fix },
  ];
  const named = requirements.find(({ key }) => key === requirementKey);
  if (!named)
    return problem(
      "REQUIREMENT_NOT_NAMED",
      "requirementKey",
      `The evidence does not name ${requirementKey}.`,
      "Rate the requirements that the evidence names.",
    );
  const criterion = named.rubric?.criteria.find(({ key }) => key === criterionKey);
  if (!criterion)
    return problem(
      "CRITERION_UNKNOWN",
      "criterionKey",
      `The rubric of ${requirementKey} has no criterion ${criterionKey}.`,
      "Use the key of one of its criteria.",
    );
  if (!criterion.levels.some(({ key }) => key === levelKey))
    return problem(
      "RUBRIC_LEVEL_UNKNOWN",
      "levelKey",
      `The criterion ${criterionKey} has no level ${levelKey}.`,
      "Use the key of one of its levels.",
    );
  const first = given.findIndex((one) => one.requirementKey === requirementKey && one.criterionKey === criterionKey);
  if (first !== index)
    return problem("RATING_TWICE", "criterionKey", `The criterion ${criterionKey} is rated twice.`, "Rate it once.");
  return [];
}
