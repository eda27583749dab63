import fc from "fast-check";
import { expect, it } from "vitest";
import { policy } from "../fixture.test.support.ts";
import type { ProgramPolicy, Validity } from "../program/policy.ts";
import { firstPeriod, NothingLeftToAward } from "./validity.ts";

const stockholm = "Europe/Stockholm";

function period(validity: Validity, awardedAt: string, timeZone = "UTC", over: Partial<ProgramPolicy> = {}) {
  return firstPeriod({ ...policy, ...over, validity }, new Date(awardedAt), timeZone);
}

it.each([
  ["P2Y", "2026-03-10T09:30:00Z", "UTC", "2028-03-10T09:30:00Z"],
  ["P1Y from 29 February", "2028-02-29T12:00:00Z", "UTC", "2029-02-28T12:00:00Z"],
  ["P4Y from 29 February", "2028-02-29T12:00:00Z", "UTC", "2032-02-29T12:00:00Z"],
  ["P1M from 31 January", "2027-01-31T12:00:00Z", "UTC", "2027-02-28T12:00:00Z"],
  ["P1M1D from 31 January: months before days", "2027-01-31T12:00:00Z", "UTC", "2027-03-01T12:00:00Z"],
  ["P1M30DT6H: days before hours", "2027-01-31T12:00:00Z", "UTC", "2027-03-30T18:00:00Z"],
  // The local day decides: in Stockholm it is 1 March already.
  ["P1Y just before midnight UTC", "2028-02-29T23:30:00Z", stockholm, "2029-02-28T23:30:00Z"],
  // 29 March 2026, 02:00 becomes 03:00: a day across it has 23 hours, and 24 hours are 24 hours.
  ["P1D across the spring change", "2026-03-28T11:00:00Z", stockholm, "2026-03-29T10:00:00Z"],
  ["PT24H across the spring change", "2026-03-28T11:00:00Z", stockholm, "2026-03-29T11:00:00Z"],
  ["P1DT1H across the spring change", "2026-03-28T11:00:00Z", stockholm, "2026-03-29T11:00:00Z"],
  ["P1D into the missing 02:30: 03:30", "2026-03-28T01:30:00Z", stockholm, "2026-03-29T01:30:00Z"],
  // 25 October 2026, 03:00 becomes 02:00: a day across it has 25 hours.
  ["P1D across the autumn change", "2026-10-24T10:00:00Z", stockholm, "2026-10-25T11:00:00Z"],
  ["P1D into the doubled 02:30: the earlier", "2026-10-24T00:30:00Z", stockholm, "2026-10-25T00:30:00Z"],
  ["P6M from winter into summer time", "2026-01-15T08:00:00Z", stockholm, "2026-07-15T07:00:00Z"],
])("R7 %s after %s in %s is %s", (what, awardedAt, timeZone, expiresAt) => {
  const [duration = ""] = what.split(/[ :]/);
  expect(period({ kind: "DURATION", duration }, awardedAt, timeZone).expiresAt).toEqual(new Date(expiresAt));
});

it.each([
  ["this year's", "--12-31", "P0D", "2026-03-10T09:00:00Z", stockholm, "2026-12-31T23:00:00Z"],
  [
    "next year's, when this one's has passed",
    "--01-31",
    "P0D",
    "2026-03-10T09:00:00Z",
    stockholm,
    "2027-01-31T23:00:00Z",
  ],
  ["on the day itself: it counts whole", "--03-10", "P0D", "2026-03-10T09:00:00Z", stockholm, "2026-03-10T23:00:00Z"],
  [
    "at the end of the day itself: the next year's",
    "--03-10",
    "P0D",
    "2026-03-10T23:00:00Z",
    stockholm,
    "2027-03-10T23:00:00Z",
  ],
  ["at least the minimum away", "--03-31", "P3M", "2026-03-10T09:00:00Z", stockholm, "2027-03-31T22:00:00Z"],
  ["exactly the minimum away", "--06-30", "P1Y", "2025-06-30T22:00:00Z", stockholm, "2026-06-30T22:00:00Z"],
  [
    "a moment less than the minimum away",
    "--06-30",
    "P1Y",
    "2025-06-30T22:00:00.001Z",
    stockholm,
    "2027-06-30T22:00:00Z",
  ],
  ["exactly a year away, over the year's end", "--12-31", "P1Y", "2026-01-01T00:00:00Z", "UTC", "2027-01-01T00:00:00Z"],
  ["--02-29 in an ordinary year: the 28th", "--02-29", "P0D", "2026-03-10T00:00:00Z", "UTC", "2027-03-01T00:00:00Z"],
  ["--02-29 in a leap year", "--02-29", "P0D", "2027-03-10T00:00:00Z", "UTC", "2028-03-01T00:00:00Z"],
  [
    "ends where midnight is missing: at 01:00",
    "--09-05",
    "P0D",
    "2026-03-10T00:00:00Z",
    "America/Santiago",
    "2026-09-06T04:00:00Z",
  ],
])(
  "R7 the fixed date is %s: %s, minimum %s, awarded %s in %s",
  (_what, monthDay, minimum, awardedAt, timeZone, expiresAt) => {
    expect(period({ kind: "FIXED", monthDay, minimum }, awardedAt, timeZone).expiresAt).toEqual(new Date(expiresAt));
  },
);

