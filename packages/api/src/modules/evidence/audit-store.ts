import type { TenantTransaction } from "@kunna/database";
import { type AuditFinding, NotFound } from "@kunna/domain";

/** A sample with who had a part in its evidence. @throws NotFound */
export async function loadSample(tx: TenantTransaction, id: string) {
  const found = await tx.auditSample.findUnique({
    where: { id },
    select: {
      audit: { select: { id: true } },
      evidence: {
        select: {
          id: true,
          personId: true,
          enrolmentId: true,
          revisions: { select: { submittedById: true, reviews: { select: { reviewerId: true } } } },
        },
      },
    },
  });
  if (!found) throw new NotFound("audit sample");
  const { id: evidenceId, personId, enrolmentId, revisions } = found.evidence;
  return {
    evidenceId,
    personId,
    enrolmentId,
    submitterIds: revisions.map(({ submittedById }) => submittedById),
    reviewerIds: revisions.flatMap(({ reviews }) => reviews.map(({ reviewerId }) => reviewerId)),
    isAudited: found.audit !== null,
  };
}

export async function insertSample(
  tx: TenantTransaction,
  sample: { readonly organisationId: string; readonly evidenceId: string; readonly drawnAt: Date },
): Promise<void> {
  await tx.auditSample.create({ data: sample, select: { id: true } });
}

export interface NewAudit {
  readonly organisationId: string;
  readonly sampleId: string;
  readonly auditorId: string;
  readonly finding: AuditFinding;
  readonly reason: string;
  readonly auditedAt: Date;
}

export async function insertAudit(tx: TenantTransaction, audit: NewAudit): Promise<void> {
  await tx.audit.create({ data: audit, select: { id: true } });
}
