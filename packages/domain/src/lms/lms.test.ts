import fc from "fast-check";
import { expect, it } from "vitest";
import {
  afterStep,
  connectionRestUntil,
  isConnectionFailing,
  type LmsConnectionStatus,
  lmsConnectionSteps,
  sessionRoles,
} from "./connection.ts";
import { LmsConnectionInOtherState } from "./errors.ts";

const now = new Date("2026-11-28T09:00:00Z");
const hours = (count: number) => count * 3_600_000;

it.each([
  ["PENDING", "APPROVE", "ACTIVE"],
  ["PENDING", "REFUSE", "REFUSED"],
  ["PENDING", "RETIRE", "RETIRED"],
  ["ACTIVE", "PAUSE", "PAUSED"],
  ["ACTIVE", "RESUME", "ACTIVE"],
  ["ACTIVE", "RETIRE", "RETIRED"],
  ["PAUSED", "PAUSE", "PAUSED"],
  ["PAUSED", "RESUME", "ACTIVE"],
  ["PAUSED", "RETIRE", "RETIRED"],
] as const)("a connection that is %s is, after %s, %s", (status, step, after) => {
  expect(afterStep(status, step)).toBe(after);
});

it("nothing leads out of REFUSED and RETIRED, and only an approval out of PENDING into use", () => {
  const steps = Object.keys(lmsConnectionSteps) as (keyof typeof lmsConnectionSteps)[];
  for (const status of ["REFUSED", "RETIRED"] satisfies LmsConnectionStatus[])
    for (const step of steps) expect(() => afterStep(status, step)).toThrow(LmsConnectionInOtherState);
  for (const step of ["PAUSE", "RESUME"] as const)
    expect(() => afterStep("PENDING", step)).toThrow(LmsConnectionInOtherState);
});

it.each([
  [["LEARNER"], ["REVIEWER"], ["LEARNER"]],
  [["INSTRUCTOR"], ["REVIEWER"], ["REVIEWER"]],
  [["LEARNER", "INSTRUCTOR"], ["REVIEWER"], ["LEARNER", "REVIEWER"]],
  [["INSTRUCTOR"], [], ["LEARNER"]],
  [[], ["REVIEWER"], ["LEARNER"]],
] as const)("a course's %j, where instructors are given %j, acts as %j", (member, given, wanted) => {
  expect(sessionRoles(member, given)).toEqual(wanted);
});

it("a connection is told of when it has failed for a day, and was tried often enough", () => {
  const since = new Date(now.getTime() - hours(24));
  expect(isConnectionFailing(since, 3, now)).toBe(true);
  expect(isConnectionFailing(since, 2, now)).toBe(false);
  expect(isConnectionFailing(new Date(since.getTime() + 1), 3, now)).toBe(false);
});

it("a connection that failed rests as long as the LMS asks, by a day at most, and not after a single failure", () => {
  expect(connectionRestUntil({ failures: 1, retryAfter: null }, now, 0.5)).toBeNull();
  expect(connectionRestUntil({ failures: 1, retryAfter: hours(1) }, now, 0.5)).toEqual(
    new Date(now.getTime() + hours(1)),
  );
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(hours(1_000)), (failures, retryAfter) => {
      const until = connectionRestUntil({ failures, retryAfter }, now, 0.5);
      if (until) expect(until.getTime() - now.getTime()).toBeLessThanOrEqual(hours(24));
    }),
  );
});
