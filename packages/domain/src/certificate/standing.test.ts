import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type CertificateFact,
  type CertificationFacts,
  certificateStandingAt,
  type Standing,
  standingAt,
  standings,
} from "./standing.ts";

const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n));
const instant = (n: number) => new Date(day(n).getTime() - 1);

/** Valid from day 10, opens on 20, expires on 30, in grace until 40. */
const first = certificate(10, 20, 30, 40);
const second = certificate(30, 50, 60, 70);
const revoked15 = certificate(10, 20, 30, 40, 15);
const endless: CertificateFact = { validFrom: day(10), opensAt: null, expiresAt: null, graceEndsAt: null };

function certificate(
  from: number,
  opens: number,
  expires: number,
  graceEnds: number,
  revoked?: number,
): CertificateFact {
  return {
    validFrom: day(from),
    opensAt: day(opens),
    expiresAt: day(expires),
    graceEndsAt: day(graceEnds),
    revoked: revoked === undefined ? [] : [interval(revoked, null)],
  };
}

function interval(from: number, until: number | null) {
  return { from: day(from), until: until === null ? null : day(until) };
}

function facts(over: Partial<CertificationFacts>): CertificationFacts {
  return { certificates: [], suspensions: [], enrolments: [], ...over };
}

it.each<[string, Date, Partial<CertificationFacts>, Standing]>([
  ["never enrolled", day(0), {}, "NONE"],
  ["before the enrolment", instant(5), { enrolments: [interval(5, 9)] }, "NONE"],
  ["from the enrolment", day(5), { enrolments: [interval(5, 9)] }, "IN_PROGRESS"],
  ["to the end of the enrolment", instant(9), { enrolments: [interval(5, 9)] }, "IN_PROGRESS"],
  ["from the end of the enrolment", day(9), { enrolments: [interval(5, 9)] }, "NONE"],
  ["enrolled without end", day(900), { enrolments: [interval(5, null)] }, "IN_PROGRESS"],
  ["enrolled a second time", day(20), { enrolments: [interval(5, 9), interval(20, null)] }, "IN_PROGRESS"],
  ["before the first begins", instant(10), { certificates: [first] }, "UPCOMING"],
  [
    "enrolled, before the first begins",
    instant(10),
    { certificates: [first], enrolments: [interval(0, 10)] },
    "UPCOMING",
  ],
  ["before it was awarded", instant(8), { certificates: [{ ...first, awardedAt: day(8) }] }, "NONE"],
  [
    "enrolled, before it was awarded",
    instant(8),
    { certificates: [{ ...first, awardedAt: day(8) }], enrolments: [interval(5, 8)] },
    "IN_PROGRESS",
  ],
  ["awarded, and begins later", day(8), { certificates: [{ ...first, awardedAt: day(8) }] }, "UPCOMING"],
  ["from its beginning", day(10), { certificates: [first] }, "CERTIFIED"],
  ["to its opening", instant(20), { certificates: [first] }, "CERTIFIED"],
  ["from its opening", day(20), { certificates: [first] }, "RENEWAL_OPEN"],
  ["to its expiry", instant(30), { certificates: [first] }, "RENEWAL_OPEN"],
  ["from its expiry", day(30), { certificates: [first] }, "GRACE"],
  ["to the end of grace", instant(40), { certificates: [first] }, "GRACE"],
  ["from the end of grace", day(40), { certificates: [first] }, "LAPSED"],
  ["long after", day(4000), { certificates: [first], enrolments: [interval(0, null)] }, "LAPSED"],
  ["expired, without a grace", day(30), { certificates: [certificate(10, 20, 30, 30)] }, "LAPSED"],
  ["open from its beginning", day(10), { certificates: [certificate(10, 5, 30, 40)] }, "RENEWAL_OPEN"],
  ["without an expiry", day(4000), { certificates: [endless] }, "CERTIFIED"],
  ["renewed: the latest counts", day(35), { certificates: [first, second] }, "CERTIFIED"],
  ["renewed, listed the other way", day(35), { certificates: [second, first] }, "CERTIFIED"],
  ["renewed, before the second begins", instant(30), { certificates: [first, second] }, "RENEWAL_OPEN"],
  ["renewed, and then lapsed", day(70), { certificates: [first, second] }, "LAPSED"],
])("R6 %s", (_what, t, over, standing) => {
  expect(standingAt(t, facts(over))).toBe(standing);
});

