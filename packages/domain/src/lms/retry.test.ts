import fc from "fast-check";
import { expect, it } from "vitest";
import { longestRetryAfter, webhookRetryDelays } from "../webhook/retry.ts";
import { lmsPushDelay, lmsSyncDelay } from "./retry.ts";

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

it("reading an LMS is never given up, is put off by an hour at most, and by a day where the LMS asks for it", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat({ max: 10 ** 10 }), random, (failures, asked, chance) => {
      const own = lmsSyncDelay(failures, null, chance);
      expect(own).toBeGreaterThan(0);
      expect(own).toBeLessThanOrEqual(3_600_000);
      expect(lmsSyncDelay(failures, asked, chance)).toBe(Math.max(own, Math.min(asked, longestRetryAfter)));
    }),
  );
});

it("a result is pushed again for days, and not where its place in the gradebook is gone", () => {
  expect(lmsPushDelay("UNREACHABLE", 1, null, 0.5)).toBe(webhookRetryDelays[0]);
  expect(lmsPushDelay("NOT_AUTHORISED", webhookRetryDelays.length, null, 0.5)).not.toBeNull();
  expect(lmsPushDelay("UNREACHABLE", webhookRetryDelays.length + 1, null, 0.5)).toBeNull();
  for (const problem of ["NOT_FOUND", "REFUSED"]) expect(lmsPushDelay(problem, 1, null, 0.5)).toBeNull();
});
