import { type ProgramPolicy, programPolicySchema, type Validity } from "../program/policy.ts";
import type { CompletedRenewal, RenewedCertificate } from "./renewal-dates.ts";
import { firstPeriod } from "./validity.ts";

export const day = (text: string) => new Date(text.length === 10 ? `${text}T00:00:00Z` : text);
export const yearly = programPolicySchema.parse({
  validity: { kind: "DURATION", duration: "P1Y" },
  window: "P90D",
  grace: "P30D",
});
export const summer = { kind: "FIXED", monthDay: "--06-30", minimum: "P6M" } satisfies Validity;

/** Valid from 2026-01-01 to 2027-01-01 in UTC; opens on 2026-10-03; its grace ends on 2027-01-31. */
export const awarded = (over: Partial<ProgramPolicy> = {}): RenewedCertificate => ({
  ...firstPeriod(yearly, day("2026-01-01"), "UTC"),
  policy: { ...yearly, ...over },
});
export const extendedTo = (expires: string): RenewedCertificate => ({
  ...awarded(),
  changes: [{ at: day("2026-06-01"), expiresAt: day(expires), graceEndsAt: day(expires) }],
});

export function renewal(completed: string, next: Partial<ProgramPolicy>, over: Partial<CompletedRenewal> = {}) {
  return {
    certificate: awarded({ earlyRenewal: true }),
    next: { ...yearly, ...next },
    completedAt: day(completed),
    awardedAt: day(completed),
    isDelta: false,
    timeZone: "UTC",
    laterVersion: null,
    ...over,
  } satisfies CompletedRenewal;
}
export const fixed = { anchor: "FIXED", validity: summer } as const;
export const none = { validity: { kind: "NONE" } } as const;
export const ends = (date: string) => ({ validity: { kind: "END_DATE", date } }) as const;
