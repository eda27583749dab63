import type { Prisma, TenantTransaction } from "@kunna/database";
import {
  InvalidInput,
  type Module,
  NotFound,
  type Problem,
  type ProgramPolicy,
  programPolicySchema,
  type VersionStatus,
} from "@kunna/domain";
import { contentOf, contentSelect } from "./version-content.ts";
import type { ModuleInput, VersionInput } from "./version-input.ts";

/** Locks the version against a change by another transaction. @throws NotFound */
export async function lockVersion(
  tx: TenantTransaction,
  versionId: string,
): Promise<{ programId: string; number: number; status: VersionStatus }> {
  const [row] = await tx.$queryRaw<{ programId: string; number: number; status: VersionStatus }[]>`
    select "programId"::text, "number", "status"::text from "ProgramVersion" where "id" = ${versionId}::uuid for update`;
  if (!row) throw new NotFound("program version");
  return row;
}

export async function loadContent(tx: TenantTransaction, versionId: string) {
  return contentOf(await tx.programVersion.findUniqueOrThrow({ where: { id: versionId }, select: contentSelect }));
}

export async function loadPolicy(tx: TenantTransaction, versionId: string): Promise<ProgramPolicy> {
  const { policy } = await tx.programVersion.findUniqueOrThrow({ where: { id: versionId }, select: { policy: true } });
  return programPolicySchema.parse(policy);
}

/** The modules of the version that was published last before this one, or none. */
export async function loadPublishedModules(
  tx: TenantTransaction,
  programId: string,
  before: number,
): Promise<readonly Module[]> {
  const row = await tx.programVersion.findFirst({
    where: { programId, number: { lt: before }, status: { not: "DRAFT" } },
    orderBy: { number: "desc" },
    select: contentSelect,
  });
  return row ? contentOf(row).modules : [];
}

/** Creates a draft with its content. */
export async function insertDraft(
  tx: TenantTransaction,
  organisationId: string,
  programId: string,
  number: number,
  input: VersionInput,
  createdAt: Date,
): Promise<string> {
  const { id } = await tx.programVersion.create({
    data: { organisationId, programId, number, createdAt, ...facts(input) },
    select: { id: true },
  });
  await insertModules(tx, organisationId, id, input.modules);
  return id;
}

/** Replaces the content of a draft. */
export async function replaceDraft(
  tx: TenantTransaction,
  organisationId: string,
  versionId: string,
  input: VersionInput,
): Promise<void> {
  await tx.programVersion.update({ where: { id: versionId }, data: facts(input), select: { id: true } });
  await tx.requirement.deleteMany({ where: { versionId } });
  await tx.module.deleteMany({ where: { versionId } });
  await insertModules(tx, organisationId, versionId, input.modules);
}

function facts({ title, summary, path, policy }: VersionInput) {
  return { title, summary, path: path as unknown as Prisma.InputJsonObject, policy: policy as Prisma.InputJsonObject };
}

/** Four statements, however many modules. */
async function insertModules(
  tx: TenantTransaction,
  organisationId: string,
  versionId: string,
  modules: readonly ModuleInput[],
): Promise<void> {
  const competencyIds = await findCompetencies(tx, modules);
  const rows = modules.map((module, index) => ({ id: crypto.randomUUID(), module, position: index + 1 }));
  await tx.module.createMany({
    data: rows.map(
      ({ id, position, module: { competencies: _competencies, requirements: _requirements, ...module } }) => ({
        ...module,
        id,
        organisationId,
        versionId,
        prerequisiteKeys: [...module.prerequisiteKeys],
        position,
      }),
    ),
  });
  await tx.moduleCompetency.createMany({
    data: rows.flatMap(({ id, module }) =>
      module.competencies.map(({ frameworkKey, code, levelKey }) => {
        const found = competencyIds.get(`${frameworkKey} ${code}`);
        return {
          organisationId,
          moduleId: id,
          competencyId: found?.id ?? "",
          levelId: levelKey === null ? null : (found?.levels.get(levelKey) ?? null),
        };
      }),
    ),
  });
  await tx.requirement.createMany({
    data: rows.flatMap(({ id, module }) =>
      module.requirements.map(({ prompts, rubric, ...requirement }, index) => ({
        ...requirement,
        prompts: [...prompts],
        ...(rubric ? { rubric } : {}),
        organisationId,
        versionId,
        moduleId: id,
        position: index + 1,
      })),
    ),
  });
}

/** The competencies that modules name, by framework key and code. @throws InvalidInput naming each that is unknown */
async function findCompetencies(tx: TenantTransaction, modules: readonly ModuleInput[]) {
  const named = modules.flatMap(({ competencies }) => competencies);
  if (named.length === 0) return new Map<string, { id: string; levels: Map<string, string> }>();
  const frameworks = await tx.framework.findMany({
    where: { key: { in: [...new Set(named.map(({ frameworkKey }) => frameworkKey))] } },
    select: {
      key: true,
      levels: { select: { id: true, key: true } },
      competencies: {
        where: { code: { in: [...new Set(named.map(({ code }) => code))] } },
        select: { id: true, code: true },
      },
    },
  });
  const found = new Map(
    frameworks.flatMap(({ key, levels, competencies }) =>
      competencies.map(
        ({ id, code }) =>
          [`${key} ${code}`, { id, levels: new Map(levels.map((level) => [level.key, level.id])) }] as const,
      ),
    ),
  );
  const problems = modules.flatMap((module, m) =>
    module.competencies.flatMap(({ frameworkKey, code, levelKey }, c): Problem[] => {
      const path = `modules.${m}.competencies.${c}`;
      const competency = found.get(`${frameworkKey} ${code}`);
      if (!competency)
        return [
          {
            code: "COMPETENCY_UNKNOWN",
            path: `${path}.code`,
            message: `The framework ${frameworkKey} has no competency ${code}.`,
            fix: "Import the framework first, or correct the code.",
          },
        ];
      if (levelKey !== null && !competency.levels.has(levelKey))
        return [
          {
            code: "LEVEL_UNKNOWN",
            path: `${path}.levelKey`,
            message: `The framework ${frameworkKey} has no level ${levelKey}.`,
            fix: "Use the key of one of its levels.",
          },
        ];
      return [];
    }),
  );
  if (problems.length > 0) throw new InvalidInput(problems);
  return found;
}
