import type { Role } from "../organisation/permission.ts";
import { webhookRest } from "../webhook/retry.ts";
import { LmsConnectionInOtherState } from "./errors.ts";

/** What a connection to an LMS is in. REFUSED and RETIRED are for good. */
export type LmsConnectionStatus = "PENDING" | "ACTIVE" | "PAUSED" | "REFUSED" | "RETIRED";

/** What an administrator does to a connection: from which states, and to which. */
export const lmsConnectionSteps = {
  APPROVE: { from: ["PENDING"], to: "ACTIVE" },
  REFUSE: { from: ["PENDING"], to: "REFUSED" },
  PAUSE: { from: ["ACTIVE", "PAUSED"], to: "PAUSED" },
  RESUME: { from: ["PAUSED", "ACTIVE"], to: "ACTIVE" },
  RETIRE: { from: ["PENDING", "ACTIVE", "PAUSED"], to: "RETIRED" },
} as const satisfies Record<
  string,
  { readonly from: readonly LmsConnectionStatus[]; readonly to: LmsConnectionStatus }
>;
export type LmsConnectionStep = keyof typeof lmsConnectionSteps;

/** What a connection is in after a step; the same where it is there already. @throws LmsConnectionInOtherState */
export function afterStep(status: LmsConnectionStatus, step: LmsConnectionStep): LmsConnectionStatus {
  const { from, to } = lmsConnectionSteps[step];
  if (!(from as readonly LmsConnectionStatus[]).includes(status)) throw new LmsConnectionInOtherState(status, step);
  return to;
}

/** The roles that a course's instructors can be given: those that decide nothing of a program or of the organisation. */
export const instructorRoles = ["REVIEWER"] as const satisfies readonly Role[];
export type InstructorRole = (typeof instructorRoles)[number];

/** What somebody is in a course of an LMS. */
export type LmsMemberRole = "LEARNER" | "INSTRUCTOR";

/**
 * The roles that whoever came from a course acts in. A learner, and whoever the LMS says nothing of, is a LEARNER: with
 * their own things alone. An instructor is what the connection's approval gave to instructors.
 */
export function sessionRoles(member: readonly LmsMemberRole[], given: readonly InstructorRole[]): Role[] {
  const instructor: readonly Role[] = member.includes("INSTRUCTOR") ? given : [];
  return member.includes("LEARNER") || instructor.length === 0 ? ["LEARNER", ...instructor] : [...instructor];
}

/** A connection without one success for so long, in milliseconds, and through so many attempts, is told of. */
const failingConnection = { for: 24 * 3_600_000, attempts: 3 } as const;

/** Whether a connection has failed for so long that an administrator is told. */
export function isConnectionFailing(failingSince: Date, failures: number, at: Date): boolean {
  return failures >= failingConnection.attempts && at.getTime() - failingSince.getTime() >= failingConnection.for;
}

/**
 * Until when a connection that failed is left alone; null: it is not.
 * @param failures how many there have been in a row, with this one
 * @param retryAfter how long the LMS asked to be left alone, in milliseconds
 * @param random in [0, 1)
 */
export function connectionRestUntil(
  { failures, retryAfter }: { readonly failures: number; readonly retryAfter: number | null },
  now: Date,
  random: number,
): Date | null {
  const rest = Math.max(webhookRest(failures, random), Math.min(retryAfter ?? 0, failingConnection.for));
  return rest > 0 ? new Date(now.getTime() + rest) : null;
}
