import fc from "fast-check";
import { expect, it } from "vitest";
import type { EvidenceStatus } from "../evidence/evidence.ts";
import { all, any, byShorthand, credits, enrolmentArbitrary, module, version } from "../fixture.test.support.ts";
import type { EvidenceFact } from "./module-progress.ts";
import type { NextStep } from "./next-steps.ts";
import { progressOf } from "./progress.ts";

const evidenceFor = (key: string, ...statuses: EvidenceStatus[]): EvidenceFact[] =>
  statuses.map((status, i) => ({ id: `e${i}`, status, requirementKeys: [key] }));

it.each<[EvidenceStatus[], NextStep["kind"], string | null]>([
  [[], "SUBMIT_EVIDENCE", null],
  [["REJECTED"], "SUBMIT_EVIDENCE", null],
  [["DRAFT"], "FINISH_DRAFT", "e0"],
  [["REJECTED", "DRAFT"], "FINISH_DRAFT", "e1"],
  [["RETURNED"], "REVISE_EVIDENCE", "e0"],
  [["DRAFT", "RETURNED"], "REVISE_EVIDENCE", "e1"],
  [["SUBMITTED"], "AWAIT_REVIEW", "e0"],
  [["RETURNED", "SUBMITTED"], "AWAIT_REVIEW", "e1"],
])("R4 with evidence %j the next step is %s of %s", (statuses, kind, evidenceId) => {
  const content = version(all("a"), [module("a", ["APPLIED_TASK"])]);
  expect(progressOf(content, evidenceFor("a.0", ...statuses)).nextSteps).toEqual([
    { kind, moduleKey: "a", requirementKey: "a.0", evidenceId },
  ]);
});

/** late waits for mid, and mid for early; each has one credit, and free none. */
const modules = [
  module("early", ["APPLIED_TASK"], { credits: 1 }),
  module("mid", ["APPLIED_TASK"], { credits: 1, prerequisiteKeys: ["early"] }),
  module("late", ["APPLIED_TASK"], { credits: 1, prerequisiteKeys: ["mid"] }),
  module("other", ["APPLIED_TASK"], { credits: 1 }),
  module("free", ["APPLIED_TASK"]),
];

it.each(
  byShorthand<[met: string[], steps: string[]]>([
    [all("early", "mid", "late", "other"), [], ["early", "other"]],
    [all("other", "late", "mid", "early"), [], ["other", "early"]],
    [all("early", "mid", "late", "other"), ["early"], ["mid", "other"]],
    // What only a prerequisite asks for is a step, wherever it stands.
    [all("late"), [], ["early"]],
    [any(1, "late", "other"), [], ["early", "other"]],
    [any(1, "late", "other"), ["early"], ["mid", "other"]],
    // A choice that is made offers nothing more.
    [all(any(1, "other", "early"), "free"), ["other"], ["free"]],
    [all(any(1, "other", "early"), "mid"), ["other"], ["early"]],
    [any(2, "other", "early", "free"), ["free"], ["other", "early"]],
    // Credits are offered where there are any, also within a group that is complete for itself.
    [credits(2, "other", "free", "early"), [], ["other", "early"]],
    [credits(2, any(1, "other", "early")), ["other"], ["early"]],
    [credits(2, "other", "early"), ["other", "early"], []],
  ]),
)("R4 on %s with %j done, open now: %j", (_name, met, steps, path) => {
  const evidence = met.flatMap((key) => evidenceFor(`${key}.0`, "ACCEPTED"));
  expect(progressOf(version(path, modules), evidence).nextSteps.map(({ moduleKey }) => moduleKey)).toEqual(steps);
});

it("R4 each step is of a requirement that is not met, in a module that can be worked on, and named once", () => {
  fc.assert(
    fc.property(enrolmentArbitrary, ({ content, evidence }) => {
      const progress = progressOf(content, evidence);
      const states = new Map(progress.modules.map(({ moduleKey, state }) => [moduleKey, state]));
      const byRequirement = new Map(
        progress.modules.flatMap(({ requirements }) => requirements.map((one) => [one.requirementKey, one.state])),
      );
      const keys = progress.nextSteps.map(({ requirementKey }) => requirementKey);
      expect(new Set(keys).size).toBe(keys.length);
      for (const { kind, moduleKey, requirementKey, evidenceId } of progress.nextSteps) {
        expect(["OPEN", "PENDING"]).toContain(states.get(moduleKey));
        expect(byRequirement.get(requirementKey)).toBe(kind === "AWAIT_REVIEW" ? "PENDING" : "OPEN");
        const fact = evidence.find(({ id }) => id === evidenceId);
        const status = {
          SUBMIT_EVIDENCE: undefined,
          FINISH_DRAFT: "DRAFT",
          REVISE_EVIDENCE: "RETURNED",
          AWAIT_REVIEW: "SUBMITTED",
        };
        expect(fact?.status).toBe(status[kind]);
        if (fact) expect(fact.requirementKeys).toContain(requirementKey);
      }
    }),
  );
});
