import type { ProgramPolicy } from "../program/policy.ts";
import { ReviewerConflict } from "./errors.ts";

/** How someone stands to the evidence that they would review. */
export interface ReviewRelations {
  readonly reviewerId: string;
  readonly learnerId: string;
  /** Who put the revision forward: the learner or an observer. */
  readonly submittedById: string;
  /** Whom the version's policy keeps from reviewing. */
  readonly conflicts: ProgramPolicy["reviewConflicts"];
  /** Who trained the learner in the program. */
  readonly trainerIds: ReadonlySet<string>;
  /** The managers of the teams that the learner belongs to. */
  readonly managerIds: readonly string[];
}

/** R3: the learner never reviews their own evidence, nor who put it forward, nor whom the policy names. @throws ReviewerConflict */
export function assertNoConflict(relations: ReviewRelations): void {
  const { reviewerId, conflicts } = relations;
  if (reviewerId === relations.learnerId) throw new ReviewerConflict("the learner never reviews their own evidence");
  if (reviewerId === relations.submittedById)
    throw new ReviewerConflict("who put the evidence forward does not review it");
  if (conflicts.includes("TRAINER") && relations.trainerIds.has(reviewerId))
    throw new ReviewerConflict("who trained the learner does not review them in this program");
  if (conflicts.includes("OWN_MANAGER") && relations.managerIds.includes(reviewerId))
    throw new ReviewerConflict("the learner's own manager does not review them in this program");
}
