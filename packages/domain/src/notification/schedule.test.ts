import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import {
  assertMayChoose,
  frequencyOf,
  type NotificationKind,
  NotificationMandatory,
  notificationFrequencies,
  notificationKinds,
} from "./kinds.ts";
import { digestHour, mailRetryAt, notificationDueAt } from "./schedule.ts";

const zones = ["Europe/Stockholm", "UTC", "America/New_York", "Pacific/Chatham", "Asia/Kathmandu"];
const anyInstant = fc.date({ min: new Date("2020-01-01"), max: new Date("2040-01-01"), noInvalidDate: true });

describe("when what has become known is sent", () => {
  it("is at once, or with a digest at seven local time: the next one, and the next on a Monday", () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom(...zones), (known, zone) => {
        expect(notificationDueAt("IMMEDIATE", known, zone)).toEqual(known);
        expect(notificationDueAt("NEVER", known, zone)).toBeNull();
        for (const [frequency, days] of [
          ["DAILY", 1],
          ["WEEKLY", 7],
        ] as const) {
          const at = notificationDueAt(frequency, known, zone) ?? known;
          const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
          expect(local.toPlainTime().toString()).toBe("07:00:00");
          expect(local.hour).toBe(digestHour);
          if (frequency === "WEEKLY") expect(local.dayOfWeek).toBe(1);
          expect(at > known).toBe(true);
          // The one before it has passed.
          expect(local.subtract({ days }).epochMilliseconds).toBeLessThanOrEqual(known.getTime());
        }
      }),
    );
  });

  it("is the next digest for what comes to be known just as one is sent", () => {
    const seven = new Date("2026-11-23T06:00:00Z");
    expect(notificationDueAt("DAILY", seven, "Europe/Stockholm")?.toISOString()).toBe("2026-11-24T06:00:00.000Z");
    expect(notificationDueAt("WEEKLY", seven, "Europe/Stockholm")?.toISOString()).toBe("2026-11-30T06:00:00.000Z");
  });

  it("is seven by the clock on the wall also on the day on which the clocks change", () => {
    const at = notificationDueAt("DAILY", new Date("2027-03-27T12:00:00Z"), "Europe/Stockholm");
    expect(at?.toISOString()).toBe("2027-03-28T05:00:00.000Z");
  });
});

describe("a mail that could not be handed over", () => {
  it("is tried again after longer and longer, for four days, and then given up", () => {
    const failed = new Date("2026-11-24T12:00:00Z");
    const waits: number[] = [];
    for (let tries = 1; ; tries++) {
      const next = mailRetryAt(tries, failed);
      if (!next) break;
      waits.push((next.getTime() - failed.getTime()) / 3_600_000);
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    const total = waits.reduce((sum, wait) => sum + wait, 0);
    expect(total).toBeGreaterThan(3 * 24);
    expect(total).toBeLessThan(4 * 24);
  });
});

describe("how often a person is told of a kind", () => {
  const anyKind = fc.constantFrom(...(Object.keys(notificationKinds) as NotificationKind[]));
  const anyFrequency = fc.constantFrom(...notificationFrequencies);

  it("is as they chose for the kind, else as for all, else as is usual", () => {
    const none = { noneOptional: false, byKind: new Map() };
    expect(frequencyOf("RENEWALS", none)).toBe("IMMEDIATE");
    expect(frequencyOf("RENEWALS", { ...none, noneOptional: true })).toBe("NEVER");
    expect(frequencyOf("RENEWALS", { noneOptional: true, byKind: new Map([["RENEWALS", "WEEKLY"]]) })).toBe("WEEKLY");
  });

  it("is never NEVER for what can't be called off, whatever is stored", () => {
    fc.assert(
      fc.property(anyKind, anyFrequency, fc.boolean(), (kind, frequency, noneOptional) => {
        const chosen = frequencyOf(kind, { noneOptional, byKind: new Map([[kind, frequency]]) });
        if (notificationKinds[kind].mandatory) expect(chosen).not.toBe("NEVER");
        else expect(chosen).toBe(frequency);
      }),
    );
  });

  it("may be chosen, but for NEVER of what carries the right of appeal", () => {
    fc.assert(
      fc.property(anyKind, anyFrequency, (kind, frequency) => {
        const choose = () => assertMayChoose(kind, frequency);
        if (frequency === "NEVER" && kind === "DECISIONS") expect(choose).toThrow(NotificationMandatory);
        else expect(choose).not.toThrow();
      }),
    );
  });
});
