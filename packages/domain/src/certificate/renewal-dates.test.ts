import fc from "fast-check";
import { expect, it } from "vitest";
import { policy } from "../fixture.test.support.ts";
import { type ProgramPolicy, programPolicySchema, type Validity } from "../program/policy.ts";
import { NothingLaterToRenewTo, RenewalNotOpen } from "./errors.ts";
import {
  type CompletedRenewal,
  countedAt,
  earlyChoice,
  pinnedVersion,
  type RenewedCertificate,
  renewalPeriod,
  renewalRowAt,
  renewedAt,
} from "./renewal-dates.ts";
import { datesAt, standingAt } from "./standing.ts";
import { firstPeriod, periodFrom } from "./validity.ts";

const day = (text: string) => new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
const yearly = programPolicySchema.parse({
  validity: { kind: "DURATION", duration: "P1Y" },
  window: "P90D",
  grace: "P30D",
});
const summer: Validity = { kind: "FIXED", monthDay: "--06-30", minimum: "P6M" };

/** Valid from 2026-01-01 to 2027-01-01 in UTC; opens on 2026-10-03; its grace ends on 2027-01-31. */
const awarded = (over: Partial<ProgramPolicy> = {}): RenewedCertificate => ({
  ...firstPeriod(yearly, day("2026-01-01"), "UTC"),
  policy: { ...yearly, ...over },
});
const extendedTo = (expires: string): RenewedCertificate => ({
  ...awarded(),
  changes: [{ at: day("2026-06-01"), expiresAt: day(expires), graceEndsAt: day(expires) }],
});

function renewal(completed: string, next: Partial<ProgramPolicy>, over: Partial<CompletedRenewal> = {}) {
  return {
    certificate: awarded({ earlyRenewal: true }),
    next: { ...yearly, ...next },
    completedAt: day(completed),
    awardedAt: day(completed),
    isDelta: false,
    timeZone: "UTC",
    laterVersion: null,
    ...over,
  } satisfies CompletedRenewal;
}
const fixed = { anchor: "FIXED", validity: summer } as const;
const none = { validity: { kind: "NONE" } } as const;
const ends = (date: string) => ({ validity: { kind: "END_DATE", date } }) as const;

it.each<[string, string, Partial<ProgramPolicy>, expires: string | null]>([
  ["early, EXPIRY: c + validity", "2026-06-01", { anchor: "EXPIRY" }, "2027-06-01"],
  [
    "early, EXPIRY: the present expiry where later",
    "2026-06-01",
    { validity: { kind: "DURATION", duration: "P3M" } },
    "2027-01-01",
  ],
  ["early, COMPLETION: the same", "2026-06-01", { anchor: "COMPLETION" }, "2027-06-01"],
  ["early, FIXED: the first after the present expiry", "2026-02-01", fixed, "2027-07-01"],
  ["early, FIXED with a duration: as by EXPIRY", "2026-06-01", { anchor: "FIXED" }, "2027-06-01"],
  ["in time, EXPIRY: no day is lost", "2026-10-03", { anchor: "EXPIRY" }, "2028-01-01"],
  ["in time, EXPIRY, at the last moment: the same", "2026-12-31T23:59:59.999Z", { anchor: "EXPIRY" }, "2028-01-01"],
  ["in time, COMPLETION: c + validity", "2026-11-01", { anchor: "COMPLETION" }, "2027-11-01"],
  [
    "in time, COMPLETION: never before the present expiry",
    "2026-11-01",
    { anchor: "COMPLETION", validity: { kind: "DURATION", duration: "P1M" } },
    "2027-01-01",
  ],
  ["in time, FIXED: at least the minimum after the baseline", "2026-11-01", fixed, "2027-07-01"],
  [
    "in time, FIXED, a longer minimum",
    "2026-11-01",
    { anchor: "FIXED", validity: { ...summer, minimum: "P7M" } },
    "2028-07-01",
  ],
  ["in grace, EXPIRY: no day is gained", "2027-01-30", { anchor: "EXPIRY" }, "2028-01-01"],
  ["in grace, COMPLETION: c + validity", "2027-01-30", { anchor: "COMPLETION" }, "2028-01-30"],
  ["in grace, FIXED: as if completed in time", "2027-01-30", fixed, "2027-07-01"],
  ["lapsed, EXPIRY: c + validity", "2027-01-31", { anchor: "EXPIRY" }, "2028-01-31"],
  ["lapsed, COMPLETION: the same", "2027-01-31", { anchor: "COMPLETION" }, "2028-01-31"],
  ["lapsed, FIXED: at least the minimum after c", "2027-01-31", fixed, "2028-07-01"],
  ["in time, to an end date", "2026-11-01", ends("2027-08-31"), "2027-09-01"],
  ["early, to an end date", "2026-06-01", ends("2027-08-31"), "2027-09-01"],
  ["lapsed, to an end date", "2027-02-01", ends("2027-08-31"), "2027-09-01"],
  ["in time, without expiry from now on", "2026-11-01", none, null],
  ["lapsed, without expiry from now on", "2027-02-01", none, null],
  // A grace or an extension that is longer than the validity: baseline + k validities.
  [
    "in grace, a validity of ten days: the third",
    "2027-01-25",
    { validity: { kind: "DURATION", duration: "P10D" } },
    "2027-01-31",
  ],
  [
    "in grace, exactly on a multiple: the next",
    "2027-01-21",
    { validity: { kind: "DURATION", duration: "P10D" } },
    "2027-01-31",
  ],
  [
    "in grace, a validity of a month: counted from the baseline",
    "2027-01-30",
    { validity: { kind: "DURATION", duration: "P1W" } },
    "2027-02-05",
  ],
])("R9 %s: completed %s", (_what, completed, next, expires) => {
  const period = renewalPeriod(renewal(completed, next));
  expect(period.validFrom).toEqual(day(completed));
  expect(period.expiresAt).toEqual(expires === null ? null : day(expires));
});

