import fc from "fast-check";
import { expect, it } from "vitest";
import { standingAt } from "./standing.ts";
import { nextDueAt, type TimedCertificate, timedEvents } from "./timed-events.ts";

const zone = "Europe/Stockholm";
const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n));
const dayOf = (at: Date) => Math.round((at.getTime() - day(0).getTime()) / 86_400_000);

/** Valid from day 10, opens on 40, expires on 60, in grace until 70. */
function certificate(over: Partial<TimedCertificate> = {}): TimedCertificate {
  const dates = { validFrom: day(10), opensAt: day(40), expiresAt: day(60), graceEndsAt: day(70) };
  return { ...dates, reminders: [], ...over };
}

function told(of: TimedCertificate, ...others: TimedCertificate[]): string[] {
  return timedEvents(of, [of, ...others], zone).map(({ type, dueAt }) => `${dayOf(dueAt)} ${type}`);
}

const renewedOn = (n: number) =>
  certificate({ awardedAt: day(n), validFrom: day(n), opensAt: day(160), expiresAt: day(180), graceEndsAt: day(190) });
const revokedOn = (n: number) => [{ from: day(n), until: null }];

it.each<[string, string[], TimedCertificate, ...TimedCertificate[]]>([
  ["alone", ["40 RENEWAL_OPENED", "60 CERTIFICATE_EXPIRED", "70 CERTIFICATE_LAPSED"], certificate()],
  [
    "with reminders, each once at an instant",
    [
      "30 RENEWAL_REMINDER",
      "40 RENEWAL_OPENED",
      "53 RENEWAL_REMINDER",
      "60 CERTIFICATE_EXPIRED",
      "70 CERTIFICATE_LAPSED",
    ],
    certificate({ reminders: ["P7D", "P30D", "P1W"] }),
  ],
  ["without an expiry", [], certificate({ opensAt: null, expiresAt: null, graceEndsAt: null, reminders: ["P7D"] })],
  [
    "without a grace",
    ["40 RENEWAL_OPENED", "60 CERTIFICATE_EXPIRED", "60 CERTIFICATE_LAPSED"],
    certificate({ graceEndsAt: day(60) }),
  ],
  [
    "open from its beginning",
    ["10 RENEWAL_OPENED", "60 CERTIFICATE_EXPIRED", "70 CERTIFICATE_LAPSED"],
    certificate({ opensAt: day(2) }),
  ],
  ["renewed before it opens", [], certificate(), renewedOn(30)],
  ["renewed in the window", ["40 RENEWAL_OPENED"], certificate(), renewedOn(50)],
  ["renewed at its expiry", ["40 RENEWAL_OPENED"], certificate(), renewedOn(60)],
  ["renewed in the grace", ["40 RENEWAL_OPENED", "60 CERTIFICATE_EXPIRED"], certificate(), renewedOn(65)],
  [
    "renewed after the lapse",
    ["40 RENEWAL_OPENED", "60 CERTIFICATE_EXPIRED", "70 CERTIFICATE_LAPSED"],
    certificate(),
    renewedOn(75),
  ],
  ["revoked in the window", ["40 RENEWAL_OPENED"], certificate({ revoked: revokedOn(50) })],
  [
    "the renewal revoked, so that it counts again",
    ["40 RENEWAL_OPENED", "60 CERTIFICATE_EXPIRED", "70 CERTIFICATE_LAPSED"],
    certificate(),
    { ...renewedOn(50), revoked: revokedOn(55) },
  ],
  [
    "extended in time: new due instants",
    ["40 RENEWAL_OPENED", "80 CERTIFICATE_EXPIRED", "90 CERTIFICATE_LAPSED"],
    certificate({ changes: [{ at: day(50), expiresAt: day(80), graceEndsAt: day(90) }] }),
  ],
  [
    "extended in the grace: what was told stays told",
    ["40 RENEWAL_OPENED", "60 CERTIFICATE_EXPIRED", "80 CERTIFICATE_EXPIRED", "90 CERTIFICATE_LAPSED"],
    certificate({ changes: [{ at: day(65), expiresAt: day(80), graceEndsAt: day(90) }] }),
  ],
  [
    "reminded again of an expiry that was moved",
    [
      "40 RENEWAL_OPENED",
      "53 RENEWAL_REMINDER",
      "73 RENEWAL_REMINDER",
      "80 CERTIFICATE_EXPIRED",
      "90 CERTIFICATE_LAPSED",
    ],
    certificate({ reminders: ["P7D"], changes: [{ at: day(55), expiresAt: day(80), graceEndsAt: day(90) }] }),
  ],
  [
    "opened early by a new version, once (R10)",
    ["25 RENEWAL_OPENED", "60 CERTIFICATE_EXPIRED", "70 CERTIFICATE_LAPSED"],
    certificate({ openings: [{ at: day(25), opensAt: day(20) }] }),
  ],
])("R13 what time brings about: %s", (_what, expected, of, ...others) => {
  expect(told(of, ...others)).toEqual(expected);
});

