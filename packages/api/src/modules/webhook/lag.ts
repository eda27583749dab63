import type { Database } from "@kunna/database";

/** How far the webhooks of all organisations are behind. */
export interface WebhookLag {
  /** Events that have not yet been made into deliveries, summed over the endpoints in use. */
  readonly behind: number;
  /** Deliveries to endpoints in use that wait to be sent, or to be sent again; at most 10,000 are counted. */
  readonly pending: number;
  /** How long the oldest of these has waited, in seconds; 0 when there is none. */
  readonly oldestPendingSeconds: number;
  /**
   * How long the most overdue delivery has been due, in seconds: of endpoints that take what they are sent, so that it tells of
   * the workers and not of a receiver that is down.
   */
  readonly overdueSeconds: number;
  /** Deliveries that were given up, and not replayed; at most 10,000 are counted. */
  readonly dead: number;
  /** Endpoints that are paused, by hand or because they failed. */
  readonly paused: number;
}

/** Beyond so many it is no matter how many there are. */
const counted = 10_000;

/** A few rows an endpoint, by indexes, however many deliveries there are. */
export async function webhookLag(database: Database, now: Date): Promise<WebhookLag> {
  const [lag] = await database.asSystem(
    (tx) => tx.$queryRaw<WebhookLag[]>`
      SELECT
        (SELECT coalesce(sum(f."position" - e."position"), 0)::float8 FROM "WebhookEndpoint" e
          JOIN "Feed" f ON f."organisationId" = e."organisationId" WHERE e."status" = 'ACTIVE') AS "behind",
        (SELECT count(*)::float8 FROM (
          SELECT FROM "WebhookEndpoint" e CROSS JOIN LATERAL (
            SELECT FROM "WebhookDelivery" d WHERE d."endpointId" = e."id" AND d."status" = 'PENDING' LIMIT ${counted}
          ) AS each WHERE e."status" = 'ACTIVE' LIMIT ${counted}
        ) AS counted) AS "pending",
        greatest(coalesce(extract(epoch FROM ${now}::timestamptz - oldest.since), 0), 0)::float8 AS "oldestPendingSeconds",
        greatest(coalesce(extract(epoch FROM ${now}::timestamptz - oldest.due), 0), 0)::float8 AS "overdueSeconds",
        (SELECT count(*)::float8 FROM (
          SELECT FROM "WebhookEndpoint" e CROSS JOIN LATERAL (
            SELECT FROM "WebhookDelivery" d
            WHERE d."endpointId" = e."id" AND d."status" = 'DEAD' AND d."type" IS NOT NULL LIMIT ${counted}
          ) AS each WHERE e."status" <> 'RETIRED' LIMIT ${counted}
        ) AS counted) AS "dead",
        (SELECT count(*)::float8 FROM "WebhookEndpoint" WHERE "status" = 'PAUSED') AS "paused"
      FROM (
        SELECT min(first."createdAt") AS since, min(next."nextAttemptAt") AS due
        FROM "WebhookEndpoint" e
        LEFT JOIN LATERAL (
          SELECT d."createdAt" FROM "WebhookDelivery" d WHERE d."endpointId" = e."id" AND d."status" = 'PENDING'
          ORDER BY d."createdAt" LIMIT 1
        ) AS first ON true
        LEFT JOIN LATERAL (
          SELECT d."nextAttemptAt" FROM "WebhookDelivery" d
          WHERE e."failingSince" IS NULL AND d."endpointId" = e."id" AND d."status" = 'PENDING'
            AND d."nextAttemptAt" IS NOT NULL AND (d."leasedUntil" IS NULL OR d."leasedUntil" <= ${now})
          ORDER BY d."nextAttemptAt" LIMIT 1
        ) AS next ON true
        WHERE e."status" = 'ACTIVE'
      ) AS oldest`,
  );
  return lag ?? { behind: 0, pending: 0, oldestPendingSeconds: 0, overdueSeconds: 0, dead: 0, paused: 0 };
}
