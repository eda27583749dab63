import { uuidv7 } from "@kunna/database";
import { mayBeAwarded, Refusal, type VersionContent } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { awardIfComplete } from "../certificate/index.ts";
import { type EnrolmentFacts, loadCountedEvidence } from "../enrolment/index.ts";

/** What a registered connection said, as evidence of an open enrolment that is locked. */
export interface ConnectionEvidence {
  readonly enrolment: EnrolmentFacts;
  readonly content: VersionContent;
  readonly requirements: readonly { readonly id: string; readonly key: string }[];
  readonly connectionId: string;
  readonly text: string;
  /** Of an assessment, 0 to 100. */
  readonly score: number | null;
  /** YYYY-MM-DD. */
  readonly performedOn: string;
}

/**
 * R3: puts forward what a registered connection said, and accepts it by policy, without a person. Certificates that are
 * complete by it are awarded in the same transaction (R5); one that can't be awarded now stays as it is, all met. The same
 * statements however many, and those of an award for each that is complete. Gives the ids, in order.
 */
export async function acceptByConnection(run: CommandRun, accepted: readonly ConnectionEvidence[]): Promise<string[]> {
  if (accepted.length === 0) return [];
  const rows = accepted.map((one) => ({ ...one, id: uuidv7() }));
  await insert(run, rows);
  tell(run, rows);
  await award(run, rows);
  return rows.map(({ id }) => id);
}

type Row = ConnectionEvidence & { readonly id: string };

async function insert({ tx, actor, now }: CommandRun, rows: readonly Row[]): Promise<void> {
  const { organisationId } = actor;
  await tx.evidence.createMany({
    data: rows.map(({ id, enrolment }) => ({
      ...{ id, organisationId, enrolmentId: enrolment.id, personId: enrolment.personId, status: "ACCEPTED" as const },
      ...{ createdAt: now, submittedAt: now, decidedAt: now },
    })),
  });
  await tx.evidenceRequirement.createMany({
    data: rows.flatMap(({ id: evidenceId, requirements }) =>
      requirements.map(({ id: requirementId }) => ({ organisationId, evidenceId, requirementId })),
    ),
  });
  await tx.evidenceRevision.createMany({
    data: rows.map(({ id: evidenceId, enrolment, connectionId, text, score, performedOn }) => ({
      ...{
        organisationId,
        evidenceId,
        number: 1,
        text,
        links: [],
        score,
        connectionId,
        provenance: "CONNECTION" as const,
      },
      performedOn: new Date(`${performedOn}T00:00:00Z`),
      ...{ submittedById: enrolment.personId, submittedAt: now, decidedAt: now },
    })),
  });
}

function tell({ emit }: CommandRun, rows: readonly Row[]): void {
  for (const { id: evidenceId, enrolment, requirements } of rows) {
    const { id: enrolmentId, personId, programId, versionId } = enrolment;
    const about = { personId, programId, versionId, enrolmentId, evidenceId, actorId: null };
    const requirementKeys = requirements.map(({ key }) => key);
    const submitted = { revision: 1, requirementKeys, byObserver: false, submittedById: personId };
    emit({ type: "EVIDENCE_SUBMITTED", ...about, facts: submitted });
    const accepted = { revision: 1, verdict: "ACCEPTED", missing: [], notMet: [] };
    emit({ type: "EVIDENCE_ACCEPTED", ...about, facts: accepted });
  }
}

async function award(run: CommandRun, rows: readonly Row[]): Promise<void> {
  const asking = [...new Map(rows.map((row) => [row.enrolment.id, row])).values()];
  const enrolments = asking.map(({ enrolment: { id, resumesId }, content }) => ({ id, resumesId, content }));
  const counted = await loadCountedEvidence(run.tx, enrolments, run.now);
  for (const { enrolment, content } of asking) {
    // Of a renewal, what it asks decides and not the path (R8): whoever awards looks.
    const isComplete = enrolment.purpose === "RENEWAL" || mayBeAwarded(content, counted.get(enrolment.id) ?? []);
    if (!isComplete) continue;
    try {
      await awardIfComplete(run, enrolment, content);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
}