it.each<[string, Date, [from: number, until: number | null], CertificateFact[], Standing]>([
  ["before it", instant(12), [12, 15], [first], "CERTIFIED"],
  ["from its beginning", day(12), [12, 15], [first], "SUSPENDED"],
  ["to its end", instant(15), [12, 15], [first], "SUSPENDED"],
  ["from its end", day(15), [12, 15], [first], "CERTIFIED"],
  ["dates run on under it", day(22), [12, 22], [first], "RENEWAL_OPEN"],
  ["in the open window", day(25), [12, null], [first], "SUSPENDED"],
  ["in the grace", day(35), [12, null], [first], "SUSPENDED"],
  ["what is lapsed is not suspended", day(40), [12, null], [first], "LAPSED"],
  ["a renewal does not lift it", day(35), [12, null], [first, second], "SUSPENDED"],
  ["over one without an expiry", day(900), [12, null], [endless], "SUSPENDED"],
  ["of nothing yet", day(5), [0, null], [], "NONE"],
  ["of what begins later", day(5), [0, null], [first], "UPCOMING"],
  ["of what is revoked", day(25), [12, null], [certificate(10, 20, 30, 40, 20)], "REVOKED"],
  ["an empty one", day(12), [12, 12], [first], "CERTIFIED"],
])("R6 a suspension: %s", (_what, t, [from, until], certificates, standing) => {
  expect(standingAt(t, facts({ certificates, suspensions: [interval(from, until)] }))).toBe(standing);
});

it.each<[string, Date, CertificateFact[], Standing]>([
  ["before its instant", instant(15), [certificate(10, 20, 30, 40, 15)], "CERTIFIED"],
  ["from its instant", day(15), [certificate(10, 20, 30, 40, 15)], "REVOKED"],
  ["past the dates of what it revoked", day(90), [certificate(10, 20, 30, 40, 15)], "REVOKED"],
  ["an older one in force counts again", day(25), [first, certificate(22, 50, 60, 70, 24)], "RENEWAL_OPEN"],
  ["an older one is lapsed", day(45), [first, certificate(22, 50, 60, 70, 24)], "LAPSED"],
  ["of the older one changes nothing", day(35), [certificate(10, 20, 30, 40, 32), second], "CERTIFIED"],
  ["of all", day(35), [certificate(10, 20, 30, 40, 32), certificate(30, 50, 60, 70, 33)], "REVOKED"],
  ["of the only one, before it begins", day(5), [certificate(10, 20, 30, 40, 3)], "REVOKED"],
  ["of the only one, not yet, before it begins", day(2), [certificate(10, 20, 30, 40, 3)], "UPCOMING"],
  ["of the first, and another begins later", day(25), [certificate(10, 20, 30, 40, 15), second], "UPCOMING"],
])("R6 a revocation: %s", (_what, t, certificates, standing) => {
  expect(standingAt(t, facts({ certificates }))).toBe(standing);
});

const extended = (at: number, expires: number, graceEnds: number) => ({
  at: day(at),
  expiresAt: day(expires),
  graceEndsAt: day(graceEnds),
});
const opening = (at: number, opens: number) => ({ at: day(at), opensAt: day(opens) });

it.each<[string, Date, Partial<CertificateFact>, Standing]>([
  ["before it is granted, the old expiry holds", instant(32), { changes: [extended(32, 50, 60)] }, "GRACE"],
  ["from its grant: a gap already passed stays a gap", day(32), { changes: [extended(32, 50, 60)] }, "RENEWAL_OPEN"],
  ["to the new expiry", instant(50), { changes: [extended(25, 50, 60)] }, "RENEWAL_OPEN"],
  ["to the end of the new grace", instant(60), { changes: [extended(25, 50, 60)] }, "GRACE"],
  ["and then", day(60), { changes: [extended(25, 50, 60)] }, "LAPSED"],
  ["never closes the window", day(21), { changes: [extended(15, 50, 60)] }, "RENEWAL_OPEN"],
  ["the latest wins", day(52), { changes: [extended(28, 55, 60), extended(25, 50, 60)] }, "RENEWAL_OPEN"],
  ["and in the other order", day(52), { changes: [extended(25, 50, 60), extended(28, 55, 60)] }, "RENEWAL_OPEN"],
])("R7 an extension: %s", (_what, t, over, standing) => {
  expect(standingAt(t, facts({ certificates: [{ ...first, ...over }] }))).toBe(standing);
});

