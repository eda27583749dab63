import { appendEvents, type Database, type NewEvent, type TenantTransaction } from "@kunna/database";
import { nextDueAt, type TimedCertificate, timedEvents } from "@kunna/domain";
import { Failures } from "../../failures.ts";
import { inTurns } from "../../in-turns.ts";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";
import { timeZoneOf } from "../../time-zone.ts";
import { loadCertifications } from "../certification/index.ts";
import { type DueTimer, findDueTimers, setTimers } from "./timer-store.ts";

/** How many certificates are looked at in one transaction. */
const batchSize = 200;

/**
 * How long after an instant it is settled what was true at it, in milliseconds: a transaction dates what it writes at its
 * beginning, and takes 15 s at most.
 */
export const settlingTime = 20_000;

/** The sweep as the worker runs it. */
export const sweepJob: Job = { name: "sweep", everyMs: 10_000, wakesOnFeed: false, run: sweep };

/**
 * R13: writes what time has brought about until now, each once, in time order within its organisation. It may be late, run
 * twice, or run in several processes at once: an organisation is swept by one at a time, what was told is known by its key,
 * and the timers move on in the transaction that tells.
 * @param tell is told at once of what fails for one organisation; left out: it is thrown when the others are done
 * @returns how many events were written
 */
export async function sweep(
  services: Services,
  isStopped: () => boolean = () => false,
  tell?: (error: unknown) => void,
): Promise<number> {
  const failures = new Failures(tell);
  const until = new Date(services.now().getTime() - settlingTime);
  let written = 0;
  const piece = async (organisationId: string) => {
    const step = await services.database.transact(organisationId, (tx) =>
      sweepBatch(tx, organisationId, until, services.now()),
    );
    written += step.written;
    return step.isMore;
  };
  await inTurns(await findDueOrganisations(services, until), isStopped, piece, failures);
  failures.end();
  return written;
}

/** By how much the most overdue certificate is past the instant from which the sweep may tell of it, in seconds: of all organisations. */
export async function sweepLag(database: Database, now: Date): Promise<number> {
  const [found] = await database.asSystem(
    (tx) => tx.$queryRaw<{ due: Date | null }[]>`
      SELECT min(oldest."due") AS "due" FROM "Organisation" o CROSS JOIN LATERAL (
        SELECT t."nextDueAt" AS "due" FROM "CertificateTimer" t
        WHERE t."organisationId" = o."id" AND t."nextDueAt" IS NOT NULL ORDER BY t."nextDueAt" LIMIT 1
      ) AS oldest`,
  );
  return found?.due ? Math.max(0, now.getTime() - settlingTime - found.due.getTime()) / 1_000 : 0;
}

async function findDueOrganisations({ database }: Services, until: Date): Promise<string[]> {
  const found = await database.asSystem(
    (tx) => tx.$queryRaw<{ id: string }[]>`
      SELECT o."id" FROM "Organisation" o WHERE EXISTS (
        SELECT FROM "CertificateTimer" t WHERE t."organisationId" = o."id" AND t."nextDueAt" <= ${until}
      )`,
  );
  return found.map(({ id }) => id);
}

async function sweepBatch(
  tx: TenantTransaction,
  organisationId: string,
  until: Date,
  now: Date,
): Promise<{ written: number; isMore: boolean }> {
  if (!(await lockSweep(tx, organisationId))) return { written: 0, isMore: false };
  const timers = await findDueTimers(tx, until, batchSize);
  const isMore = timers.length === batchSize;
  // What is due later waits for the timers that are not in this batch, and may be due before it.
  const horizon = (isMore && timers.at(-1)?.nextDueAt) || until;
  const { events, next } = await work(tx, timers, horizon, now);
  await appendEvents(tx, events);
  if (timers.length > 0) await setTimers(tx, next);
  return { written: events.length, isMore };
}

/** Another process sweeps the organisation: this one need not. */
async function lockSweep(tx: TenantTransaction, organisationId: string): Promise<boolean> {
  const name = `sweep ${organisationId}`;
  const [lock] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${name}, 0)) AS taken`;
  return lock?.taken ?? false;
}

async function work(tx: TenantTransaction, timers: readonly DueTimer[], horizon: Date, now: Date) {
  const timeZone = await timeZoneOf(tx);
  const certifications = await loadCertifications(tx, timers);
  const told = await tellings(tx, timers);
  const events: (NewEvent & { readonly dueAt: Date })[] = [];
  const next: { certificateId: string; nextDueAt: Date | null }[] = [];
  timers.forEach(({ certificateId, personId, programId, since }, index) => {
    const all = (certifications[index]?.certificates ?? []).map(
      (certificate): TimedCertificate & typeof certificate => ({
        ...certificate,
        reminders: certificate.policy.reminders,
      }),
    );
    const certificate = all.find(({ id }) => id === certificateId);
    if (!certificate) return;
    for (const { type, dueAt, leadTime } of timedEvents(certificate, all, timeZone)) {
      if (dueAt < since || dueAt > horizon || told.has(keyOf(certificateId, type, dueAt))) continue;
      const about = { personId, programId, versionId: certificate.versionId, certificateId };
      events.push({ type, occurredAt: now, dueAt, ...about, facts: leadTime === null ? {} : { leadTime } });
    }
    next.push({ certificateId, nextDueAt: nextDueAt(certificate, horizon, timeZone) });
  });
  return { events: events.sort((a, b) => a.dueAt.getTime() - b.dueAt.getTime()), next };
}

/** The keys of what was told of these certificates. */
async function tellings(tx: TenantTransaction, timers: readonly DueTimer[]): Promise<ReadonlySet<string>> {
  const told = await tx.event.findMany({
    where: { certificateId: { in: timers.map(({ certificateId }) => certificateId) }, dueAt: { not: null } },
    select: { certificateId: true, type: true, dueAt: true },
  });
  return new Set(told.map(({ certificateId, type, dueAt }) => keyOf(certificateId ?? "", type, dueAt ?? new Date(0))));
}

function keyOf(certificateId: string, type: string, dueAt: Date): string {
  return `${certificateId} ${type} ${dueAt.getTime()}`;
}
