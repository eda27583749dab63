import type { TenantTransaction } from "@kunna/database";
import { progressOf, type VersionContent } from "@kunna/domain";
import { type EnrolmentFacts, loadEvidenceFacts } from "../enrolment/index.ts";

/** That all that a renewal asks is met (R8). */
export interface RenewalCompletion {
  /** R5: when the submission that met the last of it was made. */
  readonly submittedAt: Date;
  /** R10: all that was asked is a delta. */
  readonly isDelta: boolean;
}

/** Whether a renewal's enrolment has met what it asks: everything in its version, anew (FULL). Null: not yet. */
export async function renewalCompletion(
  tx: TenantTransaction,
  enrolment: EnrolmentFacts,
  content: VersionContent,
  now: Date,
): Promise<RenewalCompletion | null> {
  const accepted = (await loadEvidenceFacts(tx, enrolment, content, now)).filter(({ status }) => status === "ACCEPTED");
  if (!progressOf(content, accepted).complete) return null;
  const submissions = await tx.evidence.findMany({
    where: { id: { in: accepted.map(({ id }) => id) }, submittedAt: { not: null } },
    orderBy: [{ submittedAt: "asc" }, { id: "asc" }],
    select: { id: true, submittedAt: true },
  });
  // What is accepted after it was complete does not move the completion.
  const completing = submissions.find(({ submittedAt }) => {
    const by = new Set(submissions.filter((one) => isBy(one.submittedAt, submittedAt)).map(({ id }) => id));
    return progressOf(
      content,
      accepted.filter(({ id }) => by.has(id)),
    ).complete;
  });
  return completing?.submittedAt ? { submittedAt: completing.submittedAt, isDelta: false } : null;
}

function isBy(at: Date | null, limit: Date | null): boolean {
  return at !== null && limit !== null && at <= limit;
}