it.each<[string, Date, CertificateFact, Standing]>([
  ["before its date", instant(15), { ...first, openings: [opening(12, 15)] }, "CERTIFIED"],
  ["from its date", day(15), { ...first, openings: [opening(12, 15)] }, "RENEWAL_OPEN"],
  ["not before it is published", instant(14), { ...first, openings: [opening(14, 11)] }, "CERTIFIED"],
  ["at once, when the date has passed", day(14), { ...first, openings: [opening(14, 11)] }, "RENEWAL_OPEN"],
  ["the earlier of the two", day(20), { ...first, openings: [opening(12, 25)] }, "RENEWAL_OPEN"],
  ["the earliest of several", day(16), { ...first, openings: [opening(12, 18), opening(13, 16)] }, "RENEWAL_OPEN"],
  ["what does not expire opens, too", day(15), { ...endless, openings: [opening(12, 15)] }, "RENEWAL_OPEN"],
])("R10 a version published BY_DATE: %s", (_what, t, certificate, standing) => {
  expect(standingAt(t, facts({ certificates: [certificate] }))).toBe(standing);
});

it("R11 a revocation that an appeal overturned is over from then on", () => {
  const overturned = { ...first, revoked: [interval(12, 14)] };
  expect([11, 12, 13, 14].map((n) => standingAt(day(n), facts({ certificates: [overturned] })))).toEqual([
    "CERTIFIED",
    "REVOKED",
    "REVOKED",
    "CERTIFIED",
  ]);
});

const dayNumber = fc.nat(30);
const intervals = fc.array(
  fc
    .tuple(dayNumber, fc.option(fc.nat(10)))
    .map(([from, length]) => interval(from, length === null ? null : from + length)),
  { maxLength: 3 },
);
const certificateArbitrary: fc.Arbitrary<CertificateFact> = fc
  .record({
    from: dayNumber,
    before: fc.option(fc.nat(5)),
    opens: fc.integer({ min: -3, max: 6 }),
    open: fc.nat(5),
    grace: fc.nat(5),
    revoked: intervals,
    changes: fc.uniqueArray(fc.tuple(fc.nat(45), fc.nat(10), fc.nat(5)), { maxLength: 2, selector: ([at]) => at }),
    openings: fc.array(fc.tuple(fc.nat(45), fc.nat(45)), { maxLength: 2 }),
  })
  .map(({ from, before, opens, open, grace, revoked, changes, openings }) => {
    const expires = from + Math.max(opens, 0) + open;
    return {
      ...certificate(from, from + opens, expires, expires + grace),
      ...(before === null ? {} : { awardedAt: day(from - before) }),
      revoked,
      changes: changes.map(([at, longer, graceDays]) => extended(at, expires + longer, expires + longer + graceDays)),
      openings: openings.map(([at, opensOn]) => opening(at, opensOn)),
    };
  });
const endlessArbitrary = fc
  .record({ from: dayNumber, revoked: intervals })
  .map(({ from, revoked }): CertificateFact => ({ ...endless, validFrom: day(from), revoked }));
const factsArbitrary: fc.Arbitrary<CertificationFacts> = fc.record({
  // No two begin at the same instant: R9 has each begin when the renewal is completed.
  certificates: fc.uniqueArray(fc.oneof({ weight: 4, arbitrary: certificateArbitrary }, endlessArbitrary), {
    maxLength: 4,
    selector: ({ validFrom }) => validFrom.getTime(),
  }),
  suspensions: intervals,
  enrolments: intervals,
});

