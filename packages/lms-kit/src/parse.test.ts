import { describe, expect, test } from "vitest";
import {
  ConnectorAnswerInvalid,
  handoverLimits,
  parseFactPage,
  parseHealth,
  parseIdentity,
  parsePushOutcome,
  parseReceivedFacts,
  parseRosterPage,
} from "./parse.ts";

const identity = { issuer: "https://lms.example", subject: "u1" };
const provenance = { issuer: "https://lms.example", courseId: "c1", activityId: "a1", recordId: "r1" };
const occurredAt = new Date("2026-03-01T10:00:00Z");
const completion = { kind: "COMPLETION", subject: "u1", completed: true, occurredAt, provenance };
const grade = { kind: "GRADE", subject: "u1", score: 7.5, maximum: 10, occurredAt, provenance };
const page = { facts: [completion, grade], cursor: "2", more: false };

function problemsOf(parse: (value: unknown) => unknown, value: unknown): readonly string[] {
  try {
    parse(value);
    return [];
  } catch (error) {
    if (!(error instanceof ConnectorAnswerInvalid)) throw error;
    expect(error.code).toBe("CONNECTOR_ANSWER_INVALID");
    return error.problems;
  }
}

describe("what a connector hands over", () => {
  test("is taken as it is when it is right", () => {
    expect(parseFactPage(page)).toEqual(page);
    expect(parseReceivedFacts([grade])).toEqual([grade]);
    expect(parseIdentity({ ...identity, name: "Åsa", email: "a@b.example", locale: "sv-SE" })).toEqual({
      ...{ ...identity, name: "Åsa", email: "a@b.example", locale: "sv-SE" },
    });
    expect(parseIdentity(null)).toBeNull();
    expect(parsePushOutcome("SUPERSEDED")).toBe("SUPERSEDED");
    const members = { items: [{ identity, roles: ["LEARNER"], active: false }], next: "2" };
    expect(parseRosterPage(members)).toEqual(members);
    const health = { ok: false, checks: [{ name: "Token", ok: false, detail: "Make a new one." }] };
    expect(parseHealth(health)).toEqual(health);
  });

  test("is a copy, without what the contract does not know and without what is undefined", () => {
    const given = { ...identity, name: undefined, admin: true };
    expect(Object.keys(parseIdentity(given) ?? {})).toEqual(["issuer", "subject"]);
    const [fact] = parseReceivedFacts([completion]);
    expect(fact?.occurredAt).not.toBe(occurredAt);
    expect(parseIdentity(JSON.parse('{"issuer":"i","subject":"s","__proto__":{"name":"x"}}'))?.name).toBeUndefined();
  });

  test("may take back a grade, and give more than the maximum", () => {
    expect(
      problemsOf(parseReceivedFacts, [
        { ...grade, score: null },
        { ...grade, score: 12 },
      ]),
    ).toEqual([]);
  });
});

describe("what is refused, and where", () => {
  const facts = (change: object) => problemsOf(parseFactPage, { ...page, facts: [{ ...completion, ...change }] });
  const graded = (change: object) => problemsOf(parseFactPage, { ...page, facts: [{ ...grade, ...change }] });

  test.each<[string, readonly string[], string]>([
    ["no date", facts({ occurredAt: new Date("soon") }), "facts.0.occurredAt"],
    ["a date as text", facts({ occurredAt: "2026-03-01" }), "facts.0.occurredAt"],
    ["the date that a missing one becomes", facts({ occurredAt: new Date(0) }), "facts.0.occurredAt"],
    ["a date after all", facts({ occurredAt: new Date(8e15) }), "facts.0.occurredAt"],
    ["no provenance", facts({ provenance: undefined }), "facts.0.provenance"],
    ["an empty record id", facts({ provenance: { ...provenance, recordId: "" } }), "facts.0.provenance.recordId"],
    ["an id as a number", facts({ subject: 1 }), "facts.0.subject"],
    ["a subject that is too long", facts({ subject: "u".repeat(256) }), "facts.0.subject"],
    ["a NUL", facts({ subject: "u\0" }), "facts.0.subject"],
    ["half a surrogate pair", facts({ subject: "u\ud800" }), "facts.0.subject"],
    ["an unknown kind", facts({ kind: "BADGE" }), "facts.0.kind"],
    ["a score that is no number", graded({ score: Number.NaN }), "facts.0.score"],
    ["a score without end", graded({ score: Number.POSITIVE_INFINITY }), "facts.0.score"],
    ["a maximum of 0", graded({ maximum: 0 }), "facts.0.maximum"],
    ["no cursor", problemsOf(parseFactPage, { ...page, cursor: null }), "cursor"],
    ["a locale with an underscore", problemsOf(parseIdentity, { ...identity, locale: "sv_SE" }), "locale"],
    [
      "an unknown role",
      problemsOf(parseRosterPage, { items: [{ identity, roles: ["ADMIN"], active: true }] }),
      "items",
    ],
    ["an unknown outcome", problemsOf(parsePushOutcome, "DONE"), "Invalid option"],
    ["a health that is not as its checks", problemsOf(parseHealth, { ok: false, checks: [] }), "ok must say"],
  ])("%s", (_, problems, where) => {
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(where);
  });

  test("too many at once, without looking into them", () => {
    let looked = 0;
    const spy = {
      get kind() {
        looked += 1;
        return "GRADE";
      },
    };
    const many = Array.from({ length: handoverLimits.items + 1 }, () => spy);
    expect(problemsOf(parseFactPage, { ...page, facts: many })).toHaveLength(1);
    expect(looked).toBe(0);
  });

  test("what throws when it is read, and what is nothing at all", () => {
    const trap = new Proxy(
      {},
      {
        get: () => {
          throw new Error("boo");
        },
      },
    );
    for (const value of [trap, undefined, null, 1, "facts", [], () => page]) {
      expect(problemsOf(parseFactPage, value).length, String(typeof value)).toBeGreaterThan(0);
    }
  });

  test("names the method, and never the values", () => {
    const call = () => parseFactPage({ ...page, facts: [{ ...completion, subject: 7, kind: "secret-value" }] });
    expect(call).toThrow(/^facts\(\) handed over/);
    expect(call).not.toThrow("secret-value");
  });
});
