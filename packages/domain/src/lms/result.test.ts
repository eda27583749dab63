import { expect, it } from "vitest";
import { resultOf } from "./result.ts";

const progress = {
  complete: false,
  share: 0.4,
  modules: [
    {
      moduleKey: "intro",
      state: "COMPLETED",
      share: 1,
      requirements: [{ requirementKey: "quiz", state: "MET" }],
    },
    { moduleKey: "work", state: "OPEN", share: 0, requirements: [{ requirementKey: "task", state: "PENDING" }] },
  ],
} as const;
const target = { kind: "PROGRAM", moduleKey: null, requirementKey: null } as const;

it.each([
  [target, { share: 0.4, completed: false }],
  [
    { ...target, kind: "LEARNING_PATH" },
    { share: 0.4, completed: false },
  ],
  [
    { ...target, kind: "MODULE", moduleKey: "intro" },
    { share: 1, completed: true },
  ],
  [
    { ...target, kind: "MODULE", moduleKey: "work" },
    { share: 0, completed: false },
  ],
  [
    { ...target, kind: "EVIDENCE_TASK", requirementKey: "quiz" },
    { share: 1, completed: true },
  ],
  [
    { ...target, kind: "EVIDENCE_TASK", requirementKey: "task" },
    { share: 0, completed: false },
  ],
  [{ ...target, kind: "MODULE", moduleKey: "gone" }, null],
  [{ ...target, kind: "EVIDENCE_TASK", requirementKey: "gone" }, null],
  [{ ...target, kind: "CERTIFICATE_WALL" }, null],
] as const)("R4 of %j the LMS shows %j", (of, result) => {
  expect(resultOf(of, progress, false)).toEqual(result);
});

it("R8 of an enrolment that is completed all is met, though it may have been less than the path", () => {
  expect(resultOf(target, progress, true)).toEqual({ share: 1, completed: true });
});
