import type { Database } from "@kunna/database";

/** How far the webhooks of all organisations are behind. */
export interface WebhookLag {
  /** Events that have not yet been made into deliveries, summed over the endpoints in use. */
  readonly behind: number;
  /** Deliveries to endpoints in use that wait to be sent, or to be sent again. */
  readonly pending: number;
  /** How long the oldest of these has waited, in seconds; 0 when there is none. */
  readonly oldestPendingSeconds: number;
  /**
   * How long the most overdue delivery has been due, in seconds: of endpoints that take what they are sent, so that it tells of
   * the workers and not of a receiver that is down.
   */
  readonly overdueSeconds: number;
  /** Deliveries that were given up, and not replayed. */
  readonly dead: number;
  /** Endpoints that are paused, by hand or because they failed. */
  readonly paused: number;
}

export async function webhookLag(database: Database, now: Date): Promise<WebhookLag> {
  const [lag] = await database.asSystem(
    (tx) => tx.$queryRaw<WebhookLag[]>`
      SELECT
        (SELECT coalesce(sum(f."position" - e."position"), 0)::float8 FROM "WebhookEndpoint" e
          JOIN "Feed" f ON f."organisationId" = e."organisationId" WHERE e."status" = 'ACTIVE') AS "behind",
        waiting.count::float8 AS "pending",
        greatest(coalesce(extract(epoch FROM ${now}::timestamptz - waiting.since), 0), 0)::float8 AS "oldestPendingSeconds",
        greatest(coalesce(extract(epoch FROM ${now}::timestamptz - waiting.due), 0), 0)::float8 AS "overdueSeconds",
        (SELECT count(*)::float8 FROM "WebhookDelivery" d
          JOIN "WebhookEndpoint" e ON e."id" = d."endpointId" AND e."status" <> 'RETIRED'
          WHERE d."status" = 'DEAD' AND d."type" IS NOT NULL) AS "dead",
        (SELECT count(*)::float8 FROM "WebhookEndpoint" WHERE "status" = 'PAUSED') AS "paused"
      FROM (
        SELECT count(*), min(d."createdAt") AS since,
          min(d."nextAttemptAt") FILTER (WHERE e."failingSince" IS NULL AND coalesce(d."leasedUntil", ${now}) <= ${now}) AS due
        FROM "WebhookDelivery" d
        JOIN "WebhookEndpoint" e ON e."id" = d."endpointId" AND e."status" = 'ACTIVE' WHERE d."status" = 'PENDING'
      ) AS waiting`,
  );
  return lag ?? { behind: 0, pending: 0, oldestPendingSeconds: 0, overdueSeconds: 0, dead: 0, paused: 0 };
}
