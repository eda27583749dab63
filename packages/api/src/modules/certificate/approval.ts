import type { TenantTransaction } from "@kunna/database";
import { type ApprovalFacts, assertMayApprove, type ProgramPolicy } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { type EnrolmentFacts, loadResumed, managersOf, reviewersOf, trainersOf } from "../enrolment/index.ts";

/** Where the award of an enrolment stands with its approver (R5). */
interface Approval extends ApprovalFacts {
  /** When the holder claimed the renewal that waits; null: its last review put it there. */
  readonly renewalClaimedAt: Date | null;
}

export function loadApproval(tx: TenantTransaction, enrolmentId: string): Promise<Approval> {
  return tx.enrolment.findUniqueOrThrow({
    where: { id: enrolmentId },
    select: { approvalAwaitedAt: true, approvalDeclinedAt: true, renewalClaimedAt: true },
  });
}

/**
 * R5: puts an award whose requirements are met to an approver, once: what is accepted while it waits changes nothing. With
 * the enrolment locked.
 * @param claimedAt when the holder claimed the renewal; null: its last review completes it
 */
export async function awaitApproval(
  { tx, now, emit }: CommandRun,
  { id, personId, programId, versionId }: EnrolmentFacts,
  claimedAt: Date | null,
): Promise<void> {
  const { approvalAwaitedAt } = await loadApproval(tx, id);
  if (approvalAwaitedAt) return;
  const data = { approvalAwaitedAt: now, renewalClaimedAt: claimedAt };
  await tx.enrolment.update({ where: { id }, data, select: { id: true } });
  const about = { personId, programId, versionId, enrolmentId: id };
  emit({ type: "AWARD_APPROVAL_AWAITED", ...about, facts: { claimed: claimedAt !== null } });
}

/** What the learner has shown since an approver declined the award. */
export interface AnswerToDecline {
  readonly declinedAt: Date;
  /** When the first of what was accepted since was put forward; null: nothing was. */
  readonly shownAt: Date | null;
}

/**
 * R5: the last decline of the award of an enrolment, or of one that it resumes, and what answers to it. Null: there is
 * none. Where the enrolment does not say so itself, having come later, it does from now on.
 */
export async function answerToDecline(
  tx: TenantTransaction,
  enrolment: EnrolmentFacts,
): Promise<AnswerToDecline | null> {
  const { id, personId, programId, purpose } = enrolment;
  const resumed = (await loadResumed(tx, [enrolment])).get(id) ?? [];
  const declined = await tx.decision.findFirst({
    where: { kind: "AWARD_DECLINED", enrolmentId: { in: [...resumed, id] } },
    orderBy: { decidedAt: "desc" },
    select: { decidedAt: true, enrolmentId: true },
  });
  if (!declined) return null;
  const declinedAt = declined.decidedAt;
  if (declined.enrolmentId !== id)
    await tx.enrolment.update({ where: { id }, data: { approvalDeclinedAt: declinedAt }, select: { id: true } });
  const isRenewal = purpose === "RENEWAL";
  const [shown] = await tx.$queryRaw<{ at: Date | null }[]>`
    select min("at") as "at" from (
      select e."submittedAt" as "at" from "Evidence" e join "Enrolment" n on n."id" = e."enrolmentId"
      where e."personId" = ${personId}::uuid and n."programId" = ${programId}::uuid
        and e."status" = 'ACCEPTED' and e."decidedAt" > ${declinedAt}
      union all
      select r."recognisedAt" from "Recognition" r
      where r."enrolmentId" = ${id}::uuid and r."recognisedAt" > ${declinedAt}
      union all
      select c."enteredAt" from "CreditEntry" c join "CreditDecision" d on d."creditEntryId" = c."id"
      where ${isRenewal} and c."personId" = ${personId}::uuid and coalesce(c."programId", ${programId}::uuid) = ${programId}::uuid
        and d."verdict" = 'ACCEPTED' and d."decidedAt" > ${declinedAt}
    ) "since"`;
  return { declinedAt, shownAt: shown?.at ?? null };
}

/** Takes an award from its approver again, when what it rests on has lost its word (R6, R11). Its holder claims it anew. */
export async function dropApproval(
  tx: TenantTransaction,
  { personId, programId }: { readonly personId: string; readonly programId: string },
): Promise<void> {
  await tx.enrolment.updateMany({
    where: { personId, programId, purpose: "RENEWAL", status: "ACTIVE", approvalAwaitedAt: { not: null } },
    data: { approvalAwaitedAt: null, renewalClaimedAt: null },
  });
}

/** R5: whether whoever acts may approve or decline the award of the enrolment. @throws DeciderConflict */
export async function assertApprover(
  { tx, actor }: CommandRun,
  enrolment: EnrolmentFacts,
  policy: ProgramPolicy,
): Promise<void> {
  const { id, personId, programId } = enrolment;
  const resumed = (await loadResumed(tx, [enrolment])).get(id) ?? [];
  assertMayApprove({
    approverId: actor.personId,
    learnerId: personId,
    policy,
    reviewerIds: new Set([
      ...(await reviewersOf(tx, { id: { in: [...resumed, id] } })),
      ...(await reviewersElsewhere(tx, enrolment)),
    ]),
    programReviewerIds: await reviewersOf(tx, { personId, programId }),
    trainerIds: await trainersOf(tx, { personId, programId }),
    managerIds: new Set(await managersOf(tx, personId)),
  });
}

/** Whoever reviewed what is recognised in the enrolment (R12), or of a renewal decided on the learner's credits (R8). */
async function reviewersElsewhere(
  tx: TenantTransaction,
  { id, personId, programId, purpose }: EnrolmentFacts,
): Promise<string[]> {
  const reviews = await tx.review.findMany({
    where: { revision: { evidence: { recognitions: { some: { enrolmentId: id } } } } },
    distinct: ["reviewerId"],
    select: { reviewerId: true },
  });
  const decisions =
    purpose === "INITIAL"
      ? []
      : await tx.creditDecision.findMany({
          where: { creditEntry: { personId, OR: [{ programId: null }, { programId }] } },
          distinct: ["decidedById"],
          select: { decidedById: true },
        });
  return [...reviews.map(({ reviewerId }) => reviewerId), ...decisions.map(({ decidedById }) => decidedById)];
}
