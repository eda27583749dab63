import fc from "fast-check";
import { expect, it } from "vitest";
import { codesOf, requirement } from "../fixture.test.support.ts";
import { type RequirementKind, requirementKinds } from "../program/version.ts";
import { InvalidInput } from "../refusal.ts";
import { EvidenceStatusRefused, EvidenceTooOld } from "./errors.ts";
import { type EvidenceStatus, evidenceStatuses } from "./evidence.ts";
import { assertSubmittable, type Submission, type SubmissionContext } from "./submission.ts";

/** 23:30 of 9 March in Stockholm, and already the 10th in Tokyo. */
const now = new Date("2026-03-09T22:30:00Z");
const fresh: SubmissionContext = { status: null, now, timeZone: "Europe/Stockholm" };

const asking = (...kinds: RequirementKind[]) => kinds.map((kind, i) => requirement(`r${i}`, { kind }));
const good: Submission = {
  requirements: asking("APPLIED_TASK"),
  text: "Done on the ward.",
  links: [],
  fileCount: 0,
  score: null,
  performedOn: "2026-03-01",
  byObserver: false,
};

function refusalOf(over: Partial<Submission>, context: Partial<SubmissionContext> = {}): unknown {
  try {
    assertSubmittable({ ...good, ...over }, { ...fresh, ...context });
    return null;
  } catch (error) {
    return error;
  }
}

function problemsOf(over: Partial<Submission>, context: Partial<SubmissionContext> = {}): string[] {
  const refusal = refusalOf(over, context);
  return refusal instanceof InvalidInput ? codesOf(refusal.problems) : refusal === null ? [] : [String(refusal)];
}

const submissions: [string, Partial<Submission>, string[]][] = [
  ["a text", {}, []],
  ["a link alone", { text: null, links: ["https://example.org/work"] }, []],
  ["a file alone", { text: null, fileCount: 1 }, []],
  ["nothing", { text: null }, ["NOTHING_SHOWN"]],
  ["a blank text", { text: " \n" }, ["NOTHING_SHOWN"]],
  ["no requirement", { requirements: [] }, ["NO_REQUIREMENT"]],
  ["a reflection in words", { requirements: asking("REFLECTION") }, []],
  [
    "a reflection in a file",
    { requirements: asking("REFLECTION"), text: null, fileCount: 1 },
    ["REFLECTION_WITHOUT_TEXT"],
  ],
  ["an observer's reflection", { requirements: asking("REFLECTION"), byObserver: true }, ["REFLECTION_IS_ONES_OWN"]],
  ["an observer's observation", { requirements: asking("OBSERVATION"), byObserver: true }, []],
  ["a learner's observation", { requirements: asking("OBSERVATION") }, ["OBSERVATION_NEEDS_OBSERVER"]],
  ["an observer's applied task", { byObserver: true }, []],
  ["a score above the pass mark", { requirements: asking("ASSESSMENT"), score: 71 }, []],
  ["a score on the pass mark", { requirements: asking("ASSESSMENT"), score: 70, text: null }, []],
  ["a score below the pass mark", { requirements: asking("ASSESSMENT"), score: 69 }, ["SCORE_BELOW_PASS_MARK"]],
  ["an assessment without a score", { requirements: asking("ASSESSMENT") }, ["ASSESSMENT_WITHOUT_SCORE"]],
  [
    "a score below the higher of two pass marks",
    { requirements: [...asking("ASSESSMENT"), requirement("r1", { kind: "ASSESSMENT", passMark: 90 })], score: 80 },
    ["SCORE_BELOW_PASS_MARK"],
  ],
  ["today's work", { performedOn: "2026-03-09" }, []],
  ["tomorrow's work", { performedOn: "2026-03-10" }, ["PERFORMED_IN_FUTURE"]],
  [
    "much wrong at once",
    { requirements: asking("REFLECTION", "ASSESSMENT"), text: null, performedOn: "2027-01-01" },
    ["NOTHING_SHOWN", "REFLECTION_WITHOUT_TEXT", "ASSESSMENT_WITHOUT_SCORE", "PERFORMED_IN_FUTURE"],
  ],
];

it.each(submissions.map(([what, over, codes]) => [what, codes, over] as const))(
  "R3 a submission of %s has problems %j",
  (_what, codes, over) => {
    expect(problemsOf(over)).toEqual(codes);
  },
);

it.each(requirementKinds.filter((kind) => kind !== "ASSESSMENT").map((kind) => [kind] as const))(
  "R2 R3 a score alone does not show a requirement of the kind %s",
  (kind) => {
    expect(problemsOf({ requirements: asking(kind, "ASSESSMENT"), text: null, score: 100 })).toContain("NOTHING_SHOWN");
  },
);

