import { longestRetryAfter, webhookRetryDelay } from "../webhook/retry.ts";

/** How often the facts of an LMS are read, in milliseconds. */
export const lmsSyncEvery = 5 * 60_000;

/** The longest that reading an LMS that failed is put off by itself, in milliseconds: so soon is it found to be there again. */
const longestSyncDelay = 60 * 60_000;

/**
 * How long to wait before facts are read again after a failure, in milliseconds. It is never given up.
 * @param failures how many there have been in a row, with this one, from 1
 * @param retryAfter what the LMS asked for, in milliseconds: heeded when it is longer, up to a day
 * @param random in [0, 1)
 */
export function lmsSyncDelay(failures: number, retryAfter: number | null, random: number): number {
  const own = Math.min(webhookRetryDelay(failures, null, random) ?? longestSyncDelay, longestSyncDelay);
  return Math.max(own, Math.min(retryAfter ?? 0, longestRetryAfter));
}

/** What is wrong with one place in a gradebook, and not with the LMS: trying again does not help. */
const ofTheTarget: ReadonlySet<string> = new Set(["NOT_FOUND", "REFUSED"]);

/** Whether a failed push says something of the LMS as a whole. */
export function isOfLms(problem: string): boolean {
  return !ofTheTarget.has(problem);
}

/**
 * How long to wait before a result is pushed again after a failure, in milliseconds; null: that was the last attempt, and it
 * is given up.
 * @param failures how many there have been of this result, with this one, from 1
 */
export function lmsPushDelay(
  problem: string,
  failures: number,
  retryAfter: number | null,
  random: number,
): number | null {
  return isOfLms(problem) ? webhookRetryDelay(failures, retryAfter, random) : null;
}
