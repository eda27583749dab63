import fc from "fast-check";
import { expect, it } from "vitest";
import { type RecordedDates, recordedEnd, recordedProblem, recordedStart } from "./history.ts";

const zone = "Europe/Stockholm";
const now = new Date("2026-11-24T09:00:00Z");
const twoYears = { kind: "DURATION", duration: "P2Y" } as const;
const unlimited = { kind: "NONE" } as const;
const at = (text: string) => new Date(`${text}T00:00:00Z`);
const dates = (from: string, until: string | null): RecordedDates => ({
  validFrom: at(from),
  expiresAt: until === null ? null : at(until),
});

it.each([
  ["2024-03-01", "2024-02-29T23:00:00.000Z", "2024-03-01T23:00:00.000Z"],
  ["2024-03-31", "2024-03-30T23:00:00.000Z", "2024-03-31T22:00:00.000Z"],
  ["2024-03-01T08:00:00+01:00", "2024-03-01T07:00:00.000Z", "2024-03-01T07:00:00.000Z"],
  ["2024-03-01T08:00:00Z", "2024-03-01T08:00:00.000Z", "2024-03-01T08:00:00.000Z"],
  ["2023-02-29", undefined, undefined],
  ["2024-13-01", undefined, undefined],
  ["2024-03-01T08:00:00", undefined, undefined],
  ["1 mars 2024", undefined, undefined],
  ["01/03/2024", undefined, undefined],
  ["1899-12-31", undefined, undefined],
  ["2201-01-01", undefined, undefined],
  ["+275760-09-13T00:00Z", undefined, undefined],
  ["", undefined, undefined],
])("R7 the day or instant %j begins at %s and ends before %s", (text, start, end) => {
  expect(recordedStart(text, zone)?.toISOString()).toBe(start);
  expect(recordedEnd(text, zone)?.toISOString()).toBe(end);
});

it("R7 a day is a day, also across a change of the clock", () => {
  fc.assert(
    fc.property(fc.date({ min: at("1950-01-02"), max: at("2199-12-30"), noInvalidDate: true }), (date) => {
      const day = date.toISOString().slice(0, 10);
      const next = new Date(date.getTime() + 86_400_000).toISOString().slice(0, 10);
      expect(recordedEnd(day, zone)).toEqual(recordedStart(next, zone));
    }),
  );
});

it.each([
  ["in order", dates("2022-01-01", "2024-01-01"), [], twoYears, undefined],
  ["begins now", { validFrom: now, expiresAt: at("2028-01-01") }, [], twoYears, undefined],
  ["begins later", dates("2026-11-25", "2028-01-01"), [], twoYears, "VALID_FROM_IN_FUTURE"],
  ["has no end, and the program's have", dates("2022-01-01", null), [], twoYears, "EXPIRY_MISSING"],
  ["has no end, nor have the program's", dates("2022-01-01", null), [], unlimited, undefined],
  ["has an end, and the program's have none", dates("2022-01-01", "2024-01-01"), [], unlimited, undefined],
  ["ends where it begins", dates("2022-01-01", "2022-01-01"), [], twoYears, "EXPIRES_BEFORE_IT_BEGINS"],
  ["ends before it begins", dates("2022-01-01", "2021-01-01"), [], twoYears, "EXPIRES_BEFORE_IT_BEGINS"],
  ["follows at once", dates("2022-01-01", "2024-01-01"), [dates("2020-01-01", "2022-01-01")], twoYears, undefined],
  ["renewed in time", dates("2021-11-01", "2024-01-01"), [dates("2020-01-01", "2022-01-01")], twoYears, undefined],
  ["after a lapse", dates("2023-01-01", "2025-01-01"), [dates("2020-01-01", "2022-01-01")], twoYears, undefined],
  ["before a later one", dates("2018-01-01", "2020-01-01"), [dates("2020-01-01", "2022-01-01")], twoYears, undefined],
  [
    "within another",
    dates("2020-06-01", "2021-06-01"),
    [dates("2020-01-01", "2022-01-01")],
    twoYears,
    "DATES_OUT_OF_ORDER",
  ],
  [
    "around another",
    dates("2019-01-01", "2023-01-01"),
    [dates("2020-01-01", "2022-01-01")],
    twoYears,
    "DATES_OUT_OF_ORDER",
  ],
  [
    "ends with another",
    dates("2021-01-01", "2022-01-01"),
    [dates("2020-01-01", "2022-01-01")],
    twoYears,
    "DATES_OUT_OF_ORDER",
  ],
  [
    "begins with another",
    dates("2020-01-01", "2023-01-01"),
    [dates("2020-01-01", "2022-01-01")],
    twoYears,
    "DATES_OUT_OF_ORDER",
  ],
  [
    "after one without an end",
    dates("2022-01-01", "2024-01-01"),
    [dates("2020-01-01", null)],
    unlimited,
    "DATES_OUT_OF_ORDER",
  ],
])("R9 a recorded certificate that %s", (_what, row, others, validity, code) => {
  expect(recordedProblem(row, { validity, others, now })?.code).toBe(code);
});

const recorded = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 1, max: 20 })).map(
  ([from, length]): RecordedDates => ({
    validFrom: new Date(from * 1000),
    expiresAt: new Date((from + length) * 1000),
  }),
);

it("R9 whether two can stand beside each other does not depend on which comes first", () => {
  fc.assert(
    fc.property(recorded, recorded, (one, other) => {
      const code = (row: RecordedDates, beside: RecordedDates) =>
        recordedProblem(row, { validity: twoYears, others: [beside], now })?.code;
      expect(code(one, other)).toBe(code(other, one));
    }),
  );
});

it("R9 those that are taken are in sequence: each that begins later ends later", () => {
  fc.assert(
    fc.property(fc.array(recorded, { maxLength: 12 }), (rows) => {
      const taken: RecordedDates[] = [];
      for (const row of rows) if (!recordedProblem(row, { validity: twoYears, others: taken, now })) taken.push(row);
      const inSequence = taken.toSorted((a, b) => Number(a.validFrom) - Number(b.validFrom));
      inSequence.slice(1).forEach((later, index) => {
        expect(Number(later.validFrom)).toBeGreaterThan(Number(inSequence[index]?.validFrom));
        expect(Number(later.expiresAt)).toBeGreaterThan(Number(inSequence[index]?.expiresAt));
      });
    }),
  );
});
