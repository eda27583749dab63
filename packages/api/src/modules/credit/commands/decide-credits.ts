import { assertDecidable, type CreditVerdict } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { insertDecision, loadEntry } from "../ledger.ts";

export interface DecideCredits {
  readonly creditEntryId: string;
  readonly verdict: CreditVerdict;
  readonly comment: string;
}

/**
 * A reviewer's decision on credits: once, and never on their own.
 * @throws NotPermitted, NotFound, ReviewerConflict, CreditsDecided
 */
export const decideCredits: Command<DecideCredits, { creditEntryId: string }> = async (
  { tx, actor, now, emit },
  { creditEntryId, verdict, comment },
) => {
  const { personId, enteredById, programId, decision } = await loadEntry(tx, creditEntryId);
  // Oneself is refused below, with its reason.
  authorize(actor, "credit.decide", { personId: personId === actor.personId ? "" : personId });
  assertDecidable({ personId, enteredById, reviewerId: actor.personId, verdict: decision?.verdict ?? null });
  await insertDecision(tx, actor.organisationId, {
    creditEntryId,
    verdict,
    comment,
    decidedAt: now,
    decidedById: actor.personId,
  });
  const about = { personId, ...(programId ? { programId } : {}) };
  emit({ type: verdict === "ACCEPTED" ? "CREDITS_ACCEPTED" : "CREDITS_REJECTED", ...about, facts: { creditEntryId } });
  return { creditEntryId };
};