it.each([
  ["2027-06-30", "2026-03-10T09:00:00Z", stockholm, "2027-06-30T22:00:00Z"],
  ["2027-01-31", "2026-03-10T09:00:00Z", stockholm, "2027-01-31T23:00:00Z"],
  ["2027-01-31", "2026-03-10T09:00:00Z", "Pacific/Auckland", "2027-01-31T11:00:00Z"],
  ["2026-03-10", "2026-03-10T22:59:59.999Z", stockholm, "2026-03-10T23:00:00Z"],
  ["2026-03-10", "2026-03-10T23:00:00Z", stockholm, null],
  ["2026-03-09", "2026-03-10T09:00:00Z", stockholm, null],
])("R7 the end date %s counts whole: awarded %s in %s it ends %s", (date, awardedAt, timeZone, expiresAt) => {
  const award = () => period({ kind: "END_DATE", date }, awardedAt, timeZone);
  if (expiresAt) return expect(award().expiresAt).toEqual(new Date(expiresAt));
  expect(award).toThrow(NothingLeftToAward);
  expect(award).toThrow(`end on ${date}, which has passed`);
});

it("R7 without a validity there are no dates", () => {
  const validFrom = new Date("2026-03-10T09:00:00Z");
  expect(period({ kind: "NONE" }, "2026-03-10T09:00:00Z", stockholm, { grace: "P1M" })).toEqual({
    validFrom,
    expiresAt: null,
    opensAt: null,
    graceEndsAt: null,
  });
});

it.each([
  ["P90D", "P0D", "2027-12-11T09:00:00Z", "2028-03-10T09:00:00Z"],
  ["P3M", "P30D", "2027-12-10T09:00:00Z", "2028-04-09T08:00:00Z"],
  ["P0D", "P1M", "2028-03-10T09:00:00Z", "2028-04-10T08:00:00Z"],
  ["P5Y", "P0D", "2023-03-10T09:00:00Z", "2028-03-10T09:00:00Z"],
])("R7 with a window of %s and a grace of %s it opens %s and grace ends %s", (window, grace, opensAt, graceEndsAt) => {
  const given = period({ kind: "DURATION", duration: "P2Y" }, "2026-03-10T09:00:00Z", stockholm, { window, grace });
  expect(given).toEqual({
    validFrom: new Date("2026-03-10T09:00:00Z"),
    expiresAt: new Date("2028-03-10T09:00:00Z"),
    opensAt: new Date(opensAt),
    graceEndsAt: new Date(graceEndsAt),
  });
});

const duration = fc
  .record({ years: fc.nat(5), months: fc.nat(14), days: fc.nat(400), hours: fc.nat(50) })
  .map(({ years, months, days, hours }) => `P${years}Y${months}M${days}DT${hours}H`);
const monthDay = fc.tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 29 }));
const twoDigits = (n: number) => String(n).padStart(2, "0");
const validity: fc.Arbitrary<Validity> = fc.oneof(
  duration.map((one): Validity => ({ kind: "DURATION", duration: one })),
  fc.tuple(monthDay, fc.nat(12)).map(
    ([[month, day], minimum]): Validity => ({
      kind: "FIXED",
      monthDay: `--${twoDigits(month)}-${twoDigits(day)}`,
      minimum: `P${minimum}M`,
    }),
  ),
  fc.tuple(fc.integer({ min: 2030, max: 2050 }), monthDay).map(
    ([year, [month, day]]): Validity => ({
      kind: "END_DATE",
      date: `${year}-${twoDigits(month)}-${twoDigits(Math.min(day, 28))}`,
    }),
  ),
);
const awardedAt = fc.date({ min: new Date("2020-01-01"), max: new Date("2029-12-30"), noInvalidDate: true });
const timeZone = fc.constantFrom(
  "UTC",
  stockholm,
  "America/Santiago",
  "Pacific/Apia",
  "Asia/Kathmandu",
  "Pacific/Chatham",
);

it("R7 opens before it expires, and expires before its grace ends", () => {
  fc.assert(
    fc.property(validity, duration, duration, awardedAt, timeZone, (how, window, grace, at, zone) => {
      const given = firstPeriod({ ...policy, validity: how, window, grace }, at, zone);
      expect(given.validFrom).toEqual(at);
      expect(Number(given.opensAt)).toBeLessThanOrEqual(Number(given.expiresAt));
      expect(Number(given.expiresAt)).toBeLessThanOrEqual(Number(given.graceEndsAt));
      expect(Number(given.expiresAt)).toBeGreaterThanOrEqual(Number(at));
    }),
    { numRuns: 300 },
  );
});

it("R7 a fixed date is after the award, at least the minimum away, and never a year more", () => {
  fc.assert(
    fc.property(monthDay, fc.nat(12), awardedAt, timeZone, ([month, date], months, at, zone) => {
      const fixed: Validity = {
        kind: "FIXED",
        monthDay: `--${twoDigits(month)}-${twoDigits(date)}`,
        minimum: `P${months}M`,
      };
      const expiresAt = Number(firstPeriod({ ...policy, validity: fixed }, at, zone).expiresAt);
      const afterMinimum = (duration: string) =>
        Number(firstPeriod({ ...policy, validity: { kind: "DURATION", duration } }, at, zone).expiresAt);
      expect(expiresAt).toBeGreaterThan(Number(at));
      expect(expiresAt).toBeGreaterThanOrEqual(afterMinimum(`P${months}M`));
      // --02-29 falls on the 28th or the 29th, so two such dates are up to 366 days apart, with a change of the clock.
      expect(expiresAt).toBeLessThanOrEqual(afterMinimum(`P${months}M366DT2H`));
    }),
    { numRuns: 300 },
  );
});