it.each<[string, string, string, Partial<ProgramPolicy>, string]>([
  ["EXPIRY counts from the baseline", "2027-04-01", "2027-02-01", {}, "2028-01-01"],
  ["EXPIRY, longer than a validity: the second", "2028-03-01", "2027-02-01", {}, "2029-01-01"],
  ["COMPLETION: never before the present expiry", "2028-03-01", "2027-02-01", { anchor: "COMPLETION" }, "2028-03-01"],
  ["FIXED: after the present expiry", "2027-08-01", "2027-07-15", fixed, "2028-07-01"],
])("R9 after an extension, %s: extended to %s, completed %s", (_what, to, completed, next, expires) => {
  expect(renewalPeriod(renewal(completed, next, { certificate: extendedTo(to) })).expiresAt).toEqual(day(expires));
});

it.each<[string, Partial<CompletedRenewal>, string | null]>([
  ["a delta keeps the present expiry", { isDelta: true }, "2027-01-01"],
  ["all anew: as in time", { isDelta: false }, "2028-01-01"],
  [
    "a delta, in the regular window",
    { isDelta: true, completedAt: day("2026-10-03"), awardedAt: day("2026-10-03") },
    "2028-01-01",
  ],
  ["a delta whose review took until after the expiry", { isDelta: true, awardedAt: day("2027-01-02") }, "2028-01-01"],
])("R10 opened early: %s", (_what, over, expires) => {
  const opened = { ...awarded(), openings: [{ at: day("2026-02-01"), opensAt: day("2026-03-01") }] };
  const { expiresAt } = renewalPeriod(renewal("2026-04-01", {}, { certificate: opened, ...over }));
  expect(expiresAt).toEqual(expires && day(expires));
});

it("R9 before it opens it is refused, and where early renewal is allowed both dates are shown", () => {
  const early = renewal("2026-06-01", {});
  const certificate = awarded({ earlyRenewal: false });
  expect(() => renewalPeriod({ ...early, certificate })).toThrow(RenewalNotOpen);
  expect(() => renewalPeriod({ ...early, certificate })).toThrow("opens at 2026-10-03");
  expect(earlyChoice({ ...early, certificate })).toBeNull();
  expect(earlyChoice(early)).toEqual({ now: day("2027-06-01"), onceOpen: day("2028-01-01") });
});

it("R9 what does not expire never opens by itself, and keeps having no expiry when a new version opens it", () => {
  const endless = { ...firstPeriod({ ...yearly, ...none }, day("2026-01-01"), "UTC"), policy: yearly };
  expect(renewalRowAt(day("2100-01-01"), endless)).toBe("EARLY");
  expect(() => renewalPeriod(renewal("2027-01-01", {}, { certificate: endless }))).toThrow("never opens");
  const opened = { ...endless, openings: [{ at: day("2026-06-01"), opensAt: day("2026-06-01") }] };
  expect(renewalPeriod(renewal("2027-01-01", {}, { certificate: opened })).expiresAt).toBeNull();
});

