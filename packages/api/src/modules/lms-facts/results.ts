import { progressOf, resultOf } from "@kunna/domain";
import type { CommandEvent, CommandRun } from "../../command.ts";
import { Failures } from "../../failures.ts";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";
import { loadCountedEvidence } from "../enrolment/index.ts";
import { contentOf, contentSelect } from "../program/index.ts";
import { findUnpushed, loadPushTargets, type NewPush, type PushTarget, upsertPushes } from "./push-store.ts";

/** Puts the results of those that events concern on their way, wherever an LMS shows them. One statement where none does. */
export function pushResultsOf(run: CommandRun, events: readonly CommandEvent[]): Promise<void> {
  const personIds = [...new Set(events.flatMap(({ personId }) => personId ?? []))];
  const programIds = [...new Set(events.flatMap(({ programId }) => programId ?? []))];
  return pushResults(run, personIds, programIds);
}

async function pushResults(
  { tx, now }: Pick<CommandRun, "tx" | "now">,
  personIds: readonly string[],
  programIds: readonly string[],
): Promise<void> {
  if (personIds.length === 0 || programIds.length === 0) return;
  const targets = await loadPushTargets(tx, personIds, programIds);
  if (targets.length > 0) await upsertPushes(tx, await results(tx, targets, now), now);
}

/** What is to be shown at each place (R4). The same statements however many. */
async function results(tx: CommandRun["tx"], targets: readonly PushTarget[], now: Date): Promise<NewPush[]> {
  const enrolments = await tx.enrolment.findMany({
    where: { id: { in: [...new Set(targets.map(({ enrolmentId }) => enrolmentId))] } },
    select: { id: true, versionId: true, resumesId: true, status: true },
  });
  const versions = await tx.programVersion.findMany({
    where: { id: { in: [...new Set(enrolments.map(({ versionId }) => versionId))] } },
    select: contentSelect,
  });
  const contents = new Map(versions.map((version) => [version.id, contentOf(version)]));
  const withContent = enrolments.flatMap((enrolment) => {
    const content = contents.get(enrolment.versionId);
    return content ? { ...enrolment, content } : [];
  });
  const counted = await loadCountedEvidence(tx, withContent, now);
  const progress = new Map(
    withContent.map(({ id, status, content }) => [
      id,
      { isCompleted: status === "COMPLETED", ...progressOf(content, counted.get(id) ?? []) },
    ]),
  );
  return targets.flatMap(({ enrolmentId, kind, moduleKey, requirementKey, ...place }) => {
    const of = progress.get(enrolmentId);
    const result = of && resultOf({ kind, moduleKey, requirementKey }, of, of.isCompleted);
    // Of what the version does not have nothing is reached.
    return of ? { ...place, ...(result ?? { share: 0, completed: false }) } : [];
  });
}

/** Results whose place became known after them, as the worker puts them on their way. */
export const lmsResultJob: Job = { name: "lms-results", everyMs: 15_000, wakesOnFeed: false, run: pushUnpushed };

/** How many persons' results are looked for at once. */
const batchSize = 200;

/**
 * Puts the results on their way that are on none, though a place shows them: the link, the course's member or who they are was
 * not known when they came about. Whatever may have been missed is found by this.
 */
export async function pushUnpushed(
  services: Services,
  isStopped: () => boolean = () => false,
  tell?: (error: unknown) => void,
): Promise<void> {
  const failures = new Failures(tell);
  const { database } = services;
  let before = "";
  while (!isStopped()) {
    const found = await database.asSystem((tx) => findUnpushed(tx, batchSize));
    const signature = JSON.stringify(found);
    // What can't be done is left to the next run.
    if (found.length === 0 || signature === before) break;
    before = signature;
    for (const organisationId of new Set(found.map((one) => one.organisationId))) {
      const ofOne = found.filter((one) => one.organisationId === organisationId);
      try {
        await database.transact(organisationId, async (tx) => {
          const personIds = [...new Set(ofOne.map(({ personId }) => personId))];
          const programIds = [...new Set(ofOne.map(({ programId }) => programId))];
          // Whoever changes what is met holds these: so what is read here is not older than what was put on its way by them.
          await tx.$queryRaw`
            SELECT 1 FROM "Enrolment" WHERE "personId" = ANY(${personIds}::uuid[]) AND "programId" = ANY(${programIds}::uuid[])
              AND "status" IN ('ACTIVE', 'COMPLETED') ORDER BY "id" FOR UPDATE`;
          await pushResults({ tx, now: services.now() }, personIds, programIds);
        });
      } catch (error) {
        failures.add(error);
      }
    }
  }
  failures.end();
}
