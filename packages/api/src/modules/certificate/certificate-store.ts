import type { Prisma, TenantTransaction } from "@kunna/database";
import type { EnrolmentFacts } from "../enrolment/index.ts";

const versionSelect = {
  number: true,
  title: true,
  summary: true,
  policy: true,
  waiver: true,
  program: { select: { key: true } },
  modules: {
    orderBy: { position: "asc" },
    select: {
      key: true,
      title: true,
      requirements: { orderBy: { position: "asc" }, select: { key: true, title: true, kind: true } },
      competencies: {
        orderBy: { competency: { position: "asc" } },
        select: {
          competency: {
            select: {
              code: true,
              label: true,
              type: true,
              framework: { select: { key: true, title: true, source: true } },
            },
          },
        },
      },
    },
  },
} as const satisfies Prisma.ProgramVersionSelect;

/** What a credential states. */
export interface AwardFacts {
  readonly organisation: {
    readonly id: string;
    readonly key: string;
    readonly name: string;
    readonly timeZone: string;
  };
  readonly person: { readonly id: string; readonly name: string };
  readonly version: Prisma.ProgramVersionGetPayload<{ select: typeof versionSelect }>;
  /** The requirements that accepted evidence met, by key. */
  readonly shown: ReadonlySet<string>;
}

export async function loadAwardFacts(
  tx: TenantTransaction,
  { id: enrolmentId, personId, versionId }: EnrolmentFacts,
): Promise<AwardFacts> {
  const organisation = await tx.organisation.findFirstOrThrow({
    select: { id: true, key: true, name: true, timeZone: true },
  });
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { id: true, name: true } });
  const version = await tx.programVersion.findUniqueOrThrow({ where: { id: versionId }, select: versionSelect });
  const met = await tx.requirement.findMany({
    where: { versionId, evidence: { some: { evidence: { enrolmentId, status: "ACCEPTED" } } } },
    select: { key: true },
  });
  return { organisation, person, version, shown: new Set(met.map(({ key }) => key)) };
}
