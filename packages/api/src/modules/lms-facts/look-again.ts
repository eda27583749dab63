import { LmsConnectionNotInUse } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { Failures } from "../../failures.ts";
import { inTurns } from "../../in-turns.ts";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";
import { lockIdentities, runAsConnection } from "../lms/index.ts";
import { loadFactsOfActivity, loadFactsOfPersons } from "./fact-store.ts";
import { chunkSize } from "./ingest.ts";
import { nameOf, settle } from "./settle.ts";

/** Looks again at what an LMS told of persons, now that they are known, or enrolled. Whoever is none of an LMS costs one statement. */
export async function lookAgainAtPersons(run: CommandRun, personIds: readonly string[]): Promise<void> {
  if (personIds.length === 0) return;
  const held = await lockIdentities(run.tx, { personIds });
  if (held.length === 0) return;
  const persons = new Map(held.map((one) => [nameOf(one), one.personId]));
  await settle(run, await loadFactsOfPersons(run.tx, personIds), persons);
}

/** What was told before a mapping was made, as the worker looks at it again. */
export const lmsMappingJob: Job = {
  name: "lms-mappings",
  everyMs: 30_000,
  wakesOnFeed: true,
  run: lookAgainAtMappings,
};

interface MappingPlace {
  readonly id: string;
  readonly organisationId: string;
  readonly connectionId: string;
}

/**
 * Looks again at the facts that were told before it was said what they count for, some at a time: what has been looked at is
 * kept with them, so it may be stopped, run twice, or run in several processes at once.
 */
export async function lookAgainAtMappings(
  services: Services,
  isStopped: () => boolean = () => false,
  tell?: (error: unknown) => void,
): Promise<void> {
  const mappings = await services.database.asSystem(
    (tx) => tx.$queryRaw<MappingPlace[]>`
      SELECT m."id"::text, m."organisationId"::text, m."connectionId"::text FROM "LmsActivityMapping" m
      JOIN "LmsConnection" c ON c."id" = m."connectionId" AND c."status" = 'ACTIVE'
      WHERE m."endedAt" IS NULL AND m."lookedAt" IS NULL ORDER BY m."id"`,
  );
  const byId = new Map(mappings.map((one) => [one.id, one]));
  const failures = new Failures(tell);
  const piece = async (id: string) => {
    const place = byId.get(id);
    return place ? lookAgainAtMapping(services, place) : false;
  };
  await inTurns([...byId.keys()], isStopped, piece, failures);
  failures.end();
}

/** @returns whether there are more */
async function lookAgainAtMapping(services: Services, place: MappingPlace): Promise<boolean> {
  try {
    return await runAsConnection(services, place, async (run) => {
      const { tx, now } = run;
      const held = await tx.$queryRaw<unknown[]>`
        SELECT 1 FROM "LmsActivityMapping" WHERE "id" = ${place.id}::uuid AND "endedAt" IS NULL AND "lookedAt" IS NULL
        FOR NO KEY UPDATE SKIP LOCKED`;
      if (held.length === 0) return false;
      const mapping = await tx.lmsActivityMapping.findUniqueOrThrow({ where: { id: place.id } });
      const page = { after: mapping.lookedThrough, most: chunkSize };
      const facts = await loadFactsOfActivity(tx, mapping, page);
      if (facts.length > 0) {
        const named = facts.map(({ issuer, subject }) => ({ issuer, subject }));
        const identities = await lockIdentities(tx, { named });
        // Read again: what was decided on before they were held is decided.
        const fresh = await loadFactsOfActivity(tx, mapping, page);
        await settle(run, fresh, new Map(identities.map((one) => [nameOf(one), one.personId])));
      }
      const last = facts.at(-1);
      const isDone = facts.length < chunkSize;
      await tx.lmsActivityMapping.update({
        where: { id: place.id },
        data: { lookedThrough: last?.id ?? mapping.lookedThrough, lookedAt: isDone ? now : null },
        select: { id: true },
      });
      return !isDone;
    });
  } catch (error) {
    // It is paused or retired meanwhile: gone on with when it is in use again.
    if (error instanceof LmsConnectionNotInUse) return false;
    throw error;
  }
}
