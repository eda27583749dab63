import { expect, it } from "vitest";
import type { ProgramPolicy } from "../program/policy.ts";
import { NothingLaterToRenewTo, RenewalNotOpen } from "./errors.ts";
import { awarded, day, ends, extendedTo, fixed, none, renewal, summer, yearly } from "./renewal-dates.test.support.ts";
import {
  type CompletedRenewal,
  countedAt,
  earlyChoice,
  pinnedVersion,
  renewalPeriod,
  renewalRowAt,
  renewedAt,
} from "./renewal-dates.ts";
import { firstPeriod } from "./validity.ts";

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
