import fc from "fast-check";
import { expect, it } from "vitest";
import { eventTypes } from "../event/event-types.ts";
import { cloudEventType } from "./cloud-event-type.ts";
import { isWanted } from "./filter.ts";
import {
  failingEndpoint,
  failuresBeforeRest,
  isFailingForLong,
  longestRetryAfter,
  retryAfterOf,
  webhookJitter,
  webhookRest,
  webhookRetryDelay,
  webhookRetryDelays,
} from "./retry.ts";
import { webhookSubject } from "./subject.ts";
import { toldFacts } from "./told-facts.ts";

const days = (count: number) => count * 86_400_000;
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const optionalId = fc.option(fc.uuid());

it("a delivery is tried again for some three days, each time after longer, and then no more", () => {
  const total = webhookRetryDelays.reduce((sum, delay) => sum + delay, 0);
  expect(total).toBeGreaterThan(days(2.9));
  expect(total).toBeLessThan(days(3.1));
  expect([...webhookRetryDelays].sort((a, b) => a - b)).toEqual(webhookRetryDelays);
  expect(webhookRetryDelay(webhookRetryDelays.length + 1, null, 0.5)).toBeNull();
});

it("a delay lies within the jitter, whatever the chance, and chances lie apart", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: webhookRetryDelays.length }), random, (failures, chance) => {
      const wanted = webhookRetryDelays[failures - 1] ?? 0;
      const delay = webhookRetryDelay(failures, null, chance) ?? 0;
      expect(delay).toBeGreaterThanOrEqual(Math.floor(wanted * (1 - webhookJitter)));
      expect(delay).toBeLessThanOrEqual(Math.ceil(wanted * (1 + webhookJitter)));
    }),
  );
  expect(webhookRetryDelay(1, null, 0)).toBeLessThan(webhookRetryDelay(1, null, 0.9) ?? 0);
});

it("Retry-After makes a delay longer and never shorter, and by a day at most", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: webhookRetryDelays.length }),
      fc.integer({ min: 0, max: days(400) }),
      random,
      (failures, asked, chance) => {
        const own = webhookRetryDelay(failures, null, chance) ?? 0;
        const delay = webhookRetryDelay(failures, asked, chance);
        expect(delay).toBe(Math.max(own, Math.min(asked, longestRetryAfter)));
      },
    ),
  );
});

const now = new Date("2026-11-28T09:00:00Z");

it.each([
  [null, null],
  ["120", 120_000],
  [" 0 ", 0],
  ["Sat, 28 Nov 2026 09:01:00 GMT", 60_000],
  ["Sat, 28 Nov 2026 08:00:00 GMT", 0],
  ["-5", null],
  ["1.5", null],
  ["soon", null],
  ["99999999999999999999", null],
  ["", null],
])("Retry-After %j asks for %j ms", (header, wanted) => {
  expect(retryAfterOf(header, now)).toBe(wanted);
});

it("an endpoint that only fails is left alone, for five minutes at most; one that failed a few times is not", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 10_000 }), random, (failures, chance) => {
      const rest = webhookRest(failures, chance);
      expect(rest > 0).toBe(failures >= failuresBeforeRest);
      expect(rest).toBeLessThanOrEqual(300_000);
    }),
  );
});

it("an endpoint fails for long when it has, and was asked often enough", () => {
  const since = (ms: number) => new Date(now.getTime() - ms);
  const { for: long, attempts } = failingEndpoint;
  expect(isFailingForLong(since(long), attempts, now)).toBe(true);
  expect(isFailingForLong(since(long - 1), attempts, now)).toBe(false);
  expect(isFailingForLong(since(long), attempts - 1, now)).toBe(false);
});

it("events about the same have one subject, and others another", () => {
  const references = fc.record({ personId: optionalId, programId: optionalId, enrolmentId: optionalId });
  fc.assert(
    fc.property(references, fc.uuid(), ({ personId, programId, enrolmentId }, other) => {
      const subject = webhookSubject({ personId, programId, enrolmentId });
      // Of a certification, all enrolments are one subject: a certificate never overtakes what led to it.
      if (personId && programId) expect(webhookSubject({ personId, programId, enrolmentId: other })).toBe(subject);
      if (personId) expect(webhookSubject({ personId: other, programId, enrolmentId: null })).not.toBe(subject);
      expect(subject).toMatch(/^(certifications\/\S+\/\S+|(enrolments|people|programs)\/\S+|organisation)$/);
    }),
  );
});

it.each([
  [{ types: [], programId: null }, true],
  [{ types: ["A", "B"], programId: null }, true],
  [{ types: ["B"], programId: null }, false],
  [{ types: [], programId: "p" }, true],
  [{ types: [], programId: "q" }, false],
  [{ types: ["B"], programId: "p" }, false],
])("an endpoint that asks for %j is sent an event A of program p: %s", (filter, wanted) => {
  expect(isWanted(filter, { type: "A", programId: "p" })).toBe(wanted);
});

it("an event of no program is not sent to an endpoint of one", () => {
  expect(isWanted({ types: [], programId: "p" }, { type: "A", programId: null })).toBe(false);
});

it("each event type has a CloudEvents type of its own, from which it can be told", () => {
  for (const type of Object.keys(eventTypes)) {
    expect(cloudEventType(type)).toMatch(/^org\.kunna\.[a-z_]+$/);
    expect(cloudEventType(type).slice("org.kunna.".length).toUpperCase()).toBe(type);
  }
});

it.each(Object.keys(eventTypes))("of %s no words are told, nor what nobody has named", (type) => {
  const words = {
    reason: "r",
    missing: ["m"],
    notMet: ["n"],
    comment: "c",
    title: "t",
    name: "n",
    note: "n",
    later: 1,
  };
  expect(toldFacts(type, words)).toEqual({});
});

it("the facts of an event that are ids, keys and dates are told, and those of an unknown type are not", () => {
  const facts = { requestId: "id", decision: "DECLINED", dueAt: null, reason: "Too many." };
  expect(toldFacts("EXTENSION_REQUEST_DECIDED", facts)).toEqual({ requestId: "id", decision: "DECLINED", dueAt: null });
  for (const type of ["UNKNOWN", "constructor"]) expect(toldFacts(type, { number: 1, length: 1 })).toEqual({});
});
