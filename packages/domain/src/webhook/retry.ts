const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** How long after each failure of a delivery it is tried again, in milliseconds, before jitter: three days in all. */
export const webhookRetryDelays: readonly number[] = [
  5 * second,
  30 * second,
  2 * minute,
  10 * minute,
  30 * minute,
  hour,
  2 * hour,
  4 * hour,
  8 * hour,
  12 * hour,
  20 * hour,
  24 * hour,
];

/** By how much a delay is longer or shorter at random, so that what failed at once is not tried again at once. */
export const webhookJitter = 0.2;

/** The longest that a receiver is heeded that asks to be left alone (Retry-After), in milliseconds. */
export const longestRetryAfter = 24 * hour;

/** An endpoint without one success for so long, in milliseconds, and through so many attempts, is paused. */
export const failingEndpoint = { for: 24 * hour, attempts: 10 } as const;

/** How long a rotated secret goes on to sign beside the new one, in milliseconds. */
export const secretOverlap = 24 * hour;

/**
 * How long to wait after a failure, in milliseconds; null: that was the last attempt, and the delivery is dead.
 * @param failures how many there have been in a row, with this one, from 1
 * @param retryAfter what the receiver asked for, in milliseconds: heeded when it is longer, up to a day
 * @param random in [0, 1)
 */
export function webhookRetryDelay(failures: number, retryAfter: number | null, random: number): number | null {
  const delay = webhookRetryDelays[failures - 1];
  if (delay === undefined) return null;
  const spread = Math.round(delay * (1 + webhookJitter * (2 * random - 1)));
  return Math.max(spread, Math.min(retryAfter ?? 0, longestRetryAfter));
}

/** How many failures in a row an endpoint may have before it is left alone for a while after each. */
export const failuresBeforeRest = 5;

/** The longest that an endpoint is left alone, in milliseconds: so soon is it found to be there again. */
const longestRest = 5 * minute;

/**
 * How long an endpoint that only fails is left alone, in milliseconds: with a thousand deliveries due it is asked once, not
 * a thousand times.
 * @param failures how many there have been in a row, of whatever deliveries
 */
export function webhookRest(failures: number, random: number): number {
  if (failures < failuresBeforeRest) return 0;
  return Math.min(webhookRetryDelay(failures - failuresBeforeRest + 1, null, random) ?? longestRest, longestRest);
}

/** Whether an endpoint has failed for long enough to be paused. */
export function isFailingForLong(failingSince: Date, attempts: number, now: Date): boolean {
  return attempts >= failingEndpoint.attempts && now.getTime() - failingSince.getTime() >= failingEndpoint.for;
}

/**
 * What Retry-After asks for (RFC 9110, 10.2.3: seconds or a date), in milliseconds from now; null when it is not there or
 * says nothing that can be understood.
 */
export function retryAfterOf(header: string | null, now: Date): number | null {
  if (header === null) return null;
  const text = header.trim();
  if (/^\d{1,9}$/.test(text)) return Number(text) * second;
  const at = /^[A-Za-z]{3}, /.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, at - now.getTime());
}
