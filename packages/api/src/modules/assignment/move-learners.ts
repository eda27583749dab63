import { VersionStatusRefused } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import type { EnrolmentFacts } from "../enrolment/index.ts";
import { loadPublishedVersion } from "./assignment-store.ts";
import { awardIfItCan } from "./award-resumed.ts";
import { moveEnrolments } from "./move-enrolments.ts";

/** How many move in one transaction, so that no publication holds up the others for long. */
const batch = 100;

/** Which enrolments are looked at. */
export interface MoveChoice {
  /** These alone; left out: all. */
  readonly only?: readonly string[];
  /** All but these. */
  readonly except?: readonly string[];
}

/**
 * R10: moves the next learners who are under way on older versions to one that was published so. Who is held by another
 * transaction at the moment, such as a verdict, is left for the next time. Of renewals those move that the version takes over.
 * Where all is met and can't be awarded, the learner moves all the same, and the event says why.
 * @throws VersionStatusRefused
 */
export async function moveNextLearners(run: CommandRun, versionId: string, choice: MoveChoice = {}): Promise<number> {
  const { version, enrolments } = await lockNextLearners(run, versionId, choice);
  if (enrolments.length > 0) await moveEnrolments(run, enrolments, version, awardIfItCan);
  return enrolments.length;
}

/** Whom `moveNextLearners` would move now, held until the transaction ends. @throws VersionStatusRefused */
export async function lockNextLearners({ tx }: CommandRun, versionId: string, { only, except = [] }: MoveChoice) {
  const version = await loadPublishedVersion(tx, versionId);
  if (!version) throw new VersionStatusRefused("RETIRED", "PUBLISHED");
  if (version.learnersUnderWay !== "MOVE") return { version, enrolments: [] };
  const takesOver = version.carryOver !== "NONE";
  const enrolments = await tx.$queryRaw<EnrolmentFacts[]>`
    select e."id"::text, e."personId"::text, e."programId"::text, e."versionId"::text, e."purpose"::text,
      e."status"::text, e."resumesId"::text
    from "Enrolment" e join "ProgramVersion" v on v."id" = e."versionId"
    where e."programId" = ${version.programId}::uuid and e."status" = 'ACTIVE' and v."number" < ${version.number}
      and (e."purpose" = 'INITIAL' or ${takesOver})
      and (${only === undefined} or e."id" = any(${[...(only ?? [])]}::uuid[])) and e."id" <> all(${[...except]}::uuid[])
    order by e."id" limit ${batch} for update of e skip locked`;
  return { version, enrolments };
}
