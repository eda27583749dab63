import type { CertificateFact, Interval } from "../certificate/standing.ts";
import type { DecisionFact } from "./decision.ts";
import { DecisionRefused } from "./errors.ts";

/** Noon of a day of 2027. */
export const day = (n: number) => new Date(Date.UTC(2027, 0, n, 12));
export const days = (intervals: readonly Interval[]) =>
  intervals.map(({ from, until }) => `${dayOf(from)}-${until ? dayOf(until) : ""}`);
const dayOf = (date: Date) => 1 + (date.getTime() - day(1).getTime()) / 86_400_000;

/** A decision from its shorthand: "1 SUSPENDED" on day 1; "3 REINSTATED 1": of the one of day 1; "appealed" at the end. */
export function decision(text: string, over: Partial<DecisionFact> = {}): DecisionFact {
  const [on = "", kind = "", ...rest] = text.split(" ");
  const [regardingId] = rest.filter((word) => /^\d+$/.test(word));
  const certificateIds = kind === "REVOKED" ? ["c"] : [];
  const appealedAt = rest.includes("appealed") ? day(Number(on)) : null;
  return {
    id: on,
    kind,
    decidedAt: day(Number(on)),
    regardingId: regardingId ?? null,
    certificateIds,
    barUntil: null,
    appealedAt,
    ...over,
  };
}

/** A certificate that expires on day 100 and has ten days of grace. */
export const certificate = {
  id: "c",
  validFrom: day(0),
  opensAt: day(60),
  expiresAt: day(100),
  graceEndsAt: day(110),
} satisfies CertificateFact & { id: string };

/** What a rule answers: the reason for which it refuses, or done. */
export const refused = (run: () => unknown): string => {
  try {
    run();
    return "done";
  } catch (error) {
    if (error instanceof DecisionRefused) return error.ground;
    throw error;
  }
};
