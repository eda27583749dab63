import fc from "fast-check";
import { expect, it } from "vitest";
import { policy } from "../fixture.test.support.ts";
import type { ProgramPolicy, Validity } from "../program/policy.ts";
import { RenewalNotOpen } from "./errors.ts";
import { type CompletedRenewal, type RenewedCertificate, renewalPeriod, renewalRowAt } from "./renewal-dates.ts";
import { datesAt, standingAt } from "./standing.ts";
import { firstPeriod, periodFrom } from "./validity.ts";

const length = fc.record({ years: fc.nat(3), months: fc.nat(14), days: fc.nat(60) });
const durationOf = length.map(({ years, months, days }) => `P${years}Y${months}M${days}D`);
const positive = length.map(({ years, months, days }) => `P${years}Y${months}M${days + 1}D`);
const monthDay = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 29 }))
  .map(([month, date]) => `--${String(month).padStart(2, "0")}-${String(date).padStart(2, "0")}`);
const validityOf: fc.Arbitrary<Validity> = fc.oneof(
  positive.map((duration): Validity => ({ kind: "DURATION", duration })),
  fc
    .tuple(monthDay, fc.nat(12))
    .map(([at, months]): Validity => ({ kind: "FIXED", monthDay: at, minimum: `P${months}M` })),
);
const policyOf = fc
  .record({
    validity: validityOf,
    window: durationOf,
    grace: durationOf,
    anchor: fc.constantFrom("EXPIRY", "COMPLETION", "FIXED"),
    earlyRenewal: fc.boolean(),
  })
  .map((given): ProgramPolicy => ({ ...policy, ...(given as Partial<ProgramPolicy>) }));
const zone = fc.constantFrom("UTC", "Europe/Stockholm", "America/Santiago", "Pacific/Apia");
const instant = fc.date({ min: new Date("2020-01-01"), max: new Date("2024-12-31"), noInvalidDate: true });
const dayMs = 86_400_000;

/** A certificate, perhaps extended, and a renewal of it that is completed at some time after its award. */
const history = fc
  .record({
    old: policyOf,
    next: policyOf,
    start: instant,
    zone,
    days: fc.nat(3000),
    slow: fc.oneof(fc.constant(0), fc.nat(400)),
    extension: fc.option(fc.tuple(fc.nat(1000), fc.integer({ min: 1, max: 800 }))),
    isDelta: fc.boolean(),
  })
  .map(({ old, next, start, zone: timeZone, days, slow, extension, isDelta }): CompletedRenewal => {
    const period = firstPeriod(old, start, timeZone);
    const certificate: RenewedCertificate = { ...period, policy: old };
    const at = extension && new Date(Math.min(start.getTime() + extension[0] * dayMs, Number(period.expiresAt) - 1));
    const extended = extension && new Date(Number(period.expiresAt) + extension[1] * dayMs);
    const changes =
      at && extended
        ? [{ at, expiresAt: extended, graceEndsAt: periodFrom(start, extended, old, timeZone).graceEndsAt ?? extended }]
        : [];
    const completedAt = new Date(start.getTime() + days * dayMs);
    const awardedAt = new Date(completedAt.getTime() + slow * dayMs);
    return {
      certificate: { ...certificate, changes },
      next,
      completedAt,
      awardedAt,
      isDelta,
      timeZone,
      laterVersion: null,
    };
  });

/** The period, or null where it is refused as too early. */
function periodOf(renewal: CompletedRenewal) {
  try {
    return renewalPeriod(renewal);
  } catch (error) {
    if (error instanceof RenewalNotOpen) return null;
    throw error;
  }
}

it("R9 the next is valid from the award, never before the completion, and holds for some time", () => {
  fc.assert(
    fc.property(history, (renewal) => {
      const period = periodOf(renewal);
      if (!period) return;
      expect(period.validFrom).toEqual(renewal.awardedAt);
      expect(Number(period.validFrom)).toBeGreaterThanOrEqual(Number(renewal.completedAt));
      expect(Number(period.expiresAt)).toBeGreaterThan(Number(period.validFrom));
    }),
    { numRuns: 2000 },
  );
});

