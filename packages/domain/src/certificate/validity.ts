import { Temporal } from "temporal-polyfill";
import type { ProgramPolicy, Validity } from "../program/policy.ts";
import { Refusal } from "../refusal.ts";

/** The dates of one validity period as instants, pinned at the award (R6, R7). Null expiry: does not expire. */
export interface ValidityPeriod {
  readonly validFrom: Date;
  readonly expiresAt: Date | null;
  /** When the renewal opens: baseline - window. */
  readonly opensAt: Date | null;
  /** When a renewal no longer counts as one: expiresAt + grace. */
  readonly graceEndsAt: Date | null;
}

/** The version's end date has passed: nothing awarded now would be valid. */
export class NothingLeftToAward extends Refusal {
  readonly code = "NOTHING_LEFT_TO_AWARD";
  readonly endDate: string;
  constructor(endDate: string) {
    super(
      `Certificates of this version end on ${endDate}, which has passed.`,
      "Publish a version with a later end date.",
    );
    this.endDate = endDate;
  }
}

/**
 * R5, R7: the period of a first certificate awarded at `awardedAt`. Calendar arithmetic in the organisation's zone; a
 * named day counts whole, so that the expiry is the start of the next local day.
 * @param timeZone IANA name
 * @throws NothingLeftToAward
 */
export function firstPeriod(policy: ProgramPolicy, awardedAt: Date, timeZone: string): ValidityPeriod {
  const from = toZoned(awardedAt, timeZone);
  if (policy.validity.kind === "END_DATE" && endOf(policy.validity.date, timeZone) <= awardedAt)
    throw new NothingLeftToAward(policy.validity.date);
  return periodFrom(awardedAt, expiryAfter(policy.validity, from, null), policy, timeZone);
}

/** R7: a period with this expiry, whose window and grace are the policy's. */
export function periodFrom(
  validFrom: Date,
  expiresAt: Date | null,
  { window, grace }: Pick<ProgramPolicy, "window" | "grace">,
  timeZone: string,
): ValidityPeriod {
  if (expiresAt === null) return { validFrom, expiresAt, opensAt: null, graceEndsAt: null };
  const expiry = toZoned(expiresAt, timeZone);
  return { validFrom, expiresAt, opensAt: toDate(expiry.subtract(window)), graceEndsAt: toDate(expiry.add(grace)) };
}

/**
 * R7, R9: one validity counted from an instant; where that does not lie after `beyond`, the least number of validities
 * that does, or a later fixed date. An end date is what it is. Null: does not expire.
 */
export function expiryAfter(validity: Validity, from: Temporal.ZonedDateTime, beyond: Date | null): Date | null {
  switch (validity.kind) {
    case "NONE":
      return null;
    case "DURATION":
      return toDate(leastMultiple(Temporal.Duration.from(validity.duration), from, beyond));
    case "END_DATE":
      return endOf(validity.date, from.timeZoneId);
    case "FIXED":
      return fixedDateAfter(validity, from, beyond);
  }
}

/** R7: a named day counts whole: the start of the next local day. */
export function endOf(date: string, timeZone: string): Date {
  return toDate(startOfNextDay(Temporal.PlainDate.from(date), timeZone));
}

export function toZoned(at: Date, timeZone: string): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
}

/** R9: from + k durations, with the least k that lies after `beyond`. */
function leastMultiple(
  duration: Temporal.Duration,
  from: Temporal.ZonedDateTime,
  beyond: Date | null,
): Temporal.ZonedDateTime {
  const after = (k: number) => from.add(times(duration, k));
  const suffices = (k: number) => beyond === null || after(k).epochMilliseconds > beyond.getTime();
  if (duration.blank || suffices(1)) return after(1);
  let enough = 2;
  while (!suffices(enough)) enough *= 2;
  let tooFew = enough / 2;
  while (enough - tooFew > 1) {
    const middle = Math.floor((tooFew + enough) / 2);
    if (suffices(middle)) enough = middle;
    else tooFew = middle;
  }
  return after(enough);
}

function times(duration: Temporal.Duration, k: number): Temporal.DurationLike {
  const { years, months, weeks, days, hours, minutes, seconds, milliseconds } = duration;
  return {
    years: years * k,
    months: months * k,
    weeks: weeks * k,
    days: days * k,
    hours: hours * k,
    minutes: minutes * k,
    seconds: seconds * k,
    milliseconds: milliseconds * k,
  };
}

/** The end of the first such day of a year that lies after `from` and `beyond`, and at least the minimum after `from`. */
function fixedDateAfter(
  { monthDay, minimum }: Extract<Validity, { kind: "FIXED" }>,
  from: Temporal.ZonedDateTime,
  beyond: Date | null,
): Date {
  const day = Temporal.PlainMonthDay.from(monthDay);
  const earliest = from.add(minimum);
  const after = Math.max(from.epochMilliseconds, beyond?.getTime() ?? Number.NEGATIVE_INFINITY);
  // --12-31 ends with the next year's first instant: so the year before is looked at, too.
  for (let year = earliest.year - 1; ; year++) {
    const expiry = startOfNextDay(day.toPlainDate({ year }), from.timeZoneId);
    if (expiry.epochMilliseconds > after && expiry.epochMilliseconds >= earliest.epochMilliseconds)
      return toDate(expiry);
  }
}

function startOfNextDay(date: Temporal.PlainDate, timeZone: string): Temporal.ZonedDateTime {
  return date.add({ days: 1 }).toZonedDateTime(timeZone);
}

function toDate(at: Temporal.ZonedDateTime): Date {
  return new Date(at.epochMilliseconds);
}
