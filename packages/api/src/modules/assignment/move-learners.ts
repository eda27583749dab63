import { VersionStatusRefused } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import type { EnrolmentFacts } from "../enrolment/index.ts";
import { loadPublishedVersion } from "./assignment-store.ts";
import { moveEnrolments } from "./move-enrolments.ts";

/** How many move in one transaction, so that no publication holds up the others for long. */
const batch = 100;

/**
 * R10: moves the next learners who are under way on older versions to one that was published so. Who is held by another
 * transaction at the moment, such as a verdict, is left for the next time. Of renewals those move that the version takes over.
 * @throws VersionStatusRefused
 */
export async function moveNextLearners(run: CommandRun, versionId: string): Promise<number> {
  const version = await loadPublishedVersion(run.tx, versionId);
  if (!version) throw new VersionStatusRefused("RETIRED", "PUBLISHED");
  if (version.learnersUnderWay !== "MOVE") return 0;
  const takesOver = version.carryOver !== "NONE";
  const enrolments = await run.tx.$queryRaw<EnrolmentFacts[]>`
    select e."id"::text, e."personId"::text, e."programId"::text, e."versionId"::text, e."purpose"::text,
      e."status"::text, e."resumesId"::text
    from "Enrolment" e join "ProgramVersion" v on v."id" = e."versionId"
    where e."programId" = ${version.programId}::uuid and e."status" = 'ACTIVE' and v."number" < ${version.number}
      and (e."purpose" = 'INITIAL' or ${takesOver})
    order by e."id" limit ${batch} for update of e skip locked`;
  if (enrolments.length > 0) await moveEnrolments(run, enrolments, version);
  return enrolments.length;
}
