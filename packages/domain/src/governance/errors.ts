import { Refusal } from "../refusal.ts";

/** How whoever decides had a part in what is decided on. */
export const deciderConflicts = {
  CONCERNED: "it concerns yourself",
  MANAGES: "you are the manager of this person",
  DECIDED: "you took part in the decision that is appealed",
  REVIEWED: "you reviewed this person's evidence",
  TRAINED: "you trained this person",
} as const;

/** This person may not decide this (R5, R11). */
export class DeciderConflict extends Refusal {
  readonly code = "DECIDER_CONFLICT";
  readonly conflict: keyof typeof deciderConflicts;
  constructor(conflict: keyof typeof deciderConflicts) {
    super(`You can't decide this: ${deciderConflicts[conflict]}.`, "Leave it to someone who had no part in it.");
    this.conflict = conflict;
  }
}

/** Why a decision can't be made, what that means, and what can be done instead. */
export const decisionRefusals = {
  NOTHING_TO_SUSPEND: [
    "The certification is neither in force nor to come.",
    "Only what counts, or will, is suspended.",
  ],
  ALREADY_SUSPENDED: ["The certification is suspended already.", "Reinstate it, or decide the appeal."],
  NOT_SUSPENDED: ["The certification is not suspended.", "Look at its decisions: only a suspension is lifted."],
  NOTHING_TO_REVOKE: ["No certificate of the certification is left to revoke.", "Look at its certificates."],
  ALREADY_REVOKED: ["The certificate is revoked already.", "Look at the decisions on it."],
  NOT_APPEALABLE: ["The decision is not one that is appealed.", "Appeal a suspension or a revocation."],
  ALREADY_APPEALED: ["The decision has been appealed.", "Wait for the decision on the appeal, or read it."],
  ENDED: ["The decision has no effect any more.", "There is nothing left to decide on it."],
  APPEAL_DECIDED: ["The appeal has been decided.", "Read the decision on it: an appeal is decided once."],
  ALREADY_STAYED: ["The effect of the decision is held up already.", "Decide the appeal."],
  NO_STAY_ASKED: ["The appeal does not ask for a stay.", "Decide the appeal."],
  AWARD_NOT_AWAITED: [
    "The enrolment has no award that waits for an approver.",
    "Approve it when all requirements are met.",
  ],
  AWARD_NOT_COMPLETE: [
    "What the award rests on does not hold any more.",
    "Let the learner show anew what their progress says; then it is put to an approver again.",
  ],
} as const;
export type DecisionRefusal = keyof typeof decisionRefusals;

/** The decision can't be made as things are (R5, R11). */
export class DecisionRefused extends Refusal {
  readonly code = "DECISION_REFUSED";
  readonly ground: DecisionRefusal;
  constructor(ground: DecisionRefusal) {
    const [message, help] = decisionRefusals[ground];
    super(message, help);
    this.ground = ground;
  }
}
