import {
  assertCarryOver,
  checkSuccession,
  checkVersion,
  type LearnersUnderWay,
  type VersionCarryOver,
  VersionHasProblems,
  VersionStatusRefused,
  waivableCodes,
} from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { timeZoneOf } from "../../../time-zone.ts";
import { loadContent, loadPublishedModules, lockVersion } from "../program-store.ts";

export interface PublishProgramVersion {
  readonly versionId: string;
  /** The written reason for which R2 is waived; shown to whoever verifies a certificate. */
  readonly waiver: string | null;
  /** How holders of older versions come over (R10); left out: at their next renewal. */
  readonly carryOver?: VersionCarryOver;
  /** What becomes of learners under way on older versions (R10); left out: they stay. */
  readonly learnersUnderWay?: LearnersUnderWay;
}

/** Publishes a draft: from then on it never changes (R1, R2). @throws NotPermitted, NotFound, VersionStatusRefused, VersionHasProblems */
export const publishProgramVersion: Command<PublishProgramVersion, { versionId: string }> = async (
  { tx, actor, now, emit },
  { versionId, waiver, carryOver = { mode: "NEXT_RENEWAL", by: null, note: null }, learnersUnderWay = "STAY" },
) => {
  authorize(actor, "program.publish");
  const timeZone = await timeZoneOf(tx);
  assertCarryOver(carryOver, now, timeZone);
  const { programId, number, status } = await lockVersion(tx, versionId);
  if (status !== "DRAFT") throw new VersionStatusRefused(status, "DRAFT");
  const content = await loadContent(tx, versionId);
  const problems = [
    ...checkVersion(content),
    ...checkSuccession(await loadPublishedModules(tx, programId, number), content.modules),
  ];
  const waived = problems.filter(({ code }) => waiver !== null && waivableCodes.has(code));
  if (problems.length > waived.length)
    throw new VersionHasProblems(problems.filter((problem) => !waived.includes(problem)));
  await tx.programVersion.update({
    where: { id: versionId },
    // A waiver that waives nothing is not kept: it would cast a doubt that is not there.
    data: {
      status: "PUBLISHED",
      publishedAt: now,
      publishedById: actor.personId,
      waiver: waived.length > 0 ? waiver : null,
      carryOver: carryOver.mode,
      carryOverBy: carryOver.by === null ? null : new Date(`${carryOver.by}T00:00:00Z`),
      carryOverNote: carryOver.note,
      learnersUnderWay,
    },
    select: { id: true },
  });
  emit({
    type: "PROGRAM_VERSION_PUBLISHED",
    programId,
    versionId,
    facts: {
      number,
      waived: waived.map(({ code }) => code),
      carryOver: carryOver.mode,
      by: carryOver.by,
      learnersUnderWay,
    },
  });
  return { versionId };
};
