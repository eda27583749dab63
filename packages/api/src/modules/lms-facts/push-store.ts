import type { LmsPush, LmsPushStatus, LtiTargetKind, TenantTransaction } from "@kunna/database";
import { Prisma, uuidv7 } from "@kunna/database";

/** A place in a gradebook where a person's result of a program is shown, with the enrolment that it is of. */
export interface PushTarget {
  readonly connectionId: string;
  readonly linkId: string;
  readonly personId: string;
  readonly subject: string;
  /** Where it goes: the line item's URL. */
  readonly target: string;
  readonly kind: LtiTargetKind;
  readonly moduleKey: string | null;
  readonly requirementKey: string | null;
  readonly enrolmentId: string;
}

/**
 * The places in gradebooks for links to a program that whoever learns in their courses has there. A renewal under way is left
 * out: what was reached stands until it is completed.
 */
const targets = Prisma.sql`
  "LtiResourceLink" l
  JOIN "LmsConnection" c ON c."id" = l."connectionId" AND c."status" IN ('ACTIVE', 'PAUSED')
  JOIN "LmsMember" m ON m."courseId" = l."courseId" AND m."active" AND 'LEARNER' = ANY(m."roles")
  JOIN "ExternalIdentity" i ON i."id" = m."identityId" AND i."personId" IS NOT NULL
  CROSS JOIN LATERAL (
    SELECT e."id", e."status" FROM "Enrolment" e
    WHERE e."organisationId" = l."organisationId" AND e."personId" = i."personId" AND e."programId" = l."programId"
      AND (e."status" = 'COMPLETED' OR e."status" = 'ACTIVE' AND e."purpose" = 'INITIAL')
    ORDER BY e."id" DESC LIMIT 1
  ) n`;
const hasResult = Prisma.sql`
  l."lineItemUrl" IS NOT NULL AND l."programId" IS NOT NULL
  AND l."target" IN ('PROGRAM', 'LEARNING_PATH', 'MODULE', 'EVIDENCE_TASK')`;

/** Where persons' results of programs are shown. One statement. */
export function loadPushTargets(
  tx: TenantTransaction,
  personIds: readonly string[],
  programIds: readonly string[],
): Promise<PushTarget[]> {
  return tx.$queryRaw<PushTarget[]>`
    SELECT DISTINCT ON (l."connectionId", l."lineItemUrl", i."personId")
      l."connectionId"::text, l."id"::text AS "linkId", i."personId"::text, i."subject", l."lineItemUrl" AS "target",
      l."target"::text AS "kind", l."moduleKey", l."requirementKey", n."id"::text AS "enrolmentId"
    FROM ${targets}
    WHERE ${hasResult} AND i."personId" = ANY(${[...personIds]}::uuid[]) AND l."programId" = ANY(${[...programIds]}::uuid[])
    ORDER BY l."connectionId", l."lineItemUrl", i."personId", m."lastSeenAt" DESC`;
}

/** Whose result of which program is shown nowhere yet, though it could be. */
export interface UnpushedResult {
  readonly organisationId: string;
  readonly personId: string;
  readonly programId: string;
}

/** Some results that are not on their way to a place that became known after them: a link, a member, who somebody is. */
export function findUnpushed(tx: Prisma.TransactionClient, most: number): Promise<UnpushedResult[]> {
  return tx.$queryRaw<UnpushedResult[]>`
    SELECT DISTINCT l."organisationId"::text, i."personId"::text, l."programId"::text
    FROM ${targets}
    WHERE ${hasResult} AND c."status" = 'ACTIVE'
      AND NOT EXISTS (
        SELECT FROM "LmsPush" p
        WHERE p."connectionId" = l."connectionId" AND p."target" = l."lineItemUrl" AND p."personId" = i."personId"
      )
      AND (n."status" = 'COMPLETED'
        OR EXISTS (SELECT FROM "Evidence" v WHERE v."organisationId" = l."organisationId" AND v."enrolmentId" = n."id" AND v."status" = 'ACCEPTED')
        OR EXISTS (SELECT FROM "Recognition" r WHERE r."organisationId" = l."organisationId" AND r."enrolmentId" = n."id"))
    LIMIT ${most}`;
}

/** A result as it is to be shown. */
export interface NewPush extends Pick<PushTarget, "connectionId" | "linkId" | "personId" | "subject" | "target"> {
  readonly share: number;
  readonly completed: boolean;
}

