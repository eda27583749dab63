import { ReinstatementBarred } from "../certificate/errors.ts";
import { barAt } from "../certificate/next-step.ts";
import { type CertificateFact, type CertificationFacts, type Standing, standingAt } from "../certificate/standing.ts";
import type { ProgramPolicy } from "../program/policy.ts";
import { type EarlierEnrolment, resumedBy } from "./counted-evidence.ts";
import type { EnrolmentPurpose } from "./enrolment.ts";
import {
  AlreadyCertified,
  AlreadyEnrolled,
  EnrolmentNeedsApproval,
  SelfEnrolmentClosed,
  WithdrewFromRule,
} from "./errors.ts";

/** What decides whether and how a person is enrolled on a program. */
export interface EnrollingFacts {
  /** All of the person in the program, in the order in which they were made. */
  readonly enrolments: readonly (EarlierEnrolment & { readonly ruleId: string | null })[];
  readonly certification: Omit<CertificationFacts, "certificates"> & {
    /** In the order in which they begin. */
    readonly certificates: readonly (CertificateFact & { readonly id: string; readonly awardedAt: Date })[];
  };
}

/** How a person is enrolled. */
export interface Enrolling {
  readonly purpose: EnrolmentPurpose;
  readonly resumesId: string | null;
}

/**
 * Decides whether a person can be enrolled now, and what the enrolment resumes. R9: who has held a certificate renews, at
 * any time, or is reinstated: there is no second first one.
 * @throws AlreadyEnrolled, ReinstatementBarred
 */
export function decideEnrolling({ enrolments, certification }: EnrollingFacts, now: Date): Enrolling {
  const open = enrolments.find(({ status }) => status === "ACTIVE");
  if (open) throw new AlreadyEnrolled(open.id);
  const bar = barAt(now, certification.bars);
  if (bar) throw new ReinstatementBarred(bar.until);
  const purpose = certification.certificates.length > 0 ? "RENEWAL" : "INITIAL";
  return { purpose, resumesId: resumedBy(enrolments, lastTurn(certification, now)) };
}

/** The last award, revocation or reinstatement before now. */
function lastTurn({ certificates }: EnrollingFacts["certification"], now: Date): Date | null {
  return certificates
    .flatMap(({ awardedAt, revoked }) => [awardedAt, ...(revoked ?? []).flatMap(({ from, until }) => [from, until])])
    .reduce<Date | null>((last, at) => (at !== null && at <= now && (last === null || at > last) ? at : last), null);
}

/**
 * Whether a learner may enrol by themselves. What the policy closes is the way in: whoever has been certified can
 * always begin the way back (R9: there are no dead ends).
 * @throws EnrolmentNeedsApproval, SelfEnrolmentClosed
 */
export function assertSelfEnrolment({ selfEnrolment }: ProgramPolicy, { purpose }: Enrolling): void {
  if (purpose === "RENEWAL" || selfEnrolment === "OPEN") return;
  throw selfEnrolment === "APPROVAL" ? new EnrolmentNeedsApproval() : new SelfEnrolmentClosed();
}

/** A rule never undoes a withdrawal from what it had enrolled the person on. @throws WithdrewFromRule */
export function assertNotWithdrawn({ enrolments }: EnrollingFacts, ruleId: string): void {
  if (enrolments.some((one) => one.ruleId === ruleId && one.status === "WITHDRAWN")) throw new WithdrewFromRule();
}

/** Standings in which there is nothing yet to begin anew. */
const certified: ReadonlySet<Standing> = new Set(["UPCOMING", "CERTIFIED", "RENEWAL_OPEN", "SUSPENDED"]);

/** What is assigned to many is not for those who are certified. @throws AlreadyCertified */
export function assertNotCertified({ certification }: EnrollingFacts, now: Date): void {
  const newest = certification.certificates.at(-1);
  if (newest && certified.has(standingAt(now, certification))) throw new AlreadyCertified(newest.id);
}
