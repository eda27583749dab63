import { Temporal } from "temporal-polyfill";
import { awardedBy, type CertificateFact, datesAt, decidingAt } from "./standing.ts";
import { toZoned } from "./validity.ts";

/** R13: what time alone brings about; each also is one of eventTypes. In the order in which they stand at one instant. */
export const timedEventTypes = [
  "RENEWAL_OPENED",
  "RENEWAL_REMINDER",
  "CERTIFICATE_EXPIRED",
  "CERTIFICATE_LAPSED",
] as const;
export type TimedEventType = (typeof timedEventTypes)[number];

/** Its key is certificate, kind and due instant (R13). */
export interface TimedEvent {
  readonly type: TimedEventType;
  readonly dueAt: Date;
  /** Of a reminder, how long before the expiry: the policy's own words. */
  readonly leadTime: string | null;
}

export interface TimedCertificate extends CertificateFact {
  /** How long before the expiry its holder is reminded: ISO 8601 durations. */
  readonly reminders: readonly string[];
}

/**
 * R13: what time brings about for one of a person's certificates in a program, in time order. As facts stand now: each was
 * true at its due instant or, where that lies ahead, will be if nothing more happens. What a renewal, a revocation or an
 * extension has made untrue by its instant is not among them.
 * @param all the certificates of the certification, that one among them
 * @param timeZone IANA name, in which lead times are counted back (R7)
 */
export function timedEvents<Fact extends CertificateFact>(
  of: Fact & TimedCertificate,
  all: readonly Fact[],
  timeZone: string,
): TimedEvent[] {
  const isTrue = ({ type, dueAt, leadTime }: TimedEvent) => {
    if (decidingAt(dueAt, awardedBy(dueAt, all)) !== of) return false;
    const { opensAt, expiresAt, graceEndsAt } = datesAt(dueAt, of);
    switch (type) {
      case "RENEWAL_OPENED":
        return isSame(dueAt, latest(opensAt, of.validFrom)) && (expiresAt === null || dueAt < expiresAt);
      case "RENEWAL_REMINDER":
        return isSame(dueAt, remindAt(expiresAt, leadTime, timeZone));
      case "CERTIFICATE_EXPIRED":
        return isSame(dueAt, expiresAt);
      case "CERTIFICATE_LAPSED":
        return isSame(dueAt, graceEndsAt);
    }
  };
  const unique = new Map(candidates(of, timeZone).map((event) => [`${event.type} ${Number(event.dueAt)}`, event]));
  return [...unique.values()].filter(isTrue).sort(inTime);
}

/**
 * The first instant after `after` at which one of timedEvents may be due, whatever happens until then to the other
 * certificates; null: none.
 */
export function nextDueAt(of: TimedCertificate, after: Date, timeZone: string): Date | null {
  const ahead = candidates(of, timeZone).flatMap(({ dueAt }) => (dueAt > after ? [Number(dueAt)] : []));
  return ahead.length === 0 ? null : new Date(Math.min(...ahead));
}

/** What may be due, by each set of dates that the certificate ever has. */
function candidates(of: TimedCertificate, timeZone: string): TimedEvent[] {
  const opens = [of.opensAt, ...(of.openings ?? []).map(({ opensAt, at }) => latest(opensAt, at))];
  const dates = [of, ...(of.changes ?? [])];
  return [
    ...opens.map((opensAt) => event("RENEWAL_OPENED", latest(opensAt, of.validFrom))),
    ...of.reminders.flatMap((leadTime) =>
      dates.map(({ expiresAt }) => event("RENEWAL_REMINDER", remindAt(expiresAt, leadTime, timeZone), leadTime)),
    ),
    ...dates.map(({ expiresAt }) => event("CERTIFICATE_EXPIRED", expiresAt)),
    ...dates.map(({ graceEndsAt }) => event("CERTIFICATE_LAPSED", graceEndsAt)),
  ].flat();
}

function event(type: TimedEventType, dueAt: Date | null, leadTime: string | null = null): TimedEvent[] {
  return dueAt === null ? [] : [{ type, dueAt, leadTime }];
}

function remindAt(expiresAt: Date | null, leadTime: string | null, timeZone: string): Date | null {
  if (expiresAt === null || leadTime === null) return null;
  return new Date(toZoned(expiresAt, timeZone).subtract(Temporal.Duration.from(leadTime)).epochMilliseconds);
}

function latest(a: Date | null, b: Date): Date | null {
  return a && (a > b ? a : b);
}

function isSame(a: Date, b: Date | null): boolean {
  return b !== null && a.getTime() === b.getTime();
}

function inTime(a: TimedEvent, b: TimedEvent): number {
  return Number(a.dueAt) - Number(b.dueAt) || timedEventTypes.indexOf(a.type) - timedEventTypes.indexOf(b.type);
}
