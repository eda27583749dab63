import type { Actor } from "@kunna/domain";
import { type Command, runCommandAs } from "../../command.ts";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";
import { moveNextLearners } from "./move-learners.ts";

/** The moves as the worker goes on with them. */
export const moveJob: Job = { name: "moves", everyMs: 15_000, wakesOnFeed: false, run: moveAllLearners };

/**
 * R10: moves all learners who are under way on older versions to those that were published with MOVE: the first of them went with the
 * publication. It may be stopped, run twice, or run in several processes at once: each batch is a transaction of its own, and passes
 * over whom another holds. A version whose moves fail holds up no other.
 * @returns how many have moved
 * @throws the first failure, when all others are done
 */
export async function moveAllLearners(services: Services, isStopped: () => boolean = () => false): Promise<number> {
  let moved = 0;
  const failures: unknown[] = [];
  for (const { versionId, publisher } of await findUnfinished(services)) {
    try {
      for (let batch = 1; batch > 0 && !isStopped(); moved += batch)
        batch = await runCommandAs(services, publisher, goOn, versionId);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return moved;
}

/** Not asked again whether they may: who published the version decided that all move, and was allowed to. */
const goOn: Command<string, number> = (run, versionId) => moveNextLearners(run, versionId);

interface Unfinished {
  readonly versionId: string;
  /** Who published it, with the roles of today: as whom the moves are told. */
  readonly publisher: Actor;
}

/** The versions that learners still move to, of each program the newest first: nobody moves twice where once will do. */
async function findUnfinished({ database }: Services): Promise<Unfinished[]> {
  const found = await database.asSystem(
    (tx) => tx.$queryRaw<(Actor & { readonly versionId: string })[]>`
      SELECT v."id"::text AS "versionId", v."organisationId"::text, p."id"::text AS "personId", p."roles"::text[]
      FROM "ProgramVersion" v JOIN "Person" p ON p."organisationId" = v."organisationId" AND p."id" = v."publishedById"
      WHERE v."status" = 'PUBLISHED' AND v."learnersUnderWay" = 'MOVE' AND EXISTS (
        SELECT FROM "Enrolment" e JOIN "ProgramVersion" older ON older."id" = e."versionId"
        WHERE e."organisationId" = v."organisationId" AND e."programId" = v."programId" AND e."status" = 'ACTIVE'
          AND older."number" < v."number" AND (e."purpose" = 'INITIAL' OR v."carryOver" <> 'NONE')
      )
      ORDER BY v."organisationId", v."programId", v."number" DESC`,
  );
  return found.map(({ versionId, ...publisher }) => ({ versionId, publisher }));
}
