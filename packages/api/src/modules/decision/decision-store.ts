import type { Prisma } from "@kunna/database";
import { type DecisionFact, type DecisionKind, governanceKinds, NotFound, ruleOfDecision } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";

/** A decision to record; who decides and when are the run's. */
export interface NewDecision {
  readonly kind: DecisionKind;
  /** Why, in words; not blank. */
  readonly reason: string;
  /** Whom it concerns, where it concerns someone. */
  readonly personId?: string;
  readonly programId?: string;
  readonly enrolmentId?: string;
  /** The certificates that it is about. */
  readonly certificateIds?: readonly string[];
  /** The decision that it is about. */
  readonly regardingId?: string;
  readonly barUntil?: Date | null;
}

/** Writes the immutable record of a decision (R11), in the caller's transaction. Whether it may be made is the caller's to ask. */
export async function recordDecision(
  { tx, actor, now }: CommandRun,
  { kind, certificateIds = [], ...decision }: NewDecision,
): Promise<{ decisionId: string }> {
  const { organisationId } = actor;
  const { id: decisionId } = await tx.decision.create({
    data: {
      organisationId,
      kind,
      rule: ruleOfDecision[kind],
      ...decision,
      decidedAt: now,
      decidedById: actor.personId,
    },
    select: { id: true },
  });
  await linkCertificates({ tx, actor }, decisionId, certificateIds);
  return { decisionId };
}

/** Says which certificates a decision is about, in the transaction that records it. */
export async function linkCertificates(
  { tx, actor: { organisationId } }: Pick<CommandRun, "tx" | "actor">,
  decisionId: string,
  certificateIds: readonly string[],
): Promise<void> {
  if (certificateIds.length === 0) return;
  await tx.decisionCertificate.createMany({
    data: certificateIds.map((certificateId) => ({ organisationId, decisionId, certificateId })),
  });
}

/** A decision that governance folds, and whose certification it is about. */
export interface GovernanceDecision extends DecisionFact {
  readonly personId: string | null;
  readonly programId: string | null;
  readonly decidedById: string;
}

/** Reads of a transaction, or of a request. */
type Reads = Pick<Prisma.TransactionClient, "decision">;

/** The decisions that governance folds, of the certifications that the condition names: the same statements, however many. */
export async function loadDecisions(reads: Reads, where: Prisma.DecisionWhereInput): Promise<GovernanceDecision[]> {
  const rows = await reads.decision.findMany({
    where: { ...where, kind: { in: [...governanceKinds] } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      kind: true,
      decidedAt: true,
      decidedById: true,
      personId: true,
      programId: true,
      regardingId: true,
      barUntil: true,
      certificates: { select: { certificateId: true } },
      appeal: { select: { filedAt: true } },
    },
  });
  return rows.map(({ certificates, appeal, ...row }) => ({
    ...row,
    certificateIds: certificates.map(({ certificateId }) => certificateId),
    appealedAt: appeal?.filedAt ?? null,
  }));
}

/** Whose certification in what a decision is about. @throws NotFound also when it is about none */
export async function certificationOfDecision(
  { tx }: CommandRun,
  decisionId: string,
): Promise<{ personId: string; programId: string }> {
  const found = await tx.decision.findUnique({
    where: { id: decisionId },
    select: { personId: true, programId: true },
  });
  if (!found?.personId || !found.programId) throw new NotFound("decision");
  return { personId: found.personId, programId: found.programId };
}
