import type { Prisma, TenantTransaction } from "@kunna/database";
import { stackAt } from "@kunna/domain";
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
      summary: true,
      awardsCertificate: true,
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

export async function loadAwardFacts(tx: TenantTransaction, enrolment: EnrolmentFacts, now: Date): Promise<AwardFacts> {
  const { personId, versionId } = enrolment;
  const organisation = await tx.organisation.findFirstOrThrow({
    select: { id: true, key: true, name: true, timeZone: true },
  });
  const person = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { id: true, name: true } });
  const version = await tx.programVersion.findUniqueOrThrow({ where: { id: versionId }, select: versionSelect });
  const evidence = await loadEvidenceFacts(tx, enrolment, version, now);
  const accepted = evidence.filter(({ status }) => status === "ACCEPTED");
  return { organisation, person, version, shown: new Set(accepted.flatMap(({ requirementKeys }) => requirementKeys)) };
}

/** A micro-credential that the program's certificate stacks on. */
export interface Stacked {
  readonly number: string;
  readonly title: string;
}

/** The fresh micro-credentials of the version's modules that the person has: checked at the award (R10). */
export async function loadStack(
  tx: TenantTransaction,
  { personId, programId }: EnrolmentFacts,
  { version: { modules } }: AwardFacts,
  awardedAt: Date,
): Promise<Stacked[]> {
  const awarding = modules.filter(({ awardsCertificate }) => awardsCertificate).map(({ key }) => key);
  if (awarding.length === 0) return [];
  const rows = await tx.certificate.findMany({
    where: { personId, programId, moduleKey: { in: awarding } },
    orderBy: { id: "asc" },
    select: { number: true, title: true, moduleKey: true, validFrom: true, expiresAt: true },
  });
  const facts = rows.map((row) => ({ ...row, moduleKey: row.moduleKey ?? "" }));
  return stackAt(new Set(awarding), facts, awardedAt);
}
