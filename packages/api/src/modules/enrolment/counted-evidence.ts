import type { Prisma } from "@kunna/database";
import {
  type Asked,
  type AwardingContent,
  countedEvidence,
  type EvidenceFact,
  freshEvidence,
  type MicroCredentialFact,
  type PutForward,
} from "@kunna/domain";

type Client = Prisma.TransactionClient;

/** An enrolment of which the evidence is counted. */
export interface Counted {
  readonly id: string;
  readonly resumesId: string | null;
}

interface Content {
  readonly modules: readonly (Asked["modules"][number] & AwardingContent["modules"][number])[];
}

/**
 * What progress counts of one enrolment (R4): its own evidence, that of the enrolments that it resumes and what is
 * recognised (R12), without what a micro-credential that is stale now stood on (R10).
 */
export async function loadEvidenceFacts(
  client: Client,
  enrolment: Counted,
  content: Content,
  now: Date,
): Promise<EvidenceFact[]> {
  return (await loadCountedEvidence(client, [{ ...enrolment, content }], now)).get(enrolment.id) ?? [];
}

/**
 * The same of many enrolments, and of such as would move on to a content: two statements, one more where any of them resumes another, and one more where a module of
 * theirs awards a micro-credential.
 */
export async function loadCountedEvidence(
  client: Client,
  enrolments: readonly (Counted & { readonly content: Content; readonly moves?: boolean })[],
  now: Date,
): Promise<ReadonlyMap<string, EvidenceFact[]>> {
  const resumed = await loadResumed(client, enrolments);
  const ids = [...new Set([...enrolments.map(({ id }) => id), ...[...resumed.values()].flat()])];
  const rows = await client.evidence.findMany({
    where: { enrolmentId: { in: ids } },
    orderBy: { id: "asc" },
    select: {
      id: true,
      enrolmentId: true,
      status: true,
      submittedAt: true,
      requirements: { select: { requirement: { select: { key: true, revision: true } } } },
    },
  });
  const recognised = await loadRecognised(client, ids);
  const evidence = new Map<string, PutForward[]>();
  const named = rows.map((row) => ({ ...row, requirements: row.requirements.map(({ requirement }) => requirement) }));
  for (const one of [...named, ...recognised]) {
    const others = evidence.get(one.enrolmentId);
    if (others) others.push(one);
    else evidence.set(one.enrolmentId, [one]);
  }
  const chainOf = (id: string) => [...(resumed.get(id) ?? []), id];
  const awarding = enrolments.filter(({ content }) => content.modules.some((module) => module.awardsCertificate));
  const microCredentials = await loadMicroCredentials(
    client,
    awarding.flatMap(({ id }) => chainOf(id)),
  );
  return new Map(
    enrolments.map(({ id, content, moves }) => {
      const chain = chainOf(id);
      const counted = countedEvidence(
        // Of one that would move on to this content, what was put forward in it is earlier as well (R10).
        moves ? null : id,
        content,
        chain.flatMap((one) => evidence.get(one) ?? []),
      );
      const awarded = microCredentials.filter(({ enrolmentId }) => chain.includes(enrolmentId));
      return [id, freshEvidence(content, counted, awarded, now)];
    }),
  );
}

/** What was shown in other programs and counts in these enrolments (R12), while it is accepted there. */
async function loadRecognised(client: Client, enrolmentIds: readonly string[]): Promise<PutForward[]> {
  const rows = await client.$queryRaw<Omit<PutForward, "status">[]>`
    select r."enrolmentId"::text, r."evidenceId"::text as "id", e."submittedAt",
      json_agg(json_build_object('key', q."key", 'revision', q."revision") order by q."position") as "requirements"
    from "Recognition" r join "Requirement" q on q."id" = r."requirementId"
      join "Evidence" e on e."id" = r."evidenceId" and e."status" = 'ACCEPTED'
    where r."enrolmentId" = any(${[...enrolmentIds]}::uuid[])
    group by r."enrolmentId", r."evidenceId", e."submittedAt" order by r."evidenceId"`;
  return rows.map((row) => ({ ...row, status: "ACCEPTED" }));
}

/** The micro-credentials that enrolments have awarded: one statement, and none without enrolments. */
export async function loadMicroCredentials(
  client: Client,
  enrolmentIds: readonly string[],
): Promise<(MicroCredentialFact & { readonly enrolmentId: string })[]> {
  if (enrolmentIds.length === 0) return [];
  const rows = await client.certificate.findMany({
    where: { enrolmentId: { in: [...new Set(enrolmentIds)] }, moduleKey: { not: null } },
    orderBy: { id: "asc" },
    select: { enrolmentId: true, moduleKey: true, validFrom: true, expiresAt: true },
  });
  return rows.map(({ moduleKey, enrolmentId, ...row }) => ({
    ...row,
    moduleKey: moduleKey ?? "",
    enrolmentId: enrolmentId ?? "",
  }));
}

/** For each enrolment that resumes others, their ids, oldest first. */
export async function loadResumed(
  client: Client,
  enrolments: readonly Counted[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const ids = enrolments.filter(({ resumesId }) => resumesId !== null).map(({ id }) => id);
  if (ids.length === 0) return new Map();
  const rows = await client.$queryRaw<{ id: string; resumed: string[] }[]>`
    with recursive "chain" as (
      select "id" as "root", "resumesId" as "id", 1 as "depth" from "Enrolment" where "id" = any(${ids}::uuid[])
      union all
      select "chain"."root", "Enrolment"."resumesId", "depth" + 1
      from "chain" join "Enrolment" on "Enrolment"."id" = "chain"."id"
    )
    select "root"::text as "id", array_agg("id"::text order by "depth" desc) as "resumed"
    from "chain" where "id" is not null group by "root"`;
  return new Map(rows.map(({ id, resumed }) => [id, resumed]));
}