it("R3 today is the organisation's day", () => {
  expect(problemsOf({ performedOn: "2026-03-10" }, { timeZone: "Asia/Tokyo" })).toEqual([]);
});

it.each<[EvidenceStatus | null, boolean]>([
  [null, true],
  ["DRAFT", true],
  ["RETURNED", true],
  ["SUBMITTED", false],
  ["ACCEPTED", false],
  ["REJECTED", false],
])("R3 what is %s may be submitted: %s", (status, may) => {
  const refusal = refusalOf({ requirements: may ? good.requirements : [] }, { status });
  if (may) expect(refusal).toBeNull();
  else expect(refusal).toMatchObject({ code: "EVIDENCE_STATUS_REFUSED", status, wanted: "SUBMITTED" });
});

it.each([
  ["P1Y", "2025-03-09", null],
  ["P1Y", "2025-03-08", "2025-03-09"],
  ["P30D", "2026-02-07", null],
  ["P30D", "2026-02-06", "2026-02-07"],
  ["P1M", "2026-02-09", null],
  ["P0D", "2026-03-09", null],
  ["P0D", "2026-03-08", "2026-03-09"],
  [null, "1999-01-01", null],
])("R3 with a freshness of %s, work of %s is too old: oldest %s", (freshness, performedOn, oldest) => {
  const refusal = refusalOf({ requirements: [requirement("r", { freshness })], performedOn });
  if (oldest === null) expect(refusal).toBeNull();
  else expect(refusal).toMatchObject({ code: "EVIDENCE_TOO_OLD", requirementKey: "r", performedOn, oldest });
});

it("R3 the freshness of every requirement that is named counts, counted from the organisation's day", () => {
  const requirements = [requirement("slow"), requirement("quick", { freshness: "P7D" })];
  expect(refusalOf({ requirements, performedOn: "2026-03-02" })).toBeNull();
  expect(refusalOf({ requirements, performedOn: "2026-03-02" }, { timeZone: "Asia/Tokyo" })).toBeInstanceOf(
    EvidenceTooOld,
  );
});

it("R3 what is older is refused when the newer is, and the day that the refusal names is taken", () => {
  const day = fc
    .integer({ min: 0, max: 800 })
    .map((ago) => new Date(now.getTime() - ago * 86_400_000).toISOString().slice(0, 10));
  const freshness = fc.integer({ min: 0, max: 24 }).map((months) => `P${months}M`);
  fc.assert(
    fc.property(freshness, day, day, (limit, one, other) => {
      const requirements = [requirement("r", { freshness: limit })];
      const [older = "", newer = ""] = [one, other].sort();
      const refusal = refusalOf({ requirements, performedOn: newer });
      if (refusal !== null) expect(refusalOf({ requirements, performedOn: older })).toBeInstanceOf(EvidenceTooOld);
      if (refusal instanceof EvidenceTooOld)
        expect(refusalOf({ requirements, performedOn: refusal.oldest })).toBeNull();
    }),
  );
});

it("R3 whatever is put forward, it is taken or refused with what to do", () => {
  const submission = fc.record({
    requirements: fc.array(fc.constantFrom(...requirementKinds), { maxLength: 4 }).map((kinds) => asking(...kinds)),
    text: fc.option(fc.string()),
    links: fc.array(fc.webUrl(), { maxLength: 2 }),
    fileCount: fc.nat(3),
    score: fc.option(fc.integer({ min: 0, max: 100 })),
    performedOn: fc.constantFrom("2024-02-29", "2026-03-09", "2026-03-10"),
    byObserver: fc.boolean(),
  });
  fc.assert(
    fc.property(submission, fc.option(fc.constantFrom(...evidenceStatuses)), (given, status) => {
      const refusal = refusalOf(given, { status });
      if (refusal instanceof EvidenceStatusRefused) return;
      const problems = refusal instanceof InvalidInput ? refusal.problems : [];
      if (refusal !== null) expect(problems).not.toEqual([]);
      expect(new Set(codesOf(problems)).size).toBe(problems.length);
      for (const { message, fix } of problems) expect(message && fix).toMatch(/\.$/);
      const asks = (kind: RequirementKind) => given.requirements.some((one) => one.kind === kind);
      if (refusal === null && asks("OBSERVATION")) expect(given.byObserver).toBe(true);
      if (refusal === null && asks("REFLECTION")) expect(given.byObserver).toBe(false);
      if (refusal === null && asks("ASSESSMENT")) expect(given.score).toBeGreaterThanOrEqual(70);
    }),
    { numRuns: 300 },
  );
});