it("R9 no renewal takes a day that the holder had, and early under EXPIRY none of the total", () => {
  fc.assert(
    fc.property(history, (renewal) => {
      const period = periodOf(renewal);
      const present = datesAt(renewal.awardedAt, renewal.certificate).expiresAt;
      if (period) expect(Number(period.expiresAt)).toBeGreaterThanOrEqual(Number(present));
    }),
    { numRuns: 2000 },
  );
});

it("R9 under EXPIRY in the window, when it is completed is of no account: nobody loses days by being early", () => {
  fc.assert(
    fc.property(history, fc.double({ min: 0, max: 1, noNaN: true }), (given, share) => {
      const next = { ...given.next, anchor: "EXPIRY" as const };
      // Granted at the award, so that the same dates hold at both completions.
      const changes = (given.certificate.changes ?? []).map((one) => ({ ...one, at: given.certificate.validFrom }));
      const certificate = { ...given.certificate, changes };
      const { opensAt, expiresAt } = datesAt(certificate.validFrom, certificate);
      const first = Math.max(Number(opensAt), Number(certificate.validFrom));
      fc.pre(first < Number(expiresAt));
      const completedAt = new Date(first + Math.floor(share * (Number(expiresAt) - 1 - first)));
      const at = (c: Date) =>
        renewalPeriod({ ...given, certificate, next, isDelta: false, completedAt: c, awardedAt: c }).expiresAt;
      expect(at(completedAt)).toEqual(at(new Date(Number(expiresAt) - 1)));
    }),
    { numRuns: 1000 },
  );
});

it("R9 a late renewal never erases a lapse: every instant before it stands as it stood", () => {
  fc.assert(
    fc.property(history, fc.nat(4000), (renewal, n) => {
      const period = periodOf(renewal);
      if (!period) return;
      const t = new Date(renewal.certificate.validFrom.getTime() + n * dayMs);
      const facts = (certificates: RenewedCertificate[]) => ({ certificates, suspensions: [], enrolments: [] });
      const before = standingAt(t, facts([renewal.certificate]));
      const after = standingAt(t, facts([renewal.certificate, { ...period, policy: renewal.next }]));
      if (t < period.validFrom) expect(after).toBe(before);
      else expect(["CERTIFIED", "RENEWAL_OPEN", "GRACE", "LAPSED"]).toContain(after);
    }),
    { numRuns: 2000 },
  );
});

it("R7 an edit of the policy never moves the dates of a cycle under way, nor the row that it falls in", () => {
  fc.assert(
    fc.property(history, policyOf, (renewal, edited) => {
      const other = { ...renewal, next: edited };
      expect(datesAt(renewal.completedAt, other.certificate)).toEqual(
        datesAt(renewal.completedAt, renewal.certificate),
      );
      expect(periodOf(other) === null).toBe(periodOf(renewal) === null);
      expect(renewalRowAt(other.completedAt, other.certificate)).toBe(
        renewalRowAt(renewal.completedAt, renewal.certificate),
      );
    }),
    { numRuns: 500 },
  );
});

it("R9 under EXPIRY the expiry is the baseline and a whole number of validities, the least that suffices", () => {
  fc.assert(
    fc.property(history, positive, (given, duration) => {
      const next: ProgramPolicy = { ...given.next, anchor: "EXPIRY", validity: { kind: "DURATION", duration } };
      const renewal = { ...given, next, isDelta: false, timeZone: "UTC" };
      const row = renewalRowAt(renewal.completedAt, renewal.certificate);
      if (row !== "IN_TIME" && row !== "IN_GRACE") return;
      const dates = datesAt(renewal.awardedAt, renewal.certificate);
      const beyond = Math.max(Number(renewal.awardedAt), Number(dates.expiresAt));
      const [, years = 0, months = 0, days = 0] = (/P(\d+)Y(\d+)M(\d+)D/.exec(duration) ?? []).map(Number);
      const baseline = dates.baseline ?? new Date(0);
      for (let k = 1; ; k++) {
        const expiry = firstPeriod(
          { ...next, validity: { kind: "DURATION", duration: `P${years * k}Y${months * k}M${days * k}D` } },
          baseline,
          "UTC",
        ).expiresAt;
        if (Number(expiry) <= beyond) continue;
        expect(renewalPeriod(renewal).expiresAt).toEqual(expiry);
        return;
      }
    }),
    { numRuns: 500 },
  );
});
