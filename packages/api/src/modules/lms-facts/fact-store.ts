import { createHash } from "node:crypto";
import { type LmsFactOutcome, type TenantTransaction, uuidv7 } from "@kunna/database";
import type { LmsFact } from "@kunna/lms-kit";

/** A fact as it is kept. */
export interface StoredFact {
  readonly id: string;
  readonly connectionId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly kind: "COMPLETION" | "GRADE";
  readonly courseId: string;
  /** Empty: the course as a whole. */
  readonly activityId: string;
  readonly recordId: string;
  readonly rule: string | null;
  readonly occurredAt: Date;
  readonly completed: boolean | null;
  readonly score: number | null;
  readonly maximum: number | null;
  readonly outcome: LmsFactOutcome;
  readonly evidenceId: string | null;
}

/** What waits, and may count later. */
export const waitingOutcomes = ["PERSON_UNKNOWN", "NOT_MAPPED", "NOT_ENROLLED"] as const satisfies LmsFactOutcome[];

/** Keeps facts that are not there yet, all waiting, and gives those. One statement. */
export async function insertFacts(
  tx: TenantTransaction,
  connectionId: string,
  told: readonly LmsFact[],
  receivedAt: Date,
): Promise<StoredFact[]> {
  if (told.length === 0) return [];
  // In the order in which they were told: of two words of one instant the later told is the newer one.
  const ids = told.map(() => uuidv7()).toSorted();
  const rows = told.map((fact, index) => ({ id: ids[index], ...rowOf(fact) }));
  return tx.$queryRaw<StoredFact[]>`
    INSERT INTO "LmsFact" AS f ("id", "organisationId", "connectionId", "issuer", "subject", "kind", "courseId", "activityId",
      "recordId", "rule", "occurredAt", "completed", "score", "maximum", "contentHash", "receivedAt", "outcome")
    SELECT n."id", kunna_organisation(), ${connectionId}::uuid, n."issuer", n."subject", n."kind", n."courseId", n."activityId",
      n."recordId", n."rule", n."occurredAt", n."completed", n."score", n."maximum", decode(n."contentHash", 'hex'),
      ${receivedAt}, 'PERSON_UNKNOWN'
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n("id" uuid, "issuer" text, "subject" text, "kind" "LmsFactKind",
      "courseId" text, "activityId" text, "recordId" text, "rule" text, "occurredAt" timestamptz(3), "completed" boolean,
      "score" float8, "maximum" float8, "contentHash" text)
    ON CONFLICT ("connectionId", "contentHash") DO NOTHING
    RETURNING f."id"::text, f."connectionId"::text, f."issuer", f."subject", f."kind"::text, f."courseId", f."activityId",
      f."recordId", f."rule", f."occurredAt", f."completed", f."score", f."maximum", f."outcome"::text, f."evidenceId"::text`;
}

function rowOf(fact: LmsFact) {
  const { kind, subject, occurredAt, provenance } = fact;
  const { issuer, courseId, activityId = "", recordId, rule = null } = provenance;
  const said =
    fact.kind === "COMPLETION"
      ? { completed: fact.completed, score: null, maximum: null }
      : { completed: null, score: fact.score, maximum: fact.maximum };
  const row = {
    issuer,
    subject,
    kind,
    courseId,
    activityId,
    recordId,
    rule,
    occurredAt: occurredAt.toISOString(),
    ...said,
  };
  // All that it says, in this order for good: what was told is known again by it.
  const contentHash = createHash("sha256")
    .update(JSON.stringify(Object.values(row)))
    .digest("hex");
  return { ...row, contentHash };
}

/** A fact, beside those about the same. */
export interface FamilyFact extends StoredFact {
  /** The fact that it is about the same as. */
  readonly ofId: string;
  /** Where it was accepted as evidence. */
  readonly enrolmentId: string | null;
  readonly personId: string | null;
  readonly programId: string | null;
  readonly versionId: string | null;
}

/** Of each fact those that are about the same, with itself. One statement. */
export async function loadFamilies(tx: TenantTransaction, ids: readonly string[]): Promise<Map<string, FamilyFact[]>> {
  const rows = await tx.$queryRaw<FamilyFact[]>`
    SELECT one."id"::text AS "ofId", f."id"::text, f."connectionId"::text, f."issuer", f."subject", f."kind"::text,
      f."courseId", f."activityId", f."recordId", f."rule", f."occurredAt", f."completed", f."score", f."maximum",
      f."outcome"::text, f."evidenceId"::text, e."enrolmentId"::text, n."personId"::text, n."programId"::text, n."versionId"::text
    FROM "LmsFact" one
    JOIN "LmsFact" f ON f."connectionId" = one."connectionId" AND f."recordId" = one."recordId" AND f."subject" = one."subject"
      AND f."kind" = one."kind" AND f."issuer" = one."issuer" AND f."courseId" = one."courseId" AND f."activityId" = one."activityId"
    LEFT JOIN "Evidence" e ON e."id" = f."evidenceId"
    LEFT JOIN "Enrolment" n ON n."id" = e."enrolmentId"
    WHERE one."id" = ANY(${[...ids]}::uuid[])`;
  const families = new Map<string, FamilyFact[]>();
  for (const row of rows) {
    const others = families.get(row.ofId);
    if (others) others.push(row);
    else families.set(row.ofId, [row]);
  }
  return families;
}