/** The rows of R6's table, each by itself. */
function rowsAt(t: Date, { certificates: all, suspensions, enrolments }: CertificationFacts): Standing[] {
  const certificates = all.filter(({ awardedAt }) => awardedAt === undefined || awardedAt <= t);
  const inside = (list: CertificationFacts["enrolments"]) =>
    list.some(({ from, until }) => from <= t && !(until && until <= t));
  const isRevoked = ({ revoked }: CertificateFact) => inside(revoked ?? []);
  const valid = certificates.filter((one) => !isRevoked(one)).sort((a, b) => Number(b.validFrom) - Number(a.validFrom));
  const latest = valid.find(({ validFrom }) => validFrom <= t);
  const extension = (latest?.changes ?? []).filter(({ at }) => at <= t).sort((a, b) => Number(b.at) - Number(a.at))[0];
  const { expiresAt, graceEndsAt } = extension ?? latest ?? endless;
  const ended = expiresAt ? expiresAt <= t : false;
  const lapsed = ended && !(graceEndsAt && t < graceEndsAt);
  const open =
    (latest?.opensAt ? latest.opensAt <= t : false) ||
    (latest?.openings ?? []).some(({ at, opensAt }) => at <= t && opensAt <= t);
  const suspended = latest !== undefined && !lapsed && inside(suspensions);
  const rows: Record<Standing, boolean> = {
    NONE: certificates.length === 0 && !inside(enrolments),
    IN_PROGRESS: certificates.length === 0 && inside(enrolments),
    SUSPENDED: suspended,
    UPCOMING: !latest && valid.length > 0,
    CERTIFIED: Boolean(latest) && !suspended && !ended && !open,
    RENEWAL_OPEN: Boolean(latest) && !suspended && !ended && open,
    GRACE: Boolean(latest) && !suspended && ended && !lapsed,
    LAPSED: lapsed,
    REVOKED: certificates.length > 0 && certificates.every(isRevoked),
  };
  return standings.filter((standing) => rows[standing]);
}

it("R6 at every instant exactly one row of the table holds, and it is the standing", () => {
  fc.assert(
    fc.property(factsArbitrary, fc.integer({ min: -1, max: 50 }), (given, n) => {
      expect(rowsAt(day(n), given)).toEqual([standingAt(day(n), given)]);
    }),
    { numRuns: 1000 },
  );
});

it("R6 the standing changes only at an instant that a fact names", () => {
  fc.assert(
    fc.property(factsArbitrary, (given) => {
      const { certificates, suspensions, enrolments } = given;
      const named = new Set([
        ...certificates.flatMap((one) =>
          [
            ...[one.awardedAt, one.validFrom, one.opensAt, one.expiresAt, one.graceEndsAt],
            ...[...(one.changes ?? []), ...(one.openings ?? [])].flatMap((change) => Object.values(change)),
            ...(one.revoked ?? []).flatMap(({ from, until }) => [from, until]),
          ].map(Number),
        ),
        ...[...suspensions, ...enrolments].flatMap(({ from, until }) => [Number(from), Number(until)]),
      ]);
      for (let n = 0; n < 60; n++) {
        expect(standingAt(instant(n + 1), given)).toBe(standingAt(day(n), given));
        if (!named.has(Number(day(n)))) expect(standingAt(day(n), given)).toBe(standingAt(instant(n), given));
      }
    }),
  );
});

it("R6 the order in which the facts are listed is of no account", () => {
  fc.assert(
    fc.property(factsArbitrary, dayNumber, (given, n) => {
      const { certificates, suspensions, enrolments } = given;
      const reversed = {
        certificates: certificates.toReversed(),
        suspensions: suspensions.toReversed(),
        enrolments: enrolments.toReversed(),
      };
      expect(standingAt(day(n), reversed)).toBe(standingAt(day(n), given));
    }),
  );
});

it.each<[string, number, CertificateFact, Partial<CertificationFacts>, Standing, number | null]>([
  ["that is in force", 15, first, {}, "CERTIFIED", null],
  ["that is revoked", 16, revoked15, {}, "REVOKED", 15],
  ["before it was revoked", 14, revoked15, {}, "CERTIFIED", null],
  ["that is revoked, beside one in force: it counts no more", 16, revoked15, { certificates: [first] }, "REVOKED", 15],
  ["in force beside one that is revoked", 16, first, { certificates: [first, revoked15] }, "CERTIFIED", null],
  ["of a suspended certification", 16, first, { suspensions: [interval(12, null)] }, "SUSPENDED", 12],
  ["revoked under a suspension", 16, revoked15, { suspensions: [interval(12, null)] }, "REVOKED", 15],
  ["after a suspension", 19, first, { suspensions: [interval(12, 18)] }, "CERTIFIED", null],
])("R11 whoever holds a certificate %s in hand is told so", (_which, n, certificate, over, standing, since) => {
  const all = facts({ certificates: [certificate], ...over });
  expect(certificateStandingAt(day(n), certificate, all)).toEqual({
    standing,
    since: since === null ? null : day(since),
  });
});
