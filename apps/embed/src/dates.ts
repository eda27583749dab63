import type { PageLocale } from "./facts.ts";

const tags: Readonly<Record<PageLocale, string>> = { sv: "sv-SE", en: "en-GB" };

export function formatDay(instant: Date, timeZone: string, locale: PageLocale): string {
  return new Intl.DateTimeFormat(tags[locale], { dateStyle: "long", timeZone }).format(instant);
}

export function formatInstant(instant: Date, timeZone: string, locale: PageLocale): string {
  return new Intl.DateTimeFormat(tags[locale], {
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
    timeZoneName: "short",
  }).format(instant);
}

/** What the last moment before an exclusive instant is called. */
export interface LastMoment {
  /** The whole day before it, or the exact time when it lies within a day. */
  readonly text: string;
  readonly wholeDay: boolean;
}

/**
 * R7: a named day counts whole, and expiresAt is the start of the next local day. One that begins a day is told by the day
 * before; asking the calendar, not the clock, since a day may begin at 01:00. Any other is told with its time, so that nobody
 * reads a day too much or too little.
 */
export function lastMomentBefore(expiresAt: Date, timeZone: string, locale: PageLocale): LastMoment {
  const last = new Date(expiresAt.getTime() - 1);
  const wholeDay = formatDay(last, timeZone, locale) !== formatDay(expiresAt, timeZone, locale);
  return { wholeDay, text: wholeDay ? formatDay(last, timeZone, locale) : formatInstant(expiresAt, timeZone, locale) };
}
