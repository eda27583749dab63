import { appendEvents, type TenantTransaction } from "@kunna/database";
import { connectionRestUntil, isConnectionFailing } from "@kunna/domain";
import { lockConnection } from "./connection-store.ts";

/** What came of something that was done with an LMS: a launch, a read, a push. */
export type ConnectionOutcome =
  | { readonly ok: true }
  | {
      readonly ok: false;
      /** Stable, as in the list of codes. */
      readonly code: string;
      /** One sentence that an administrator can act on, without a secret in it. */
      readonly sentence: string;
      /** How long the LMS asks to be left alone, in milliseconds. */
      readonly retryAfter?: number | null;
    };

/** What a connection that has not failed is like. */
export const sound = { failingSince: null, failures: 0, restUntil: null } as const;

/** How old what is known of a connection's success may be, in milliseconds: a row that every launch writes would hold them up. */
const successIsKnownFor = 60_000;

/** Keeps how a connection is, and tells once when it has failed for so long that somebody has to look at it. @throws NotFound */
export async function recordHealth(
  tx: TenantTransaction,
  connectionId: string,
  outcome: ConnectionOutcome,
  now: Date,
): Promise<void> {
  await (outcome.ok ? recordSuccess(tx, connectionId, now) : recordFailure(tx, connectionId, outcome, now));
}

async function recordSuccess(tx: TenantTransaction, connectionId: string, now: Date): Promise<void> {
  const before = new Date(now.getTime() - successIsKnownFor);
  await tx.$executeRaw`
    UPDATE "LmsConnection" SET "lastSuccessAt" = ${now}, "failures" = 0, "failingSince" = NULL, "restUntil" = NULL
    WHERE "id" = ${connectionId}::uuid
      AND ("failures" > 0 OR "failingSince" IS NOT NULL OR "lastSuccessAt" IS NULL OR "lastSuccessAt" < ${before})`;
}

async function recordFailure(
  tx: TenantTransaction,
  id: string,
  { code, sentence, retryAfter = null }: Extract<ConnectionOutcome, { ok: false }>,
  now: Date,
): Promise<void> {
  const before = await lockConnection(tx, id);
  const failures = before.failures + 1;
  const failingSince = before.failingSince ?? now;
  await tx.lmsConnection.update({
    where: { id },
    data: {
      failures,
      failingSince,
      lastErrorAt: now,
      lastErrorCode: code,
      lastError: sentence,
      restUntil: connectionRestUntil({ failures, retryAfter }, now, Math.random()),
    },
    select: { id: true },
  });
  const wasTold = before.lastErrorAt !== null && isConnectionFailing(failingSince, before.failures, before.lastErrorAt);
  if (before.status === "ACTIVE" && !wasTold && isConnectionFailing(failingSince, failures, now))
    await appendEvents(tx, [
      {
        type: "LMS_CONNECTION_FAILING",
        occurredAt: now,
        facts: { connectionId: id, errorCode: code, failingSince: failingSince.toISOString() },
      },
    ]);
}
