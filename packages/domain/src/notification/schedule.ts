import { toZoned } from "../certificate/validity.ts";
import type { NotificationFrequency } from "./kinds.ts";

/** The local hour at which a digest is sent. */
export const digestHour = 7;

/**
 * When what came to be known at an instant is sent: at once, with the next day's digest, or with that of the next Monday,
 * at seven in the organisation's time zone. Null: never.
 * @param timeZone IANA name
 */
export function notificationDueAt(frequency: NotificationFrequency, known: Date, timeZone: string): Date | null {
  switch (frequency) {
    case "IMMEDIATE":
      return known;
    case "DAILY":
      return nextDigest(known, timeZone, () => true);
    case "WEEKLY":
      return nextDigest(known, timeZone, (dayOfWeek) => dayOfWeek === 1);
    case "NEVER":
      return null;
  }
}

/** The first digest after an instant, on a day that suits (1 is Monday). */
function nextDigest(after: Date, timeZone: string, suits: (dayOfWeek: number) => boolean): Date {
  for (let day = toZoned(after, timeZone).toPlainDate(); ; day = day.add({ days: 1 })) {
    const at = day.toZonedDateTime({ timeZone, plainTime: { hour: digestHour } }).epochMilliseconds;
    if (at > after.getTime() && suits(day.dayOfWeek)) return new Date(at);
  }
}

/** How long after each failed try the next one is, in minutes. */
const patience = [1, 5, 15, 60, 180, 360, 720, 1440, 1440, 1440];

/** When a mail that could not be handed over is tried again; null: it has been tried for four days, and is given up. */
export function mailRetryAt(tries: number, failed: Date): Date | null {
  const minutes = patience[tries - 1];
  return minutes === undefined ? null : new Date(failed.getTime() + minutes * 60_000);
}