/**
 * Puts results on their way: of one person for one place the newest replaces what was there, and what is the same is left.
 * Where nothing is there yet and nothing is reached, there is nothing to show: it is settled without being sent. One statement.
 */
export async function upsertPushes(tx: TenantTransaction, pushes: readonly NewPush[], at: Date): Promise<void> {
  if (pushes.length === 0) return;
  const rows = pushes.map((push) => ({ id: uuidv7(), ...push, ...(push.share > 0 ? pending(at) : nothingYet(at)) }));
  await tx.$executeRaw`
    INSERT INTO "LmsPush" AS p ("id", "organisationId", "connectionId", "linkId", "personId", "subject", "target", "share",
      "completed", "at", "status", "nextAttemptAt", "settledAt")
    SELECT n."id", kunna_organisation(), n."connectionId", n."linkId", n."personId", n."subject", n."target", n."share",
      n."completed", ${at}, n."status", n."nextAttemptAt", n."settledAt"
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS n("id" uuid, "connectionId" uuid, "linkId" uuid, "personId" uuid,
      "subject" text, "target" text, "share" float8, "completed" boolean, "status" "LmsPushStatus",
      "nextAttemptAt" timestamptz(3), "settledAt" timestamptz(3))
    ORDER BY n."connectionId", n."target", n."personId"
    ON CONFLICT ("connectionId", "target", "personId") DO UPDATE
    SET "share" = EXCLUDED."share", "completed" = EXCLUDED."completed", "at" = EXCLUDED."at", "subject" = EXCLUDED."subject",
      "linkId" = EXCLUDED."linkId", "status" = 'PENDING', "failures" = 0, "nextAttemptAt" = ${at}, "settledAt" = NULL
    WHERE (p."share", p."completed", p."subject") IS DISTINCT FROM (EXCLUDED."share", EXCLUDED."completed", EXCLUDED."subject")`;
}

function pending(at: Date) {
  return { status: "PENDING" as LmsPushStatus, nextAttemptAt: at, settledAt: null };
}

function nothingYet(at: Date) {
  return { status: "DONE" as LmsPushStatus, nextAttemptAt: null, settledAt: at };
}

/** Takes results of a connection that are due until an instant: another worker leaves them alone until then. */
export function leasePushes(
  tx: TenantTransaction,
  connectionId: string,
  { now, until, most }: { readonly now: Date; readonly until: Date; readonly most: number },
): Promise<LmsPush[]> {
  // Materialised: joined as a subquery it may be worked out more than once, each time with other rows within the limit.
  return tx.$queryRaw<LmsPush[]>`
    WITH due AS MATERIALIZED (
      SELECT "id" FROM "LmsPush"
      WHERE "connectionId" = ${connectionId}::uuid AND "status" = 'PENDING' AND "nextAttemptAt" <= ${now}
        AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now})
      ORDER BY "nextAttemptAt" LIMIT ${most} FOR UPDATE SKIP LOCKED
    )
    UPDATE "LmsPush" p SET "leasedUntil" = ${until} FROM due WHERE p."id" = due."id" RETURNING p.*`;
}

/** What became of an attempt. */
export interface SettledPush {
  readonly status: LmsPushStatus;
  readonly failures: number;
  readonly nextAttemptAt: Date | null;
  readonly lastErrorCode: string | null;
  readonly lastError: string | null;
}

/**
 * Records an attempt, if the result is still leased by whoever made it. One that has been replaced meanwhile is sent again,
 * at once: what came of the older says nothing of it.
 */
export async function recordPush(
  tx: TenantTransaction,
  { id, leasedUntil, at, share, completed }: LmsPush,
  { status, failures, nextAttemptAt, lastErrorCode, lastError }: SettledPush,
  now: Date,
): Promise<void> {
  const tried = { attempts: { increment: 1 }, leasedUntil: null, lastErrorCode, lastError };
  const settledAt = status === "PENDING" ? null : now;
  const { count } = await tx.lmsPush.updateMany({
    where: { id, leasedUntil, at, share, completed },
    data: { ...tried, status, failures, nextAttemptAt, settledAt },
  });
  if (count === 0) await tx.lmsPush.updateMany({ where: { id, leasedUntil }, data: tried });
}

/** Sends a result again now, whatever has become of it. @returns whether there is one */
export async function retryPush(tx: TenantTransaction, id: string, now: Date): Promise<boolean> {
  const { count } = await tx.lmsPush.updateMany({
    where: { id },
    data: { status: "PENDING", failures: 0, nextAttemptAt: now, settledAt: null },
  });
  return count > 0;
}
