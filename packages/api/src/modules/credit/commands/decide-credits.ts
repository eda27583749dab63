import type { TenantTransaction } from "@kunna/database";
import { assertDecidable, type CreditVerdict } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { coursesOf } from "../../../courses.ts";
import { awardIfComplete } from "../../certificate/index.ts";
import { type EnrolmentFacts, lockEnrolment } from "../../enrolment/index.ts";
import { insertDecision, loadEntry } from "../../ledger/index.ts";

export interface DecideCredits {
  readonly creditEntryId: string;
  readonly verdict: CreditVerdict;
  readonly comment: string;
}

/**
 * A reviewer's decision on credits: once, and never on their own. Where they complete a renewal, it is awarded in the same
 * transaction (R5).
 * @throws NotPermitted, NotFound, ReviewerConflict, CreditsDecided
 */
export const decideCredits: Command<DecideCredits, { creditEntryId: string }> = async (
  run,
  { creditEntryId, verdict, comment },
) => {
  const { tx, actor, now, emit } = run;
  const { personId, enteredById, programId, decision } = await loadEntry(tx, creditEntryId);
  // Oneself is refused below, with its reason.
  authorize(actor, "credit.decide", {
    personId: personId === actor.personId ? "" : personId,
    courseIds: await coursesOf(tx, actor, personId),
  });
  assertDecidable({ personId, enteredById, reviewerId: actor.personId, verdict: decision?.verdict ?? null });
  // Locked first, as by a review: so exactly one of two decisions at once sees what completes the renewal.
  const renewals = verdict === "ACCEPTED" ? await lockRenewals(tx, personId, programId) : [];
  await insertDecision(tx, actor.organisationId, {
    creditEntryId,
    verdict,
    comment,
    decidedAt: now,
    decidedById: actor.personId,
  });
  const about = { personId, ...(programId ? { programId } : {}) };
  emit({ type: verdict === "ACCEPTED" ? "CREDITS_ACCEPTED" : "CREDITS_REJECTED", ...about, facts: { creditEntryId } });
  for (const renewal of renewals) await awardIfComplete(run, renewal);
  return { creditEntryId };
};

/** The open renewals of a person in the program, or in any. */
async function lockRenewals(
  tx: TenantTransaction,
  personId: string,
  programId: string | null,
): Promise<EnrolmentFacts[]> {
  const open = await tx.enrolment.findMany({
    where: { personId, purpose: "RENEWAL", status: "ACTIVE", ...(programId ? { programId } : {}) },
    orderBy: { id: "asc" },
    select: { id: true },
  });
  const locked: EnrolmentFacts[] = [];
  for (const { id } of open) locked.push(await lockEnrolment(tx, id));
  return locked;
}
