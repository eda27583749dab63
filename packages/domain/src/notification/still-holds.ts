import { datesAt, decidingAt } from "../certificate/standing.ts";
import { type TimedCertificate, timedEvents } from "../certificate/timed-events.ts";

/**
 * Whether what time brought about is still worth telling: the certificate decides the standing, nothing later has come about
 * for it, and its expiry has not been moved since. So a late mail never reminds of what has expired, or was renewed.
 * @param all the certificates of the certification, that one among them
 */
export function isLatestOfTime<Fact extends TimedCertificate>(
  told: { readonly type: string; readonly dueAt: Date },
  of: Fact,
  all: readonly Fact[],
  now: Date,
  timeZone: string,
): boolean {
  if (decidingAt(now, all) !== of) return false;
  const last = timedEvents(of, all, timeZone).findLast(({ dueAt }) => dueAt <= now);
  if (last?.type !== told.type || last.dueAt.getTime() !== told.dueAt.getTime()) return false;
  const expiry = (at: Date) => datesAt(at, of).expiresAt?.getTime();
  return told.type === "RENEWAL_OPENED" || expiry(now) === expiry(told.dueAt);
}
