/**
 * Every kind of decision, and what it decides. A decision is an immutable record of who decided what, when, why and by
 * which rule; what holds at an instant is folded from them (R11).
 */
export const decisionKinds = {
  SUSPENDED: "The certification is suspended, until it is reinstated (R6, R11).",
  REINSTATED: "The suspension is lifted (R11).",
  REVOKED: "Certificates are revoked from this instant on (R6, R11).",
  STAY_GRANTED: "The effect of the decision appealed is held up until the appeal is decided (R11).",
  APPEAL_UPHELD: "The appeal is right: the effect of the decision appealed ends; what it was stays visible (R11).",
  APPEAL_DISMISSED: "The appeal is not right: the decision appealed stands, and a stay ends (R11).",
  AWARD_APPROVED: "The award of a certificate is approved (R5).",
  AWARD_DECLINED:
    "The award of a certificate is declined: its learner shows more, and it is put to an approver again (R5).",
} as const;
export type DecisionKind = keyof typeof decisionKinds;

/** Those that a suspension or a revocation is folded from. */
export const governanceKinds = [
  "SUSPENDED",
  "REINSTATED",
  "REVOKED",
  "STAY_GRANTED",
  "APPEAL_UPHELD",
  "APPEAL_DISMISSED",
] as const satisfies readonly DecisionKind[];

/** The rule that each kind rests on. */
export const ruleOfDecision = {
  SUSPENDED: "R11",
  REINSTATED: "R11",
  REVOKED: "R11",
  STAY_GRANTED: "R11",
  APPEAL_UPHELD: "R11",
  APPEAL_DISMISSED: "R11",
  AWARD_APPROVED: "R5",
  AWARD_DECLINED: "R5",
} as const satisfies Record<DecisionKind, string>;

/** A decision as governance folds it. Those of other kinds change nothing here. */
export interface DecisionFact {
  readonly id: string;
  readonly kind: string;
  readonly decidedAt: Date;
  /** The decision that this one is about: the suspension that is lifted, the decision that is appealed. */
  readonly regardingId: string | null;
  /** Of a REVOKED: the certificates that it takes away. */
  readonly certificateIds: readonly string[];
  /** Of a REVOKED: before this instant no reinstatement may be completed. */
  readonly barUntil: Date | null;
  /** When the person concerned appealed it; null: they have not. */
  readonly appealedAt: Date | null;
}

/** Where a suspension or a revocation is: what may be decided on it next depends on this alone. */
export type DecisionState = "IN_EFFECT" | "APPEALED" | "STAYED" | "FINAL" | "ENDED";

/** What may happen to a suspension or a revocation, and where that leads (R11). A revocation is never lifted by REINSTATED. */
export const transitions = {
  IN_EFFECT: { APPEAL_FILED: "APPEALED", REINSTATED: "ENDED" },
  APPEALED: { STAY_GRANTED: "STAYED", APPEAL_UPHELD: "ENDED", APPEAL_DISMISSED: "FINAL", REINSTATED: "ENDED" },
  STAYED: { APPEAL_UPHELD: "ENDED", APPEAL_DISMISSED: "FINAL", REINSTATED: "ENDED" },
  FINAL: { REINSTATED: "ENDED" },
  ENDED: {},
} as const satisfies Record<DecisionState, Partial<Record<DecisionStep, DecisionState>>>;
export type DecisionStep = "APPEAL_FILED" | "STAY_GRANTED" | "APPEAL_UPHELD" | "APPEAL_DISMISSED" | "REINSTATED";

/** Whether the step can be taken on a suspension or a revocation that is in this state. */
export function mayFollow(kind: "SUSPENDED" | "REVOKED", state: DecisionState, step: DecisionStep): boolean {
  const steps: Partial<Record<DecisionStep, DecisionState>> = transitions[state];
  return steps[step] !== undefined && !(kind === "REVOKED" && step === "REINSTATED");
}

/** The state of a suspension or a revocation, from what was decided on it since. */
export function stateOf(decision: DecisionFact, decisions: readonly DecisionFact[]): DecisionState {
  const kinds = new Set(decisions.filter(({ regardingId }) => regardingId === decision.id).map(({ kind }) => kind));
  if (kinds.has("REINSTATED") || kinds.has("APPEAL_UPHELD")) return "ENDED";
  if (kinds.has("APPEAL_DISMISSED")) return "FINAL";
  if (kinds.has("STAY_GRANTED")) return "STAYED";
  return decision.appealedAt ? "APPEALED" : "IN_EFFECT";
}
