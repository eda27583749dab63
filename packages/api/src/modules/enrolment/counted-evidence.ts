import type { Prisma } from "@kunna/database";
import {
  type Asked,
  type AwardingContent,
  countedEvidence,
  type EvidenceFact,
  freshEvidence,
  type MicroCredentialFact,
  type PutForward,
  type RestsOn,
  stillCounts,
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
  const recognised = await loadRecognised(client, ids, now);
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

/** What was shown elsewhere and counts in these enrolments (R12): while it is accepted there, or the credential holds. */
async function loadRecognised(client: Client, enrolmentIds: readonly string[], now: Date): Promise<PutForward[]> {
  const rows = await client.$queryRaw<
    (Omit<PutForward, "status" | "requirements"> &
      PutForward["requirements"][number] &
      RestsOn & { readonly accepted: boolean | null })[]
  >`
    select r."enrolmentId"::text, coalesce(r."evidenceId", r."credentialId")::text as "id",
      coalesce(e."submittedAt", c."addedAt") as "submittedAt", q."key", q."revision", e."status" = 'ACCEPTED' as "accepted",
      c."validFrom", c."validUntil", coalesce(k."verified", false) as "verified", coalesce(k."ofPerson", false) as "ofPerson",
      not exists (
        select 1 from "RecognitionMapping" rm join "CredentialMapping" m on m."id" = rm."mappingId"
          join "TrustedIssuer" t on t."id" = m."issuerId"
        where rm."recognitionId" = r."id" and (m."retiredAt" is not null or t."endedAt" is not null)
      ) as "mapped"
    from "Recognition" r join "Requirement" q on q."id" = r."requirementId"
      left join "Evidence" e on e."id" = r."evidenceId"
      left join "OutsideCredential" c on c."id" = r."credentialId"
      left join lateral (
        select * from "CredentialCheck" x where x."credentialId" = c."id" order by x."number" desc limit 1
      ) k on true
    where r."enrolmentId" = any(${[...enrolmentIds]}::uuid[])
    order by "id", q."position"`;
  const counting = new Map<string, PutForward>();
  for (const { enrolmentId, id, submittedAt, key, revision, accepted, ...rests } of rows) {
    if (!(accepted ?? stillCounts(rests, now))) continue;
    const others = counting.get(`${enrolmentId} ${id}`)?.requirements ?? [];
    const requirements = [...others, { key, revision }];
    counting.set(`${enrolmentId} ${id}`, { enrolmentId, id, submittedAt, requirements, status: "ACCEPTED" });
  }
  return [...counting.values()];
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
