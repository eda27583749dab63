import { LmsConnectionNotInUse, lmsSyncDelay, lmsSyncEvery } from "@kunna/domain";
import { ConnectorError, type FactPage, parseFactPage } from "@kunna/lms-kit";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";
import { type ConnectionPlace, recordHealth } from "../lms/index.ts";
import { askConnector, failureOf } from "./ask-connector.ts";
import { workInQueues } from "./in-queues.ts";
import { CursorMoved, ingestFacts } from "./ingest.ts";
import { type LeasedConnection, leaseSync, moveSync, releaseSync } from "./sync-store.ts";

/** The facts of LMSs as the worker reads them. */
export const lmsSyncJob: Job = { name: "lms-sync", everyMs: 5_000, wakesOnFeed: false, run: syncConnections };

/**
 * Reads the facts of the connections that are due, a page at a time: kept and decided on in the transactions that move the
 * cursor on, so it may be killed anywhere, run twice, or run in several processes at once. One that is slow or fails holds
 * up no other.
 * @returns how many pages were asked for
 */
export function syncConnections(
  services: Services,
  isStopped: () => boolean = () => false,
  tell?: (error: unknown) => void,
): Promise<number> {
  return workInQueues(
    services,
    {
      mostOfOne: 1,
      // A page with its facts is in memory for each.
      mostInAll: 20,
      due: connectionsDue,
      take: async (_, place) => {
        const leased = await services.database.transact(place.organisationId, (tx) =>
          leaseSync(tx, place.connectionId, services.now()),
        );
        return leased ? [(signal) => syncPage(services, leased, signal)] : [];
      },
    },
    isStopped,
    tell,
  );
}

function connectionsDue(
  { database, now, connectors }: Services,
  except: readonly string[],
): Promise<ConnectionPlace[]> {
  const reading = [...connectors.values()].filter(({ capabilities }) => capabilities.includes("FACTS"));
  const keys = reading.map(({ key }) => key);
  const at = now();
  return database.asSystem(
    (tx) => tx.$queryRaw<ConnectionPlace[]>`
      SELECT "id"::text AS "connectionId", "organisationId"::text FROM "LmsConnection"
      WHERE "status" = 'ACTIVE' AND "connector" = ANY(${keys}::text[]) AND "nextSyncAt" <= ${at}
        AND ("leasedUntil" IS NULL OR "leasedUntil" <= ${at}) AND ("restUntil" IS NULL OR "restUntil" <= ${at})
        AND "id" <> ALL(${[...except]}::uuid[])
      ORDER BY "nextSyncAt"`,
  );
}

/** Reads one page, with no transaction open, and keeps what came of it. */
async function syncPage(services: Services, leased: LeasedConnection, signal: AbortSignal): Promise<void> {
  let page: FactPage;
  try {
    page = await readPage(services, leased, leased.cursor, signal);
  } catch (error) {
    // What was broken off because the worker stops says nothing of the LMS.
    if (signal.aborted) return release(services, leased);
    await fail(services, leased, error);
    if (failureOf(error).code === "CONNECTOR_FAILED") throw error;
    return;
  }
  const place = { organisationId: leased.organisationId, connectionId: leased.id };
  // One that has more where it stands would be asked for ever.
  const isMore = page.more && page.cursor !== leased.cursor;
  try {
    await ingestFacts(services, place, page.facts, {
      last: async ({ tx, now }) => {
        const nextSyncAt = new Date(now.getTime() + (isMore ? 0 : lmsSyncEvery));
        if (!(await moveSync(tx, leased, { cursor: page.cursor, nextSyncAt }))) throw new CursorMoved();
        await recordHealth(tx, leased.id, { ok: true }, now);
      },
    });
  } catch (error) {
    if (error instanceof CursorMoved) return;
    if (error instanceof LmsConnectionNotInUse) return release(services, leased);
    await putOff(services, leased);
    throw error;
  }
}

/** The page after a cursor. @throws what `failureOf` tells of */
export function readPage(
  services: Services,
  connection: Parameters<typeof askConnector>[1],
  cursor: string | null,
  signal: AbortSignal,
): Promise<FactPage> {
  return askConnector(services, connection, signal, async (connector, context) =>
    parseFactPage(await connector.facts?.(context, cursor)),
  );
}

async function fail(services: Services, leased: LeasedConnection, error: unknown): Promise<void> {
  await services.database.transact(leased.organisationId, async (tx) => {
    const now = services.now();
    if (error instanceof ConnectorError && error.code === "UNKNOWN_CURSOR" && leased.cursor !== null) {
      // What is told again is known by its content.
      await moveSync(tx, leased, { cursor: null, nextSyncAt: now });
      return;
    }
    const { code, sentence, retryAfter } = failureOf(error);
    const delay = lmsSyncDelay(leased.failures + 1, retryAfter, Math.random());
    const next = { cursor: leased.cursor, nextSyncAt: new Date(now.getTime() + delay) };
    if (!(await moveSync(tx, leased, next))) return;
    await recordHealth(tx, leased.id, { ok: false, code, sentence, retryAfter }, now);
  });
}

function release({ database }: Services, leased: LeasedConnection): Promise<void> {
  return database.transact(leased.organisationId, (tx) => releaseSync(tx, leased));
}

/** What fails here says nothing of the LMS: it is tried again before long, from the same place. */
async function putOff({ database, now }: Services, leased: LeasedConnection): Promise<void> {
  const nextSyncAt = new Date(now().getTime() + lmsSyncEvery);
  await database.transact(leased.organisationId, async (tx) => {
    await moveSync(tx, leased, { cursor: leased.cursor, nextSyncAt });
  });
}
