import { Temporal } from "temporal-polyfill";
import type { Validity } from "../program/policy.ts";
import type { Problem } from "../refusal.ts";
import { endOf } from "./validity.ts";

/** The dates of a certificate that was awarded elsewhere. */
export interface RecordedDates {
  readonly validFrom: Date;
  /** Null: does not expire. */
  readonly expiresAt: Date | null;
}

/** Dates outside of these years are slips of the pen, and beyond what calendars count. */
const years = { from: 1900, until: 2200 };

/** R7: a day as the start of it, or an instant with its offset as it is. Null: neither. */
export function recordedStart(text: string, timeZone: string): Date | null {
  return readWhen(text, (day) => new Date(day.toZonedDateTime(timeZone).epochMilliseconds));
}

/** R7: a day counts whole, so as the start of the next one; an instant with its offset as it is. Null: neither. */
export function recordedEnd(text: string, timeZone: string): Date | null {
  return readWhen(text, (day) => endOf(day.toString(), timeZone));
}

function readWhen(text: string, ofDay: (day: Temporal.PlainDate) => Date): Date | null {
  const year = Number(/^(\d{4})-/.exec(text)?.[1]);
  if (!(year >= years.from && year <= years.until)) return null;
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return ofDay(Temporal.PlainDate.from(text, { overflow: "reject" }));
    return new Date(Temporal.Instant.from(text).epochMilliseconds);
  } catch {
    return null;
  }
}

/**
 * What is wrong with a recorded certificate, beside the others of the same certification; null: nothing. It may overlap
 * with another, as renewals in time do (R9), but no later one ends before an earlier, since no renewal shortens.
 */
export function recordedProblem(
  dates: RecordedDates,
  {
    validity,
    others,
    now,
  }: { readonly validity: Validity; readonly others: readonly RecordedDates[]; readonly now: Date },
): Problem | null {
  const { validFrom, expiresAt } = dates;
  if (validFrom > now)
    return {
      code: "VALID_FROM_IN_FUTURE",
      path: "validFrom",
      message: "The certificate begins later than now.",
      fix: "History is what has been: what begins later is awarded here.",
    };
  if (expiresAt === null && validity.kind !== "NONE")
    return {
      code: "EXPIRY_MISSING",
      path: "expiresAt",
      message: "Certificates of this program expire, and the row does not say when.",
      fix: "Give the last day on which the certificate holds.",
    };
  if (expiresAt !== null && expiresAt <= validFrom)
    return {
      code: "EXPIRES_BEFORE_IT_BEGINS",
      path: "expiresAt",
      message: "The certificate ends before it begins.",
      fix: "Exchange or correct the dates.",
    };
  const crossed = others.find((other) => !followEachOther(dates, other));
  if (!crossed) return null;
  const end = crossed.expiresAt ? `to ${crossed.expiresAt.toISOString()}` : "without an end";
  return {
    code: "DATES_OUT_OF_ORDER",
    path: "validFrom",
    message: `Another certificate of the same person in the same program holds from ${crossed.validFrom.toISOString()} ${end}: of two, the one that begins later ends later.`,
    fix: "Correct the dates, or leave out the one that is part of the other.",
  };
}

function followEachOther(one: RecordedDates, other: RecordedDates): boolean {
  const begins = Math.sign(one.validFrom.getTime() - other.validFrom.getTime());
  const ends = Math.sign(endMilliseconds(one) - endMilliseconds(other));
  return begins !== 0 && begins === ends;
}

/** Later than any date. */
const never = Number.MAX_SAFE_INTEGER;

function endMilliseconds({ expiresAt }: RecordedDates): number {
  return expiresAt?.getTime() ?? never;
}
