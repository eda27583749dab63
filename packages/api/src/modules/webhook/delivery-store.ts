import { Prisma, type TenantTransaction, uuidv7, type WebhookDelivery } from "@kunna/database";

/** An event that an endpoint is to be sent. */
export interface NewDelivery {
  readonly eventId: string;
  readonly position: bigint;
  readonly type: string;
  readonly subject: string;
}

/**
 * Keeps the endpoint's deliveries and its place in the feed from changing under us. Whoever writes deliveries does this
 * first: so the one that settles and the one that comes after it never miss each other.
 */
export async function lockEndpoint(tx: TenantTransaction, endpointId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "WebhookEndpoint" WHERE "id" = ${endpointId}::uuid FOR NO KEY UPDATE`;
}

/** The same, for one who need not wait: another who holds it is at it. @returns whether it is held */
export async function lockFreeEndpoint(tx: TenantTransaction, endpointId: string): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "WebhookEndpoint" WHERE "id" = ${endpointId}::uuid FOR NO KEY UPDATE SKIP LOCKED`;
  return held.length > 0;
}

/**
 * Makes deliveries of events, and of those that are there already and settled, what they were at first.
 * @returns how many are to be sent that were not before
 */
export async function addDeliveries(
  tx: TenantTransaction,
  endpointId: string,
  deliveries: readonly NewDelivery[],
  now: Date,
): Promise<number> {
  if (deliveries.length === 0) return 0;
  const rows = JSON.stringify(
    deliveries.map((delivery) => ({ id: uuidv7(), ...delivery, position: String(delivery.position) })),
  );
  return tx.$executeRaw`
    INSERT INTO "WebhookDelivery" AS d ("id", "organisationId", "endpointId", "eventId", "position", "type", "subject", "createdAt")
    SELECT n."id", kunna_organisation(), ${endpointId}::uuid, n."eventId", n."position", n."type", n."subject", ${now}
    FROM jsonb_to_recordset(${rows}::jsonb) AS n("id" uuid, "eventId" uuid, "position" bigint, "type" text, "subject" text)
    ON CONFLICT ("endpointId", "eventId") DO UPDATE
      SET "status" = 'PENDING', "failures" = 0, "nextAttemptAt" = NULL, "settledAt" = NULL WHERE d."status" <> 'PENDING'`;
}

/** Lets the first that waits of each subject be sent, where none is on its way. */
export async function callFirst(
  tx: TenantTransaction,
  endpointId: string,
  subjects: readonly string[],
  now: Date,
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "WebhookDelivery" d SET "nextAttemptAt" = ${now}
    FROM unnest(${[...new Set(subjects)]}::text[]) AS s("subject") CROSS JOIN LATERAL (
      SELECT w."id" FROM "WebhookDelivery" w
      WHERE w."endpointId" = ${endpointId}::uuid AND w."subject" = s."subject" AND w."status" = 'PENDING'
      ORDER BY w."position" LIMIT 1
    ) AS f
    WHERE d."id" = f."id" AND d."nextAttemptAt" IS NULL`;
}

/** After older ones were brought back: lets those wait again that are no longer the first of their subject. */
export async function holdOthers(
  tx: TenantTransaction,
  endpointId: string,
  subjects: readonly string[],
): Promise<void> {
  await tx.$executeRaw`
    UPDATE "WebhookDelivery" d SET "nextAttemptAt" = NULL
    WHERE d."endpointId" = ${endpointId}::uuid AND d."subject" = ANY(${[...new Set(subjects)]}::text[])
      AND d."status" = 'PENDING' AND d."nextAttemptAt" IS NOT NULL AND EXISTS (
        SELECT FROM "WebhookDelivery" w WHERE w."endpointId" = d."endpointId" AND w."subject" = d."subject"
          AND w."status" = 'PENDING' AND w."position" < d."position")`;
}

/** Takes deliveries that are due until an instant: another worker leaves them alone until then. */
export function leaseDue(
  tx: TenantTransaction,
  endpointId: string,
  { now, until, limit, testsOnly }: { now: Date; until: Date; limit: number; testsOnly: boolean },
): Promise<WebhookDelivery[]> {
  // Materialised: joined as a subquery it may be worked out more than once, each time with other rows within the limit.
  return tx.$queryRaw<WebhookDelivery[]>`
    WITH due AS MATERIALIZED (
      SELECT "id" FROM "WebhookDelivery"
      WHERE "endpointId" = ${endpointId}::uuid AND "status" = 'PENDING' AND "nextAttemptAt" <= ${now}
        AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${now}) ${testsOnly ? Prisma.sql`AND "type" IS NULL` : Prisma.empty}
      ORDER BY "nextAttemptAt", "position" LIMIT ${limit} FOR UPDATE SKIP LOCKED
    )
    UPDATE "WebhookDelivery" d SET "leasedUntil" = ${until} FROM due WHERE d."id" = due."id" RETURNING d.*`;
}

/** What became of an attempt. */
export interface SettledAttempt {
  readonly status: "PENDING" | "DELIVERED" | "DEAD";
  readonly failures: number;
  /** Of one that is to be tried again. */
  readonly nextAttemptAt: Date | null;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly milliseconds: number;
  readonly answer: string;
}

/** Records an attempt, if the delivery is still leased by whoever made it. */
export async function recordAttempt(
  tx: TenantTransaction,
  { id, leasedUntil }: Pick<WebhookDelivery, "id" | "leasedUntil">,
  attempt: SettledAttempt,
  now: Date,
): Promise<boolean> {
  const { count } = await tx.webhookDelivery.updateMany({
    where: { id, status: "PENDING", leasedUntil },
    data: {
      ...attempt,
      attempts: { increment: 1 },
      leasedUntil: null,
      lastAttemptAt: now,
      settledAt: attempt.status === "PENDING" ? null : now,
    },
  });
  return count > 0;
}
