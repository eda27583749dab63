import type { ApprovalStep, NextStep } from "../enrolment/next-steps.ts";
import type { Progress } from "../enrolment/progress.ts";
import type { ProgramPolicy } from "../program/policy.ts";
import { assertApart } from "./separation.ts";

/** Where the award of an open enrolment is that policy asks an approver for (R5); null: it has not come to that. */
export type ApprovalState = "AWAITED" | "DECLINED" | null;

/** What an open enrolment says of it. */
export interface ApprovalFacts {
  /** Since when it waits for an approver; null: it does not. */
  readonly approvalAwaitedAt: Date | null;
  /** When an approver last declined it; null: never. */
  readonly approvalDeclinedAt: Date | null;
}

/** R5: a decline holds until more is shown; then it waits again. */
export function approvalStateOf({ approvalAwaitedAt, approvalDeclinedAt }: ApprovalFacts): ApprovalState {
  if (approvalAwaitedAt) return "AWAITED";
  return approvalDeclinedAt ? "DECLINED" : null;
}

/** How someone stands to the award that they would approve or decline. */
export interface ApproverRelations {
  readonly approverId: string;
  readonly learnerId: string;
  readonly policy: Pick<ProgramPolicy, "separateDecisions" | "reviewConflicts">;
  /** Whoever gave a verdict on what counts for the enrolment. */
  readonly reviewerIds: ReadonlySet<string>;
  /** Whoever reviewed the learner's evidence in the program, in any enrolment. */
  readonly programReviewerIds: ReadonlySet<string>;
  /** Who trained the learner in the program. */
  readonly trainerIds: ReadonlySet<string>;
  /** The managers of the teams that the learner belongs to. */
  readonly managerIds: ReadonlySet<string>;
}

/**
 * R5: an approver never reviewed what the award rests on, nor is the learner. Whom the policy keeps from reviewing or from
 * deciding does not approve either. @throws DeciderConflict
 */
export function assertMayApprove(relations: ApproverRelations): void {
  const { approverId, learnerId, policy, reviewerIds, programReviewerIds, trainerIds, managerIds } = relations;
  const { separateDecisions, reviewConflicts } = policy;
  assertApart({
    deciderId: approverId,
    concernedId: learnerId,
    reviewerIds: separateDecisions ? new Set([...reviewerIds, ...programReviewerIds]) : reviewerIds,
    ...(separateDecisions || reviewConflicts.includes("TRAINER") ? { trainerIds } : {}),
    ...(reviewConflicts.includes("OWN_MANAGER") ? { managerIds } : {}),
  });
}

/** Progress, with what there is to do about the award too. */
export interface ProgressToAward extends Omit<Progress, "nextSteps"> {
  readonly nextSteps: readonly NextStep[];
}

/**
 * R5: what the learner does next about an award that waits for an approver, or was declined. A first award whose
 * requirements are not all met is not there yet; what a renewal asks is not the whole path (R8).
 */
export function withApproval(progress: Progress, state: ApprovalState, isRenewal: boolean): ProgressToAward {
  if (state === null || !(isRenewal || progress.complete)) return progress;
  const step = (kind: ApprovalStep["kind"]): ApprovalStep => ({
    kind,
    moduleKey: null,
    requirementKey: null,
    evidenceId: null,
  });
  if (state === "AWAITED") return { ...progress, nextSteps: [step("AWAIT_APPROVAL")] };
  const waiting = progress.nextSteps.some(({ kind }) => kind === "AWAIT_REVIEW");
  return waiting ? progress : { ...progress, nextSteps: [step("SHOW_MORE"), ...progress.nextSteps] };
}
