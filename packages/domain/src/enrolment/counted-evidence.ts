import type { EvidenceStatus } from "../evidence/evidence.ts";
import type { Requirement } from "../program/version.ts";
import type { EnrolmentStatus } from "./enrolment.ts";
import type { DatedEvidenceFact } from "./module-progress.ts";

/** An evidence with the enrolment that it was put forward in, and what it named there. */
export interface PutForward {
  readonly id: string;
  readonly enrolmentId: string;
  readonly status: EvidenceStatus;
  readonly submittedAt: Date | null;
  readonly requirements: readonly Pick<Requirement, "key" | "revision">[];
}

/** What a version asks for, as far as counting looks at it. */
export interface Asked {
  readonly modules: readonly { readonly requirements: readonly Pick<Requirement, "key" | "revision">[] }[];
}

/**
 * R4: what counts for an enrolment. All that was put forward in it; and of the enrolments that it resumes, what named
 * a requirement that the version still asks for at no higher revision. What waits for its review there is pending here,
 * and what was returned there or is still a draft can be gone on with here. The rows stay where they were put forward.
 * @param enrolmentId null: one that there is not yet, which would resume all of them
 * @param evidence of the enrolment and of those that it resumes
 */
export function countedEvidence(
  enrolmentId: string | null,
  { modules }: Asked,
  evidence: readonly PutForward[],
): DatedEvidenceFact[] {
  const asked = new Map(
    modules.flatMap(({ requirements }) => requirements.map(({ key, revision }) => [key, revision])),
  );
  return evidence.flatMap((one) => {
    const named = one.requirements.filter(
      ({ key, revision }) =>
        one.enrolmentId === enrolmentId || revision >= (asked.get(key) ?? Number.POSITIVE_INFINITY),
    );
    if (one.enrolmentId !== enrolmentId && named.length === 0) return [];
    const { id, status, submittedAt } = one;
    return { id, status, submittedAt, requirementKeys: named.map(({ key }) => key) };
  });
}

/** An enrolment that has ended, as the next one sees it. */
export interface EarlierEnrolment {
  readonly id: string;
  readonly status: EnrolmentStatus;
  readonly enrolledAt: Date;
}

/**
 * The enrolment that a new one resumes: the newest of the person in the program, where it was withdrawn and began after
 * the last award or reinstatement. What was put forward before that is spent: it led to a certificate.
 * @param earlier all of the person in the program, in the order in which they were made
 * @param since the last award, revocation or reinstatement; null when there has been none
 */
export function resumedBy(earlier: readonly EarlierEnrolment[], since: Date | null): string | null {
  const newest = earlier.at(-1);
  if (newest?.status !== "WITHDRAWN") return null;
  return since === null || newest.enrolledAt >= since ? newest.id : null;
}
