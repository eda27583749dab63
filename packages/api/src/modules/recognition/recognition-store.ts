import type { TenantTransaction } from "@kunna/database";
import type { CompetencyAtLevel, EnrolmentPurpose, Shown } from "@kunna/domain";

/** An open enrolment on a version that recognises what was shown elsewhere. */
export interface RecognisingEnrolment {
  readonly id: string;
  readonly personId: string;
  readonly programId: string;
  readonly versionId: string;
  readonly purpose: EnrolmentPurpose;
  readonly resumesId: string | null;
}

export interface StoredCompetency extends CompetencyAtLevel {
  readonly levelId: string | null;
}

/** Of these enrolments, or of these persons, those that recognise anything; they are locked (R5). */
export async function lockRecognising(
  tx: TenantTransaction,
  { enrolmentIds = [], personIds = [] }: { readonly enrolmentIds?: string[]; readonly personIds?: string[] },
): Promise<RecognisingEnrolment[]> {
  return tx.$queryRaw<RecognisingEnrolment[]>`
    select e."id"::text, e."personId"::text, e."programId"::text, e."versionId"::text, e."purpose"::text,
      e."resumesId"::text
    from "Enrolment" e join "ProgramVersion" v on v."id" = e."versionId"
    where e."status" = 'ACTIVE'
      and (v."policy" ->> 'recognition' <> 'NONE' or exists (
        select 1 from "Requirement" q where q."versionId" = v."id" and q."kind" = 'EXTERNAL_CREDENTIAL'))
      and (e."id" = any(${enrolmentIds}::uuid[]) or e."personId" = any(${personIds}::uuid[]))
    order by e."id" for update of e`;
}

/** Locks persons: whoever enrols them meanwhile waits, and then sees what they have shown. */
export async function lockShowing(tx: TenantTransaction, personIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    select 1 as "locked" from "Person" where "id" = any(${personIds}::uuid[]) order by "id" for no key update`;
}

/** The competencies that each module of the versions asks for, by version and module key. */
export async function loadAskedCompetencies(
  tx: TenantTransaction,
  versionIds: readonly string[],
): Promise<ReadonlyMap<string, readonly CompetencyAtLevel[]>> {
  const rows = await tx.$queryRaw<{ module: string; competencyId: string; rank: number | null }[]>`
    select m."versionId"::text || ' ' || m."key" as "module", c."competencyId"::text, l."rank"
    from "Module" m join "ModuleCompetency" c on c."moduleId" = m."id" left join "FrameworkLevel" l on l."id" = c."levelId"
    where m."versionId" = any(${versionIds}::uuid[]) order by c."competencyId"`;
  const asked = new Map<string, CompetencyAtLevel[]>();
  for (const { module, ...competency } of rows) {
    const others = asked.get(module);
    if (others) others.push(competency);
    else asked.set(module, [competency]);
  }
  return asked;
}

/** An accepted evidence with whose it is and in which program it was put forward. */
export interface ShownEvidence extends Shown<StoredCompetency> {
  readonly personId: string;
  readonly programId: string;
}

/** The accepted evidence of persons, with what it was accepted for. */
export async function loadShownEvidence(tx: TenantTransaction, personIds: readonly string[]): Promise<ShownEvidence[]> {
  const rows = await tx.evidence.findMany({
    where: { personId: { in: [...personIds] }, status: "ACCEPTED" },
    orderBy: { id: "asc" },
    select: {
      id: true,
      personId: true,
      enrolment: { select: { programId: true } },
      revisions: {
        where: { submittedAt: { not: null } },
        orderBy: { number: "desc" },
        take: 1,
        select: { performedOn: true, score: true },
      },
      requirements: {
        select: {
          requirement: {
            select: {
              kind: true,
              prompts: true,
              module: {
                select: {
                  competencies: { select: { competencyId: true, levelId: true, level: { select: { rank: true } } } },
                },
              },
            },
          },
        },
      },
    },
  });
  return rows.flatMap(({ id, personId, enrolment, revisions: [revision], requirements }) =>
    revision
      ? {
          ...{ id, personId, programId: enrolment.programId, source: "EVIDENCE" as const, score: revision.score },
          performedOn: revision.performedOn.toISOString().slice(0, 10),
          accepted: requirements.map(({ requirement: { kind, prompts, module } }) => ({
            kind,
            prompts,
            competencies: module.competencies.map(({ level, ...one }) => ({ ...one, rank: level?.rank ?? null })),
          })),
        }
      : [],
  );
}

export interface NewRecognition {
  readonly enrolmentId: string;
  readonly personId: string;
  readonly requirementId: string;
  /** By which of them: the other is null. */
  readonly evidenceId: string | null;
  readonly credentialId: string | null;
  /** By which mappings of a credential. */
  readonly mappingIds: readonly string[];
  /** YYYY-MM-DD. */
  readonly performedOn: string;
  readonly competencies: readonly StoredCompetency[];
}

/** Writes them in two statements, and in one more where any is by a credential. */
export async function insertRecognitions(
  tx: TenantTransaction,
  by: { readonly organisationId: string; readonly recognisedById: string; readonly recognisedAt: Date },
  recognitions: readonly NewRecognition[],
): Promise<void> {
  const { organisationId } = by;
  const rows = await tx.recognition.createManyAndReturn({
    data: recognitions.map(({ competencies, mappingIds, performedOn, ...one }) => ({
      ...by,
      ...one,
      performedOn: new Date(performedOn),
    })),
    select: { id: true, enrolmentId: true, requirementId: true, evidenceId: true, credentialId: true },
  });
  const place = (one: Pick<NewRecognition, "enrolmentId" | "requirementId" | "evidenceId" | "credentialId">) =>
    `${one.enrolmentId} ${one.requirementId} ${one.evidenceId ?? one.credentialId}`;
  const ids = new Map(rows.map((row) => [place(row), row.id]));
  await tx.recognisedCompetency.createMany({
    data: recognitions.flatMap((one) =>
      one.competencies.map(({ competencyId, levelId }) => ({
        ...{ organisationId, recognitionId: ids.get(place(one)) ?? "", competencyId, levelId },
      })),
    ),
  });
  const byMapping = recognitions.flatMap((one) =>
    one.mappingIds.map((mappingId) => ({ organisationId, recognitionId: ids.get(place(one)) ?? "", mappingId })),
  );
  if (byMapping.length > 0) await tx.recognitionMapping.createMany({ data: byMapping });
}
