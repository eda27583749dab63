import { type Actor, Refusal } from "@kunna/domain";
import { type Command, runCommandAs } from "../../command.ts";
import { Failures } from "../../failures.ts";
import type { Job } from "../../job.ts";
import type { Services } from "../../services.ts";
import { lockNextLearners, type MoveChoice, moveNextLearners } from "./move-learners.ts";

/** The moves as the worker goes on with them. */
export const moveJob: Job = { name: "moves", everyMs: 15_000, wakesOnFeed: false, run: moveAllLearners };

/**
 * R10: moves all learners who are under way on older versions to those that were published with MOVE: the first of them went with the
 * publication. It may be stopped, run twice, or run in several processes at once: each batch is a transaction of its own, and passes
 * over whom another holds. A learner whose move fails holds up no other, nor does a version.
 * @param tell is told of each failure at once; left out: the first is thrown when all others are done
 * @returns how many have moved
 */
export async function moveAllLearners(
  services: Services,
  isStopped: () => boolean = () => false,
  tell?: (error: unknown) => void,
): Promise<number> {
  const failures = new Failures(tell);
  let moved = 0;
  for (const { versionId, publisher } of await findUnfinished(services)) {
    const failed: string[] = [];
    const as = <Output>(command: Command<Choice, Output>, choice: MoveChoice) =>
      runCommandAs(services, publisher, command, { versionId, choice });
    /** What a batch can't do because of one of them. @returns how many have moved */
    const moveOneByOne = async (ids: readonly string[]): Promise<number> => {
      let count = 0;
      for (const id of ids) {
        if (isStopped()) break;
        try {
          count += await as(goOn, { only: [id] });
        } catch (cause) {
          failed.push(id);
          failures.add(new Error(`The enrolment ${id} can't be moved to the version ${versionId}.`, { cause }));
        }
      }
      return count;
    };
    try {
      for (let batch = 1; batch > 0 && !isStopped(); moved += batch)
        batch = await as(goOn, { except: failed }).catch(async (error: unknown) => {
          // The version itself takes nobody any more.
          if (error instanceof Refusal) throw error;
          return moveOneByOne(await as(nextIds, { except: failed }));
        });
    } catch (error) {
      failures.add(error);
    }
  }
  failures.end();
  return moved;
}

interface Choice {
  readonly versionId: string;
  readonly choice: MoveChoice;
}

/** Not asked again whether they may: who published the version decided that all move, and was allowed to. */
const goOn: Command<Choice, number> = (run, { versionId, choice }) => moveNextLearners(run, versionId, choice);

const nextIds: Command<Choice, string[]> = async (run, { versionId, choice }) =>
  (await lockNextLearners(run, versionId, choice)).enrolments.map(({ id }) => id);

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