it("R7 R13 counts a lead time back in the organisation's zone, where a day across a clock change is still a day", () => {
  const expiresAt = new Date("2026-04-01T22:00:00Z"); // Midnight in Stockholm, in summer time.
  const of = certificate({ expiresAt, reminders: ["P7D"] });
  const [reminder] = timedEvents(of, [of], zone).filter(({ type }) => type === "RENEWAL_REMINDER");
  expect(reminder).toEqual({ type: "RENEWAL_REMINDER", dueAt: new Date("2026-03-25T23:00:00Z"), leadTime: "P7D" });
});

const dayArbitrary = fc.integer({ min: 0, max: 120 });
const history = fc.array(
  fc
    .record({
      from: dayArbitrary,
      lasts: fc.integer({ min: 1, max: 60 }),
      window: fc.integer({ min: 0, max: 60 }),
      grace: fc.integer({ min: 0, max: 20 }),
      reminders: fc.uniqueArray(fc.constantFrom("P1D", "P7D", "P30D"), { maxLength: 3 }),
      extended: fc.option(fc.record({ at: dayArbitrary, by: fc.integer({ min: 1, max: 30 }) })),
      revoked: fc.option(dayArbitrary),
      opened: fc.option(fc.record({ at: dayArbitrary, opens: dayArbitrary })),
    })
    .map(({ from, lasts, window, grace, reminders, extended, revoked, opened }): TimedCertificate => {
      const expires = from + lasts;
      const moved = extended && { at: day(extended.at), expiresAt: day(expires + extended.by) };
      return {
        awardedAt: day(from),
        validFrom: day(from),
        opensAt: day(expires - window),
        expiresAt: day(expires),
        graceEndsAt: day(expires + grace),
        reminders,
        changes: moved ? [{ ...moved, graceEndsAt: day(expires + (extended?.by ?? 0) + grace) }] : [],
        openings: opened ? [{ at: day(opened.at), opensAt: day(opened.opens) }] : [],
        revoked: revoked === null ? [] : [{ from: day(revoked), until: null }],
      };
    }),
  { minLength: 1, maxLength: 4 },
);

it("R6 R13 each says what the standing says at its instant, and no lapse goes untold", () => {
  fc.assert(
    fc.property(history, (all) => {
      const facts = { certificates: all, suspensions: [], enrolments: [] };
      const events = all.flatMap((of) => timedEvents(of, all, zone));
      for (const { type, dueAt } of events) {
        const standing = standingAt(dueAt, facts);
        if (type === "RENEWAL_OPENED") expect(standing).toBe("RENEWAL_OPEN");
        if (type === "CERTIFICATE_EXPIRED") expect(["GRACE", "LAPSED"]).toContain(standing);
        if (type === "CERTIFICATE_LAPSED") expect(standing).toBe("LAPSED");
      }
      for (let n = 0; n < 250; n++) {
        const before = standingAt(new Date(day(n).getTime() - 1), facts);
        const isLapsing =
          ["CERTIFIED", "RENEWAL_OPEN", "GRACE"].includes(before) && standingAt(day(n), facts) === "LAPSED";
        // A revocation may uncover an older one that has lapsed: its own event tells of that.
        const isRevoking = all.some(({ revoked }) => revoked?.some(({ from }) => dayOf(from) === n));
        if (isLapsing && !isRevoking)
          expect(events.some(({ type, dueAt }) => type === "CERTIFICATE_LAPSED" && dayOf(dueAt) === n)).toBe(true);
      }
    }),
  );
});

it("R13 walking from one next due instant to the next comes past every event", () => {
  fc.assert(
    fc.property(history, (all) => {
      for (const of of all) {
        const visited = new Set<number>();
        for (let at = nextDueAt(of, new Date(0), zone); at; at = nextDueAt(of, at, zone)) visited.add(Number(at));
        for (const { dueAt } of timedEvents(of, all, zone)) expect(visited.has(Number(dueAt))).toBe(true);
      }
    }),
  );
});
