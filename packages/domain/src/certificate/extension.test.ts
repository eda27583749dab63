import { expect, it } from "vitest";
import { policy } from "../fixture.test.support.ts";
import { ExtensionRefused } from "./errors.ts";
import { extension } from "./extension.ts";
import { type CertificateFact, datesAt, standingAt } from "./standing.ts";
import { firstPeriod } from "./validity.ts";

const graceful = { ...policy, grace: "P30D", window: "P90D" };
const timeZone = "Europe/Stockholm";
/** Expires on 2028-03-10 at 09:00 in UTC; its grace ends on 2028-04-09. */
const certificate: CertificateFact = firstPeriod(graceful, new Date("2026-03-10T09:00:00Z"), timeZone);

const extend = (lastDay: string, now: string, one = certificate, all = [one]) =>
  extension(one, all, { policy: graceful, lastDay, now: new Date(now), timeZone });

it("R7 an extension ends with its day, has the grace of the cycle's policy, and holds from when it is granted", () => {
  const granted = extend("2028-06-30", "2027-01-01T00:00:00Z");
  expect(granted).toEqual({
    at: new Date("2027-01-01T00:00:00Z"),
    expiresAt: new Date("2028-06-30T22:00:00Z"),
    graceEndsAt: new Date("2028-07-30T22:00:00Z"),
  });
  const { baseline, opensAt, expiresAt } = datesAt(granted.at, { ...certificate, changes: [granted] });
  expect([baseline, opensAt]).toEqual([certificate.expiresAt, certificate.opensAt]);
  expect(expiresAt).toEqual(granted.expiresAt);
});

it("R7 in the grace it may be granted, and the gap stays a gap", () => {
  const change = extend("2028-06-30", "2028-03-20T00:00:00Z");
  const facts = { certificates: [{ ...certificate, changes: [change] }], suspensions: [], enrolments: [] };
  expect(standingAt(new Date("2028-03-15T00:00:00Z"), facts)).toBe("GRACE");
  expect(standingAt(change.at, facts)).toBe("RENEWAL_OPEN");
});

const revoked = { ...certificate, revoked: [{ from: new Date("2026-06-01"), until: null }] };
const endless: CertificateFact = {
  validFrom: certificate.validFrom,
  opensAt: null,
  expiresAt: null,
  graceEndsAt: null,
};
const successor = { ...certificate, validFrom: new Date("2028-02-01T00:00:00Z") };
it.each<[string, string, string, CertificateFact, CertificateFact[], ExtensionRefused["reason"]]>([
  ["of what has lapsed", "2029-01-01", "2028-04-09T08:00:00Z", certificate, [certificate], "LAPSED"],
  ["of what is revoked", "2029-01-01", "2027-01-01T00:00:00Z", revoked, [revoked], "REVOKED"],
  ["of what has been renewed", "2029-01-01", "2028-02-01T00:00:00Z", certificate, [certificate, successor], "RENEWED"],
  ["of what does not expire", "2029-01-01", "2027-01-01T00:00:00Z", endless, [endless], "DOES_NOT_EXPIRE"],
  ["to an earlier day", "2028-03-09", "2027-01-01T00:00:00Z", certificate, [certificate], "NOT_LATER"],
  [
    "in the grace, to a day that has passed",
    "2028-03-12",
    "2028-03-20T00:00:00Z",
    certificate,
    [certificate],
    "NOT_LATER",
  ],
])("R7 no extension %s: to %s, at %s", (_what, lastDay, now, one, all, reason) => {
  expect(() => extend(lastDay, now, one, all)).toThrow(ExtensionRefused);
  expect(() => extend(lastDay, now, one, all)).toThrow(new ExtensionRefused(reason).message);
});

it("R7 a second extension is counted from the first", () => {
  const change = extend("2028-06-30", "2027-01-01T00:00:00Z");
  const extended = { ...certificate, changes: [change] };
  expect(() => extend("2028-06-30", "2027-02-01T00:00:00Z", extended)).toThrow("not later");
  expect(extend("2028-08-01", "2028-07-10T00:00:00Z", extended).expiresAt).toEqual(new Date("2028-08-01T22:00:00Z"));
});
