import { Temporal } from "temporal-polyfill";
import { z } from "zod";

/** An ISO 8601 calendar duration of zero to a hundred years, such as P2Y or P90D (R7). */
export const durationSchema = z.string().max(40).refine(isDuration, {
  message: "must be an ISO 8601 duration of zero to a hundred years, such as P2Y or P90D",
});

function isDuration(text: string): boolean {
  try {
    // Bounded, so that whatever is counted with it stays within the calendar.
    return Temporal.Duration.from(text).sign >= 0 && !isLonger(text, "P100Y");
  } catch {
    return false;
  }
}

/** Whether a duration can be longer than the limit. */
export function isLonger(duration: string, limit: string): boolean {
  // Begins a year of 365 days: what is longer than it gives a day away.
  return Temporal.Duration.compare(duration, limit, { relativeTo: Temporal.PlainDate.from("2027-01-01") }) > 0;
}
