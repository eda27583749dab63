import { describe, expect, test } from "vitest";
import { homePage, said } from "./lrs-double.test.support.ts";
import { factsOf } from "./statement.ts";

const id = "5cb4d9a5-5a3c-4d0b-9c4f-3f2b1a0c9d8e";
const timestamp = "2026-03-01T10:00:00Z";
const statement = (name: string, result?: object, more: object = {}) => ({
  id,
  timestamp,
  ...said(name, "ada", result),
  ...more,
});
const facts = (...some: Parameters<typeof statement>) =>
  factsOf(statement(...some), homePage).map((fact) =>
    fact.kind === "COMPLETION" ? fact.completed : `${fact.score} of ${fact.maximum}`,
  );

describe("what a statement says", () => {
  test.each<[string, object, (boolean | string)[]]>([
    ["completed", {}, [true]],
    ["completed", { completion: true, score: { scaled: 0.8 } }, [true, "0.8 of 1"]],
    ["completed", { completion: false }, []],
    ["completed", { success: false }, [true, "0 of 1"]],
    ["passed", {}, ["1 of 1"]],
    ["passed", { completion: true, score: { raw: 7, max: 10, min: 0 } }, [true, "7 of 10"]],
    ["failed", {}, ["0 of 1"]],
    ["failed", { score: { scaled: -0.25 } }, ["-0.25 of 1"]],
    ["scored", { score: { raw: 7, max: 10, scaled: 0.6 } }, ["0.6 of 1"]],
    ["scored", { score: { raw: 7 } }, []],
    ["scored", { score: { raw: 7, max: 0 } }, []],
    ["attempted", { completion: true }, []],
  ])("%s %j is %j", (verb, result, expected) => {
    expect(facts(verb, result)).toEqual(expected);
  });

  test("has its provenance, and the date of what happened", () => {
    expect(factsOf(statement("passed"), homePage)).toEqual([
      {
        kind: "GRADE",
        score: 1,
        maximum: 1,
        subject: "ada",
        occurredAt: new Date(timestamp),
        provenance: {
          issuer: homePage,
          courseId: `${homePage}/first-aid`,
          activityId: `${homePage}/first-aid/quiz`,
          recordId: id,
          rule: "http://adlnet.gov/expapi/verbs/passed",
        },
      },
    ]);
  });

  test("is of the parent without a grouping, of the activity itself without either, and 1.0 may leave out the list", () => {
    const course = (contextActivities?: object) =>
      factsOf(statement("passed", {}, { context: contextActivities && { contextActivities } }), homePage)[0]
        ?.provenance;
    expect(course({ parent: { id: "p" } })).toMatchObject({ courseId: "p", activityId: `${homePage}/first-aid/quiz` });
    expect(course()).toMatchObject({ courseId: `${homePage}/first-aid/quiz` });
    expect(course()).not.toHaveProperty("activityId");
  });

  test.each(["2026-03-01T11:00:00+01:00", "2026-03-01T11:00:00+0100", "2026-03-01T10:00:00.000Z"])(
    "at %s is at the same instant",
    (at) => {
      expect(factsOf(statement("passed", {}, { timestamp: at }), homePage)[0]?.occurredAt).toEqual(new Date(timestamp));
    },
  );

  test("without a zone, or of a group, is none", () => {
    expect(facts("passed", {}, { timestamp: "2026-03-01T10:00:00" })).toEqual([]);
    expect(facts("passed", {}, { actor: { objectType: "Group", member: [] } })).toEqual([]);
    expect(facts("passed", {}, { object: { objectType: "Agent", id: "x" } })).toEqual([]);
  });
});
