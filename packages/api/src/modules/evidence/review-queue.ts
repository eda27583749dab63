import type { Prisma } from "@kunna/database";
import type { Actor } from "@kunna/domain";
import { concerning } from "../../scope.ts";
import { conflictingEvidenceOf } from "./review-conflicts.ts";

/** The evidences that wait for an actor's review: which they may review, and have not reviewed yet. Prisma's condition. */
export async function reviewQueueOf(reads: Pick<Prisma.TransactionClient, "$queryRaw">, actor: Actor) {
  const mine = {
    submittedAt: { not: null },
    OR: [{ submittedById: actor.personId }, { decidedAt: null, reviews: { some: { reviewerId: actor.personId } } }],
  };
  return {
    AND: [
      { status: "SUBMITTED" as const },
      concerning(actor, "evidence.review"),
      { NOT: { personId: actor.personId } },
      { id: { notIn: await conflictingEvidenceOf(reads, actor.personId) } },
      { revisions: { none: mine } },
    ],
  };
}
