import { Temporal } from "temporal-polyfill";
import type { ProgramPolicy } from "../program/policy.ts";
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
  const from = Temporal.Instant.fromEpochMilliseconds(awardedAt.getTime()).toZonedDateTimeISO(timeZone);
  const expiry = expiryAfter(policy, from);
  if (expiry === null) return { validFrom: awardedAt, expiresAt: null, opensAt: null, graceEndsAt: null };
  return {
    validFrom: awardedAt,
    expiresAt: toDate(expiry),
    opensAt: toDate(expiry.subtract(policy.window)),
    graceEndsAt: toDate(expiry.add(policy.grace)),
  };
}

function expiryAfter({ validity }: ProgramPolicy, from: Temporal.ZonedDateTime): Temporal.ZonedDateTime | null {
  switch (validity.kind) {
    case "NONE":
      return null;
    case "DURATION":
      return from.add(validity.duration);
    case "END_DATE": {
      const expiry = startOfNextDay(Temporal.PlainDate.from(validity.date), from.timeZoneId);
      if (Temporal.ZonedDateTime.compare(expiry, from) <= 0) throw new NothingLeftToAward(validity.date);
      return expiry;
    }
    case "FIXED":
      return fixedDateAfter(validity.monthDay, from, from.add(validity.minimum));
  }
}

/** The end of the first such day of a year that lies after `from` and not before `earliest`. */
function fixedDateAfter(
  monthDay: string,
  from: Temporal.ZonedDateTime,
  earliest: Temporal.ZonedDateTime,
): Temporal.ZonedDateTime {
  const day = Temporal.PlainMonthDay.from(monthDay);
  const { compare } = Temporal.ZonedDateTime;
  // --12-31 ends with the next year's first instant: so the year before is looked at, too.
  for (let year = earliest.year - 1; ; year++) {
    const expiry = startOfNextDay(day.toPlainDate({ year }), earliest.timeZoneId);
    if (compare(expiry, from) > 0 && compare(expiry, earliest) >= 0) return expiry;
  }
}

function startOfNextDay(date: Temporal.PlainDate, timeZone: string): Temporal.ZonedDateTime {
  return date.add({ days: 1 }).toZonedDateTime(timeZone);
}

function toDate(at: Temporal.ZonedDateTime): Date {
  return new Date(at.epochMilliseconds);
}
