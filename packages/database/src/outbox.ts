import type { Database } from "./database.ts";
import { Prisma } from "./generated/prisma/client.ts";
import { feedChannel, outboxChannel } from "./signal-bus.ts";
import { type TenantTransaction, writesEvents } from "./transactions.ts";
import { uuidv7 } from "./uuid.ts";

/** An event to be written with the change that it tells of (R13). */
export interface NewEvent {
  readonly type: string;
  readonly occurredAt: Date;
  /** Of a time-driven event, when it was due. */
  readonly dueAt?: Date | null;
  /** Who did it; null when nobody did. */
  readonly actorId?: string | null;
  readonly personId?: string | null;
  readonly programId?: string | null;
  readonly versionId?: string | null;
  readonly enrolmentId?: string | null;
  readonly evidenceId?: string | null;
  readonly certificateId?: string | null;
  readonly facts: object;
}

/** Writes events in the caller's transaction, in the order given and in one statement, and wakes the relays at its commit (R13). */
export async function appendEvents(tx: TenantTransaction, events: readonly NewEvent[]): Promise<void> {
  if (events.length === 0) return;
  const wake = writesEvents(tx)
    ? Prisma.sql`pg_notify(${Prisma.raw(`'${outboxChannel}'`)}, '')::text`
    : Prisma.sql`NULL`;
  const rows = events.map((event) => ({ id: uuidv7(), ...event }));
  await tx.$queryRaw`
    WITH written AS (
      INSERT INTO "Event" ("id", "organisationId", "type", "occurredAt", "dueAt", "actorId", "personId", "programId",
        "versionId", "enrolmentId", "evidenceId", "certificateId", "facts")
      SELECT e."id", kunna_organisation(), e."type", e."occurredAt", e."dueAt", e."actorId", e."personId",
        e."programId", e."versionId", e."enrolmentId", e."evidenceId", e."certificateId", e."facts"
      FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS ("id" uuid, "type" text,
        "occurredAt" timestamptz(3), "dueAt" timestamptz(3), "actorId" uuid, "personId" uuid, "programId" uuid, "versionId" uuid,
        "enrolmentId" uuid, "evidenceId" uuid, "certificateId" uuid, "facts" jsonb)) WITH ORDINALITY AS e
      ORDER BY e.ordinality
      RETURNING 1
    )
    SELECT ${wake} FROM (SELECT count(*) FROM written) AS once`;
}

const batchSize = 500;

/** Where an organisation's feed ends now. */
export interface FeedEnd {
  readonly organisationId: string;
  readonly position: bigint;
}

/**
 * The relay's step: gives up to 500 committed events their positions, and tells their readers. Any number of
 * processes may do it at once: the lock on an organisation's Feed row lets one number its events at a time, and what is
 * unplaced is read again under that lock, so the positions have no gap and follow the order of writing.
 */
export async function placeEvents(database: Database): Promise<FeedEnd[]> {
  const { signals } = database;
  const ends = await placeBatch(database, signals.sendsFromSql);
  if (!signals.sendsFromSql) {
    const sent = ends.map(({ organisationId, position }) =>
      signals.publish(feedChannel, `${organisationId}:${position}`),
    );
    await Promise.all(sent);
  }
  return ends;
}

function placeBatch(database: Database, tellsReaders: boolean): Promise<FeedEnd[]> {
  const told = Prisma.sql`WHERE pg_notify(${Prisma.raw(`'${feedChannel}'`)}, "organisationId" || ':' || "position") IS NOT NULL`;
  return database.asSystem(async (tx) => {
    const found = await tx.$queryRaw<Array<{ organisationId: string }>>`
      SELECT DISTINCT "organisationId" FROM (
        SELECT "organisationId" FROM "Event" WHERE "position" IS NULL ORDER BY "sequence" LIMIT ${batchSize}
      ) AS unplaced ORDER BY "organisationId"`;
    if (found.length === 0) return [];
    const organisations = found.map(({ organisationId }) => organisationId);
    await tx.$executeRaw`
      INSERT INTO "Feed" ("organisationId") SELECT unnest(${organisations}::uuid[]) ORDER BY 1 ON CONFLICT DO NOTHING`;
    await tx.$queryRaw`
      SELECT 1 FROM "Feed" WHERE "organisationId" = ANY(${organisations}::uuid[]) ORDER BY "organisationId" FOR UPDATE`;
    return tx.$queryRaw<FeedEnd[]>`
      WITH batch AS (
        SELECT "id", "organisationId", row_number() OVER (PARTITION BY "organisationId" ORDER BY "sequence") AS place
        FROM (
          SELECT "id", "organisationId", "sequence" FROM "Event"
          WHERE "position" IS NULL AND "organisationId" = ANY(${organisations}::uuid[])
          ORDER BY "sequence" LIMIT ${batchSize}
        ) AS unplaced
      ), placed AS (
        UPDATE "Event" e SET "position" = f."position" + b.place
        FROM batch b JOIN "Feed" f ON f."organisationId" = b."organisationId"
        WHERE e."id" = b."id"
        RETURNING e."organisationId", e."position"
      ), ends AS (
        SELECT "organisationId", max("position") AS "position" FROM placed GROUP BY "organisationId"
      ), moved AS (
        UPDATE "Feed" f SET "position" = ends."position" FROM ends WHERE f."organisationId" = ends."organisationId"
        RETURNING f."organisationId", f."position"
      )
      SELECT "organisationId", "position" FROM moved
      ${tellsReaders ? told : Prisma.empty}`;
  });
}

/** Where the feeds of these organisations end, and what the ends of all feeds are together, when that is asked for. One statement. */
export async function feedPositions(
  database: Database,
  organisationIds: readonly string[],
  withSum: boolean,
): Promise<{ ends: FeedEnd[]; sum: bigint | null }> {
  const rows = await database.asSystem(
    (tx) => tx.$queryRaw<Array<{ organisationId: string | null; position: bigint | null }>>`
      SELECT "organisationId", "position" FROM "Feed" WHERE "organisationId" = ANY(${organisationIds}::uuid[])
      UNION ALL
      SELECT NULL, (SELECT sum("position")::bigint FROM "Feed") WHERE ${withSum}`,
  );
  const ends: FeedEnd[] = [];
  let sum: bigint | null = null;
  for (const { organisationId, position } of rows) {
    if (organisationId === null) sum = position ?? 0n;
    else ends.push({ organisationId, position: position ?? 0n });
  }
  return { ends, sum };
}
