import type { Prisma } from "@kunna/database";
import {
  type Module,
  pathSchema,
  programPolicySchema,
  type Rubric,
  rubricSchema,
  type VersionContent,
} from "@kunna/domain";

/** What is selected of a version wherever its rules are asked. */
export const contentSelect = {
  id: true,
  path: true,
  policy: true,
  modules: {
    orderBy: { position: "asc" },
    select: {
      key: true,
      title: true,
      effortMinutes: true,
      credits: true,
      prerequisiteKeys: true,
      awardsCertificate: true,
      validity: true,
      requirements: {
        orderBy: { position: "asc" },
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
      },
    },
  },
} as const satisfies Prisma.ProgramVersionSelect;

type ContentRow = Prisma.ProgramVersionGetPayload<{ select: typeof contentSelect }>;

/** The domain's view of a stored version. */
export function contentOf(row: ContentRow): VersionContent & {
  readonly modules: readonly (Module & { readonly requirements: readonly { readonly id: string }[] })[];
} {
  const modules = row.modules.map((module) => ({
    ...module,
    requirements: module.requirements.map((requirement) => ({ ...requirement, rubric: rubricOf(requirement.rubric) })),
  }));
  return { path: pathSchema.parse(row.path), policy: programPolicySchema.parse(row.policy), modules };
}

/** The domain's view of a stored rubric. */
export function rubricOf(stored: unknown): Rubric | null {
  return stored === null ? null : rubricSchema.parse(stored);
}
