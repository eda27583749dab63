import { Temporal } from "temporal-polyfill";

/**
 * When an enrolment is due by the policy: `within` is counted in whole days from the local day of the enrolment, and the
 * last day counts whole (R7). Null: never.
 * @param within ISO 8601, null for no due date
 * @param timeZone IANA name
 */
export function dueWithin(within: string | null, enrolledAt: Date, timeZone: string): Date | null {
  if (within === null) return null;
  const day = Temporal.Instant.fromEpochMilliseconds(enrolledAt.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  return dueAfter(day.add(within).toString(), timeZone);
}

/** The instant before which something is due whose last day is given (YYYY-MM-DD): the start of the next local day. */
export function dueAfter(lastDay: string, timeZone: string): Date {
  const next = Temporal.PlainDate.from(lastDay).add({ days: 1 });
  return new Date(next.toZonedDateTime(timeZone).epochMilliseconds);
}

/** Whether something open is late. A due date never ends anything by itself. */
export function isOverdue({ status, dueAt }: { status: string; dueAt: Date | null }, now: Date): boolean {
  return status === "ACTIVE" && dueAt !== null && dueAt <= now;
}
