import { expect, it } from "vitest";
import { ReviewerConflict } from "../evidence/errors.ts";
import { codesOf } from "../fixture.test.support.ts";
import { InvalidInput } from "../refusal.ts";
import { assertDecidable, assertRecordable, CreditsDecided } from "./credit-entry.ts";

it.each([
  ["2026-11-24", "2026-11-24T23:30:00Z", "Europe/Stockholm", true],
  ["2026-11-25", "2026-11-24T22:30:00Z", "Europe/Stockholm", false],
  ["2026-11-25", "2026-11-24T23:30:00Z", "Europe/Stockholm", true],
  ["2026-11-25", "2026-11-24T23:30:00Z", "UTC", false],
])("R8 credits of %s are recorded at %s in %s: %s", (earnedOn, now, timeZone, taken) => {
  const record = () => assertRecordable(earnedOn, { now: new Date(now), timeZone });
  if (taken) return expect(record).not.toThrow();
  try {
    record();
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidInput);
    return expect(codesOf((error as InvalidInput).problems)).toEqual(["EARNED_IN_FUTURE"]);
  }
  throw new Error("It was taken.");
});

const entry = { personId: "learner", enteredById: "manager", reviewerId: "reviewer", verdict: null };
it("R8 another who did not enter them decides on credits, once", () => {
  expect(() => assertDecidable(entry)).not.toThrow();
  expect(() => assertDecidable({ ...entry, reviewerId: "learner" })).toThrow(ReviewerConflict);
  expect(() => assertDecidable({ ...entry, reviewerId: "manager" })).toThrow(ReviewerConflict);
  expect(() => assertDecidable({ ...entry, verdict: "ACCEPTED" })).toThrow(CreditsDecided);
  expect(() => assertDecidable({ ...entry, verdict: "REJECTED" })).toThrow(/REJECTED/);
});
