import { AlreadyAudited, ReviewerConflict } from "./errors.ts";
import { assertNoConflict, type ReviewRelations } from "./review-conflict.ts";

export const auditFindings = ["CONFIRMED", "QUESTIONED"] as const;
export type AuditFinding = (typeof auditFindings)[number];

/**
 * R3: whether an evidence that is being accepted is drawn for a second look.
 * @param share of a hundred, how many are drawn
 * @param chance a random number in [0, 1) that nobody knows before
 */
export function isDrawnForAudit(share: number, chance: number): boolean {
  return chance * 100 < share;
}

export interface AuditContext extends Omit<ReviewRelations, "submittedById"> {
  /** Who put any of its revisions forward. */
  readonly submitterIds: readonly string[];
  /** Who reviewed any of its revisions. */
  readonly reviewerIds: readonly string[];
  /** Whether its second look has been taken. */
  readonly isAudited: boolean;
}

/** R3: the second look is taken once, by a reviewer who had no part in the evidence. @throws ReviewerConflict, AlreadyAudited */
export function assertMayAudit({ submitterIds, reviewerIds, isAudited, ...relations }: AuditContext): void {
  for (const submittedById of submitterIds) assertNoConflict({ ...relations, submittedById });
  if (reviewerIds.includes(relations.reviewerId))
    throw new ReviewerConflict("who reviewed the evidence does not audit it");
  if (isAudited) throw new AlreadyAudited();
}