it.each([
  ["2026-11-01", "2026-12-31", null, "Publish a version"],
  ["2027-01-15", "2026-12-31", 3, "Renew on version 3"],
  ["2027-02-15", "2027-02-14", 4, "Renew on version 4"],
])("R9 completed %s, the end date %s gives nothing later", (completed, date, laterVersion, help) => {
  const given = renewal(completed, ends(date), { laterVersion });
  expect(() => renewalPeriod(given)).toThrow(NothingLaterToRenewTo);
  expect(new NothingLaterToRenewTo(date, laterVersion).help).toContain(help);
});

it.each([
  ["submitted in time, reviewed long after the lapse", "2026-12-31", "2028-06-01", "2026-12-31", "IN_TIME"],
  ["submitted before it opened, reviewed in the grace", "2026-09-01", "2027-01-15", "2026-10-03", "IN_TIME"],
  ["submitted and reviewed before it opened", "2026-08-01", "2026-09-01", "2026-08-01", "EARLY"],
])("R5 a slow reviewer never causes a lapse: %s", (_what, submitted, reviewed, counted, row) => {
  const at = countedAt(day(submitted), day(reviewed), false, awarded());
  expect(at).toEqual(day(counted));
  expect(renewalRowAt(at, awarded())).toBe(row);
});

it("R5 reviewed after a whole validity, it is still valid from the award and for some time", () => {
  const slow = renewal("2026-12-01", {}, { awardedAt: day("2029-03-01") });
  expect(renewalPeriod(slow)).toMatchObject({ validFrom: day("2029-03-01"), expiresAt: day("2030-01-01") });
});

it("R9 what waited for a claim counts from the claim, so that it can't outlast a lapse", () => {
  expect(countedAt(day("2026-08-01"), day("2026-11-01"), true, awarded())).toEqual(day("2026-11-01"));
  expect(renewalRowAt(countedAt(day("2026-08-01"), day("2030-01-01"), true, awarded()), awarded())).toBe(
    "REINSTATEMENT",
  );
  expect(countedAt(day("2026-11-01"), day("2026-12-01"), true, awarded())).toEqual(day("2026-11-01"));
});

it("R6 revoked before the award, it is reinstated, whenever it was completed", () => {
  const certificate = { ...awarded(), revoked: [{ from: day("2026-11-15"), until: null }] };
  const period = renewalPeriod(renewal("2026-11-01", {}, { certificate, awardedAt: day("2026-11-20") }));
  expect(period.expiresAt).toEqual(day("2027-11-01"));
  expect(renewalPeriod(renewal("2026-11-01", {}, { certificate })).expiresAt).toEqual(day("2028-01-01"));
});

const versions = [
  { number: 1, publishedAt: day("2025-06-01") },
  { number: 2, publishedAt: day("2026-10-02") },
  { number: 3, publishedAt: day("2026-10-04") },
];
it.each([
  ["the one that was current when it opened", 1, "2026-12-01", 2],
  ["the later one that the holder renews on", 3, "2026-12-01", 3],
  ["early: the one that is current at the claim", 1, "2026-03-01", 1],
  ["in the grace: still the one of the opening", 1, "2027-01-15", 2],
  ["a reinstatement has its own", 3, "2027-03-01", 3],
])("R7 the next length is that of %s", (_what, enrolledOn, completed, number) => {
  const pinned = pinnedVersion(versions, enrolledOn, {
    certificate: awarded(),
    completedAt: day(completed),
    awardedAt: day(completed),
  });
  expect(pinned.number).toBe(number);
});

it("R9 it follows on the certificate that decides, else on the newest, also when all are revoked", () => {
  const [old, next] = [awarded(), { ...awarded(), validFrom: day("2026-11-01") }];
  const revoked = { revoked: [{ from: day("2026-12-01"), until: null }] };
  expect(renewedAt(day("2026-12-02"), [next, old])).toBe(next);
  expect(renewedAt(day("2026-12-02"), [{ ...next, ...revoked }, old])).toBe(old);
  const both = [
    { ...old, ...revoked },
    { ...next, ...revoked },
  ];
  expect(renewedAt(day("2026-12-02"), both)).toBe(both[1]);
  expect(renewalRowAt(day("2026-12-02"), { ...next, ...revoked })).toBe("REINSTATEMENT");
  expect(renewedAt(day("2026-12-02"), [])).toBeUndefined();
});

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
