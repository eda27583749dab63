import type { TenantTransaction } from "@kunna/database";
import {
  type EvidenceStatus,
  InvalidInput,
  NotFound,
  NotTheAuthor,
  type Provenance,
  type RequirementKind,
  type Rubric,
} from "@kunna/domain";
import { rubricOf } from "../program/index.ts";

export interface EvidenceFacts {
  readonly id: string;
  readonly enrolmentId: string;
  readonly personId: string;
  readonly status: EvidenceStatus;
}

/** Loads an evidence; what may change it also locks its enrolment first. @throws NotFound */
export async function loadEvidence(tx: TenantTransaction, id: string): Promise<EvidenceFacts> {
  const found = await tx.evidence.findUnique({
    where: { id },
    select: { id: true, enrolmentId: true, personId: true, status: true },
  });
  if (!found) throw new NotFound("evidence");
  return found;
}

export interface NamedRequirement {
  readonly id: string;
  readonly key: string;
  readonly revision: number;
  readonly kind: RequirementKind;
  readonly title: string;
  readonly prompts: readonly string[];
  readonly passMark: number | null;
  readonly freshness: string | null;
  readonly everyCycle: boolean;
  readonly rubric: Rubric | null;
}

/** The version's requirements with these keys. @throws InvalidInput naming each that it does not have */
export async function loadRequirements(
  tx: TenantTransaction,
  versionId: string,
  keys: readonly string[],
): Promise<NamedRequirement[]> {
  const found = await tx.requirement.findMany({
    where: { versionId, key: { in: [...keys] } },
    select: {
      id: true,
      key: true,
      revision: true,
      kind: true,
      title: true,
      prompts: true,
      passMark: true,
      freshness: true,
      everyCycle: true,
      rubric: true,
    },
  });
  const known = new Set(found.map(({ key }) => key));
  const unknown = keys.flatMap((key, index) => (known.has(key) ? [] : [{ key, index }]));
  if (unknown.length > 0) {
    throw new InvalidInput(
      unknown.map(({ key, index }) => ({
        code: "REQUIREMENT_UNKNOWN",
        path: `requirementKeys.${index}`,
        message: `The enrolment's version has no requirement ${key}.`,
        fix: "Use the keys of the version that the learner is enrolled on.",
      })),
    );
  }
  return found.map((requirement) => ({ ...requirement, rubric: rubricOf(requirement.rubric) }));
}

/** Asserts that whoever goes on with an evidence put its newest revision forward. @throws NotTheAuthor */
export async function assertAuthor(tx: TenantTransaction, evidenceId: string, personId: string): Promise<void> {
  const newest = await tx.evidenceRevision.findFirst({
    where: { evidenceId },
    orderBy: { number: "desc" },
    select: { submittedById: true },
  });
  if (newest && newest.submittedById !== personId) throw new NotTheAuthor();
}

/** Asserts that the files are the submitter's own uploads. @throws InvalidInput */
export async function assertOwnFiles(
  tx: TenantTransaction,
  fileIds: readonly string[],
  uploadedById: string,
): Promise<void> {
  if (fileIds.length === 0) return;
  const found = await tx.evidenceFile.findMany({
    where: { id: { in: [...fileIds] }, uploadedById },
    select: { id: true },
  });
  const own = new Set(found.map(({ id }) => id));
  const problems = fileIds.flatMap((id, index) =>
    own.has(id)
      ? []
      : [
          {
            code: "FILE_UNKNOWN",
            path: `fileIds.${index}`,
            message: "You have uploaded no such file.",
            fix: "Upload the file first, and pass the id that you got.",
          },
        ],
  );
  if (problems.length > 0) throw new InvalidInput(problems);
}

/** What one revision says and shows. */
export interface RevisionContent {
  readonly text: string | null;
  readonly links: readonly string[];
  readonly score: number | null;
  /** YYYY-MM-DD. */
  readonly performedOn: string;
  readonly provenance: Provenance;
  readonly submittedById: string;
}

interface SaveRevision {
  readonly organisationId: string;
  readonly evidenceId: string;
  readonly content: RevisionContent;
  readonly fileIds: readonly string[];
  /** Null: it stays a draft. */
  readonly submittedAt: Date | null;
}

/** Writes the draft revision: the one that is open, or a new one. Once submitted it never changes. Returns its number. */
export async function saveRevision(
  tx: TenantTransaction,
  { organisationId, evidenceId, content, fileIds, submittedAt }: SaveRevision,
): Promise<number> {
  const newest = await tx.evidenceRevision.findFirst({
    where: { evidenceId },
    orderBy: { number: "desc" },
    select: { id: true, number: true, submittedAt: true },
  });
  const data = { ...content, links: [...content.links], performedOn: new Date(`${content.performedOn}T00:00:00Z`) };
  const draft = newest && newest.submittedAt === null ? newest : null;
  const revision = draft
    ? await tx.evidenceRevision.update({ where: { id: draft.id }, data, select: { id: true, number: true } })
    : await tx.evidenceRevision.create({
        data: { organisationId, evidenceId, number: (newest?.number ?? 0) + 1, ...data },
        select: { id: true, number: true },
      });
  if (draft) await tx.evidenceRevisionFile.deleteMany({ where: { revisionId: revision.id } });
  if (fileIds.length > 0)
    await tx.evidenceRevisionFile.createMany({
      data: fileIds.map((fileId) => ({ organisationId, revisionId: revision.id, fileId })),
    });
  // Last: from here on the database refuses any change to it.
  if (submittedAt)
    await tx.evidenceRevision.update({ where: { id: revision.id }, data: { submittedAt }, select: { id: true } });
  return revision.number;
}

/** Replaces which requirements an evidence names. */
export async function nameRequirements(
  tx: TenantTransaction,
  organisationId: string,
  evidenceId: string,
  requirementIds: readonly string[],
): Promise<void> {
  await tx.evidenceRequirement.deleteMany({ where: { evidenceId, requirementId: { notIn: [...requirementIds] } } });
  await tx.evidenceRequirement.createMany({
    data: requirementIds.map((requirementId) => ({ organisationId, evidenceId, requirementId })),
    skipDuplicates: true,
  });
}
