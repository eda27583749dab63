import {
  type CertificateFact,
  type CertificationFacts,
  datesAt,
  isRevokedAt,
  standingAt,
} from "../certificate/standing.ts";
import { InvalidInput } from "../refusal.ts";
import { type DecisionFact, type DecisionStep, mayFollow, stateOf } from "./decision.ts";
import { type DecisionRefusal, DecisionRefused } from "./errors.ts";

/** The suspension that has not ended, stayed or not: there is at most one. */
export function openSuspension(decisions: readonly DecisionFact[]): DecisionFact | undefined {
  return decisions.find((one) => one.kind === "SUSPENDED" && stateOf(one, decisions) !== "ENDED");
}

/** R6, R11: a certification that counts, or will, is suspended, once at a time; a LAPSED one is not. @throws DecisionRefused */
export function assertMaySuspend(now: Date, facts: CertificationFacts, decisions: readonly DecisionFact[]): void {
  if (openSuspension(decisions)) throw new DecisionRefused("ALREADY_SUSPENDED");
  const standing = standingAt(now, facts);
  if (!["UPCOMING", "CERTIFIED", "RENEWAL_OPEN", "GRACE"].includes(standing))
    throw new DecisionRefused("NOTHING_TO_SUSPEND");
}

/** R11: the suspension to lift, also when the certification has lapsed under it. @throws DecisionRefused */
export function suspensionToLift(decisions: readonly DecisionFact[]): DecisionFact {
  const open = openSuspension(decisions);
  if (!open) throw new DecisionRefused("NOT_SUSPENDED");
  return open;
}

/** R6, R11: a certificate is revoked once at a time; a stay only holds it up. @throws DecisionRefused */
export function assertMayRevoke(certificateId: string, decisions: readonly DecisionFact[]): void {
  if (openRevocations(decisions).has(certificateId)) throw new DecisionRefused("ALREADY_REVOKED");
}

/**
 * R6: what a decision for misconduct revokes: every certificate that is unexpired, also one that begins later or is in
 * its grace, in which its holder might still count. @throws DecisionRefused when there is none
 */
export function certificatesToRevoke<Fact extends CertificateFact & { readonly id: string }>(
  now: Date,
  certificates: readonly Fact[],
  decisions: readonly DecisionFact[],
): Fact[] {
  const gone = openRevocations(decisions);
  const left = certificates.filter((one) => {
    const { graceEndsAt } = datesAt(now, one);
    return !gone.has(one.id) && !isRevokedAt(now, one) && (graceEndsAt === null || now < graceEndsAt);
  });
  if (left.length === 0) throw new DecisionRefused("NOTHING_TO_REVOKE");
  return left;
}

/** R11: a bar lies ahead. @throws InvalidInput */
export function assertBar(now: Date, barUntil: Date | null): void {
  if (barUntil === null || barUntil > now) return;
  throw new InvalidInput([
    {
      code: "BAR_PASSED",
      path: "barUntil",
      message: "The bar would end before the decision.",
      fix: "Pass a later instant, or leave it out: then a reinstatement may be completed at once.",
    },
  ]);
}

/** R11: whether an appeal may be filed, a stay granted or the appeal decided now. @throws DecisionRefused */
export function assertStep(decision: DecisionFact, decisions: readonly DecisionFact[], step: DecisionStep): void {
  const { kind } = decision;
  if (kind !== "SUSPENDED" && kind !== "REVOKED") throw new DecisionRefused("NOT_APPEALABLE");
  const state = stateOf(decision, decisions);
  if (!mayFollow(kind, state, step)) throw new DecisionRefused(refusalOf(decision, decisions, step));
}

function refusalOf(decision: DecisionFact, decisions: readonly DecisionFact[], step: DecisionStep): DecisionRefusal {
  const isDecided = decisions.some(
    ({ kind, regardingId }) => regardingId === decision.id && (kind === "APPEAL_UPHELD" || kind === "APPEAL_DISMISSED"),
  );
  if (step === "APPEAL_FILED") return decision.appealedAt ? "ALREADY_APPEALED" : "ENDED";
  if (isDecided) return "APPEAL_DECIDED";
  return stateOf(decision, decisions) === "ENDED" ? "ENDED" : "ALREADY_STAYED";
}

/** The certificates that a revocation which has not ended takes away, also where a stay holds it up. */
function openRevocations(decisions: readonly DecisionFact[]): ReadonlySet<string> {
  return new Set(
    decisions
      .filter((one) => one.kind === "REVOKED" && stateOf(one, decisions) !== "ENDED")
      .flatMap(({ certificateIds }) => certificateIds),
  );
}
