import type { Prisma, TenantTransaction } from "@kunna/database";
import { type EnrolmentFacts, loadEvidenceFacts } from "../enrolment/index.ts";

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
      requirements: { orderBy: { position: "asc" }, select: { key: true, revision: true, title: true, kind: true } },
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

export async function loadAwardFacts(tx: TenantTransaction, enrolment: EnrolmentFacts): Promise<AwardFacts> {
  const { personId, versionId } = enrolment;
  const organisation = await tx.organisation.findFirstOrThrow({
    select: { id: true, key: true, name: true, timeZone: true },
  });
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { id: true, name: true } });
  const version = await tx.programVersion.findUniqueOrThrow({ where: { id: versionId }, select: versionSelect });
  const evidence = await loadEvidenceFacts(tx, enrolment, version);
  const accepted = evidence.filter(({ status }) => status === "ACCEPTED");
  return { organisation, person, version, shown: new Set(accepted.flatMap(({ requirementKeys }) => requirementKeys)) };
}
