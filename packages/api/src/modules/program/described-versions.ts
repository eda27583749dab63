import type { Prisma } from "@kunna/database";
import { type DescribedVersion, pathSchema, programPolicySchema } from "@kunna/domain";
import DataLoader from "dataloader";
import { type ApiContext, readerOf } from "../../context.ts";
import { readableVersions } from "../../scope.ts";
import { rubricOf } from "./version-content.ts";

const loaders = new WeakMap<ApiContext, DataLoader<string, DescribedVersion | null>>();

/** The loader of one request: all that versions say, of those that whoever asks may read; null for others. */
export function describedVersions(context: ApiContext): DataLoader<string, DescribedVersion | null> {
  const loader = loaders.get(context) ?? new DataLoader((ids) => loadDescribed(ids, context), { cache: false });
  loaders.set(context, loader);
  return loader;
}

async function loadDescribed(ids: readonly string[], context: ApiContext): Promise<(DescribedVersion | null)[]> {
  const rows = await readerOf(context).programVersion.findMany({
    where: { id: { in: [...new Set(ids)] }, AND: [readableVersions(context)] },
    select: describedSelect,
  });
  const byId = new Map(rows.map(({ id, ...row }) => [id, describedOf(row)]));
  return ids.map((id) => byId.get(id) ?? null);
}

const describedSelect = {
  id: true,
  title: true,
  summary: true,
  path: true,
  policy: true,
  modules: {
    orderBy: { position: "asc" },
    select: {
      key: true,
      title: true,
      summary: true,
      effortMinutes: true,
      credits: true,
      prerequisiteKeys: true,
      awardsCertificate: true,
      validity: true,
      competencies: {
        orderBy: { competency: { position: "asc" } },
        select: {
          competency: { select: { code: true, framework: { select: { key: true } } } },
          level: { select: { key: true } },
        },
      },
      requirements: {
        orderBy: { position: "asc" },
        select: {
          key: true,
          revision: true,
          kind: true,
          title: true,
          instructions: true,
          prompts: true,
          passMark: true,
          freshness: true,
          everyCycle: true,
          rubric: true,
        },
      },
    },
  },
} as const satisfies Prisma.ProgramVersionSelect;

type DescribedRow = Omit<Prisma.ProgramVersionGetPayload<{ select: typeof describedSelect }>, "id">;

function describedOf({ path, policy, modules, ...words }: DescribedRow): DescribedVersion {
  return {
    ...words,
    path: pathSchema.parse(path),
    policy: programPolicySchema.parse(policy),
    modules: modules.map(({ competencies, requirements, ...module }) => ({
      ...module,
      requirements: requirements.map((requirement) => ({ ...requirement, rubric: rubricOf(requirement.rubric) })),
      competencies: competencies.map(({ competency: { framework, code }, level }) =>
        [framework.key, code, ...(level ? [level.key] : [])].join(" "),
      ),
    })),
  };
}
