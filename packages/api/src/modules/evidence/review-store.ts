import type { TenantTransaction } from "@kunna/database";
import { type JudgedRequirement, type Rating, ratingsSchema, type Verdict } from "@kunna/domain";
import { rubricOf } from "../program/index.ts";

/** The newest submitted revision, with its reviews so far. */
export async function loadSubmittedRevision(tx: TenantTransaction, evidenceId: string) {
  const found = await tx.evidenceRevision.findFirst({
    where: { evidenceId, submittedAt: { not: null } },
    orderBy: { number: "desc" },
    select: {
      id: true,
      number: true,
      submittedById: true,
      reviews: { select: { reviewerId: true, verdict: true, missing: true, ratings: true } },
    },
  });
  return (
    found && {
      ...found,
      reviews: found.reviews.map((review) => ({ ...review, ratings: ratingsSchema.parse(review.ratings) })),
    }
  );
}

/** What the evidence is put forward for, in the order of the version. */
export async function loadJudgedRequirements(tx: TenantTransaction, evidenceId: string): Promise<JudgedRequirement[]> {
  const found = await tx.requirement.findMany({
    where: { evidence: { some: { evidenceId } } },
    orderBy: [{ module: { position: "asc" } }, { position: "asc" }],
    select: { key: true, rubric: true },
  });
  return found.map(({ key, rubric }) => ({ key, rubric: rubricOf(rubric) }));
}

export interface NewReview {
  readonly revisionId: string;
  readonly reviewerId: string;
  readonly verdict: Verdict;
  readonly comment: string;
  readonly missing: readonly string[];
  readonly ratings: readonly Rating[];
  readonly blind: boolean;
  readonly reviewedAt: Date;
}

export async function insertReview(tx: TenantTransaction, organisationId: string, review: NewReview): Promise<void> {
  const { missing, ratings } = review;
  await tx.review.create({
    data: { organisationId, ...review, missing: [...missing], ratings: [...ratings] },
    select: { id: true },
  });
}

/** Says of an evidence and of its newest revision that their reviews came to a decision. */
export async function decideEvidence(
  tx: TenantTransaction,
  { evidenceId, revisionId }: { readonly evidenceId: string; readonly revisionId: string },
  status: Verdict,
  decidedAt: Date,
): Promise<void> {
  await tx.evidence.update({ where: { id: evidenceId }, data: { status, decidedAt }, select: { id: true } });
  await tx.evidenceRevision.update({ where: { id: revisionId }, data: { decidedAt }, select: { id: true } });
}