/** What has become of a fact. */
export interface SettledFact {
  readonly id: string;
  readonly outcome: LmsFactOutcome;
  readonly evidenceId: string | null;
}

/** Keeps what has become of facts. One statement. */
export async function updateOutcomes(tx: TenantTransaction, settled: readonly SettledFact[]): Promise<void> {
  if (settled.length === 0) return;
  await tx.$executeRaw`
    UPDATE "LmsFact" f SET "outcome" = n."outcome", "evidenceId" = n."evidenceId"
    FROM jsonb_to_recordset(${JSON.stringify(settled)}::jsonb) AS n("id" uuid, "outcome" "LmsFactOutcome", "evidenceId" uuid)
    WHERE f."id" = n."id"`;
}

/** An activity that counts for a requirement. */
export interface MappingInForce {
  readonly connectionId: string;
  readonly courseId: string;
  readonly activityId: string;
  readonly programId: string;
  readonly requirementKey: string;
}

/** For what the activities of facts count. One statement. */
export function loadMappings(tx: TenantTransaction, facts: readonly StoredFact[]): Promise<MappingInForce[]> {
  const activities = facts.map(({ connectionId, courseId, activityId }) => ({ connectionId, courseId, activityId }));
  return tx.$queryRaw<MappingInForce[]>`
    SELECT DISTINCT m."connectionId"::text, m."courseId", m."activityId", m."programId"::text, m."requirementKey"
    FROM "LmsActivityMapping" m
    JOIN jsonb_to_recordset(${JSON.stringify(activities)}::jsonb) AS n("connectionId" uuid, "courseId" text, "activityId" text)
      ON m."connectionId" = n."connectionId" AND m."courseId" = n."courseId" AND m."activityId" = n."activityId"
    WHERE m."endedAt" IS NULL`;
}

/** The facts of an activity, or of the persons who have these names, from one on. */
export function loadFactsOfActivity(
  tx: TenantTransaction,
  { connectionId, courseId, activityId }: Pick<StoredFact, "connectionId" | "courseId" | "activityId">,
  { after, most }: { readonly after: string | null; readonly most: number },
): Promise<StoredFact[]> {
  return tx.lmsFact.findMany({
    where: { connectionId, courseId, activityId, ...(after === null ? {} : { id: { gt: after } }) },
    orderBy: { id: "asc" },
    take: most,
    select: storedSelect,
  });
}

const storedSelect = {
  ...{ id: true, connectionId: true, issuer: true, subject: true, kind: true, courseId: true, activityId: true },
  ...{ recordId: true, rule: true, occurredAt: true, completed: true, score: true, maximum: true },
  ...{ outcome: true, evidenceId: true },
} as const;

/**
 * The facts of persons that are to be looked at again when something has changed for them: those whose person was unknown, and
 * those of activities that count for a requirement. One statement.
 */
export function loadFactsOfPersons(tx: TenantTransaction, personIds: readonly string[]): Promise<StoredFact[]> {
  return tx.$queryRaw<StoredFact[]>`
    SELECT f."id"::text, f."connectionId"::text, f."issuer", f."subject", f."kind"::text, f."courseId", f."activityId",
      f."recordId", f."rule", f."occurredAt", f."completed", f."score", f."maximum", f."outcome"::text, f."evidenceId"::text
    FROM "ExternalIdentity" i
    JOIN "LmsFact" f ON f."organisationId" = i."organisationId" AND f."issuer" = i."issuer" AND f."subject" = i."subject"
    JOIN "LmsConnection" c ON c."id" = f."connectionId"
    WHERE i."personId" = ANY(${[...personIds]}::uuid[]) AND c."status" IN ('ACTIVE', 'PAUSED') AND (
      f."outcome" = 'PERSON_UNKNOWN' OR EXISTS (
        SELECT FROM "LmsActivityMapping" m WHERE m."connectionId" = f."connectionId" AND m."courseId" = f."courseId"
          AND m."activityId" = f."activityId" AND m."endedAt" IS NULL
      )
    ) ORDER BY f."id"`;
}
