import type { LmsPush } from "@kunna/database";
import { isOfLms, lmsPushDelay } from "@kunna/domain";
import { ConnectorError, type PushOutcome, parsePushOutcome } from "@kunna/lms-kit";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";
import { type ConnectionPlace, recordHealth } from "../lms/index.ts";
import { askConnector, failureOf, type OpenedConnection, openedSelect } from "./ask-connector.ts";
import { workInQueues } from "./in-queues.ts";
import { leasePushes, recordPush, type SettledPush } from "./push-store.ts";

/** The results as the worker sends them to LMSs. */
export const lmsPushJob: Job = { name: "lms-pushes", everyMs: 1_000, wakesOnFeed: true, run: sendPushes };

/** How long a result is left to the worker that took it, in milliseconds: well over what an attempt may take. */
const leaseTime = 2 * 60_000;

/**
 * Sends the results that are due to their LMSs, and those that become so meanwhile. Any number of processes may do it at once.
 * @returns how many attempts were made
 */
export function sendPushes(
  services: Services,
  isStopped: () => boolean = () => false,
  tell?: (error: unknown) => void,
): Promise<number> {
  const queues = { mostOfOne: 3, mostInAll: 100, due: connectionsDue, take };
  return workInQueues(services, queues, isStopped, tell);
}

function connectionsDue({ database, now }: Services, except: readonly string[]): Promise<ConnectionPlace[]> {
  const at = now();
  return database.asSystem(
    (tx) => tx.$queryRaw<ConnectionPlace[]>`
      SELECT c."id"::text AS "connectionId", c."organisationId"::text FROM "LmsConnection" c
      WHERE c."status" = 'ACTIVE' AND (c."restUntil" IS NULL OR c."restUntil" <= ${at}) AND c."id" <> ALL(${[...except]}::uuid[])
        AND EXISTS (
          SELECT FROM "LmsPush" p WHERE p."connectionId" = c."id" AND p."status" = 'PENDING' AND p."nextAttemptAt" <= ${at}
            AND (p."leasedUntil" IS NULL OR p."leasedUntil" <= ${at})
        )`,
  );
}

async function take(services: Services, { organisationId, connectionId }: ConnectionPlace, most: number) {
  return services.database.transact(organisationId, async (tx) => {
    const now = services.now();
    const connection = await tx.lmsConnection.findUnique({
      where: { id: connectionId },
      select: { ...openedSelect, failures: true },
    });
    if (!connection) return [];
    // One that has only failed of late is asked with one at a time.
    const limit = connection.failures > 0 ? 1 : most;
    const leased = await leasePushes(tx, connectionId, {
      now,
      until: new Date(now.getTime() + leaseTime),
      most: limit,
    });
    return leased.map((push) => (signal: AbortSignal) => attempt(services, connection, push, signal));
  });
}

/** Sends a result, with no transaction open, and records what came of it. */
async function attempt(
  services: Services,
  connection: OpenedConnection,
  push: LmsPush,
  signal: AbortSignal,
): Promise<void> {
  let unforeseen: { readonly error: unknown } | null = null;
  let settled: SettledPush;
  try {
    const outcome = await send(services, connection, push, signal);
    const status = outcome === "TAKEN" ? "DONE" : "SUPERSEDED";
    settled = { status, failures: 0, nextAttemptAt: null, lastErrorCode: null, lastError: null };
  } catch (error) {
    // What was broken off because the worker stops says nothing of the LMS: it is sent again when the lease ends.
    if (signal.aborted) return;
    const { code, sentence, retryAfter } = failureOf(error);
    if (code === "CONNECTOR_FAILED") unforeseen = { error };
    const failures = push.failures + 1;
    const delay = lmsPushDelay(code, failures, retryAfter, Math.random());
    const nextAttemptAt = delay === null ? null : new Date(services.now().getTime() + delay);
    const told = { lastErrorCode: code, lastError: sentence };
    settled = { status: nextAttemptAt ? "PENDING" : "DEAD", failures, nextAttemptAt, ...told };
    if (isOfLms(code)) await keepFailure(services, push, { code, sentence, retryAfter });
  }
  await services.database.transact(push.organisationId, async (tx) => {
    const now = services.now();
    await recordPush(tx, push, settled, now);
    if (settled.lastErrorCode === null) await recordHealth(tx, push.connectionId, { ok: true }, now);
  });
  if (unforeseen) throw unforeseen.error;
}

function keepFailure(
  { database, now }: Services,
  { organisationId, connectionId }: LmsPush,
  failure: { readonly code: string; readonly sentence: string; readonly retryAfter: number | null },
): Promise<void> {
  return database.transact(organisationId, (tx) => recordHealth(tx, connectionId, { ok: false, ...failure }, now()));
}

async function send(
  services: Services,
  connection: OpenedConnection,
  { organisationId, connectionId, target, subject, share, completed, at }: LmsPush,
  signal: AbortSignal,
): Promise<PushOutcome> {
  const result = { subject, share, completed, at };
  if (connection.connector === "lti")
    return services.lti.publishScore({ organisationId, connectionId, lineItemUrl: target, ...result }, signal);
  return askConnector(services, connection, signal, async (connector, context) => {
    if (!connector.push) throw new ConnectorError("REFUSED", "This LMS takes no results.");
    return parsePushOutcome(await connector.push(context, { target, ...result }));
  });
}
