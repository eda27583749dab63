import { VersionStatusRefused } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { lockVersion } from "../program-store.ts";

export interface RetireProgramVersion {
  readonly versionId: string;
}

/** A retired version takes no more enrolments; those under way go on. @throws NotPermitted, NotFound, VersionStatusRefused */
export const retireProgramVersion: Command<RetireProgramVersion, { versionId: string }> = async (
  { tx, actor, now, emit },
  { versionId },
) => {
  authorize(actor, "program.publish");
  const { programId, number, status } = await lockVersion(tx, versionId);
  if (status !== "PUBLISHED") throw new VersionStatusRefused(status, "PUBLISHED");
  await tx.programVersion.update({
    where: { id: versionId },
    data: { status: "RETIRED", retiredAt: now },
    select: { id: true },
  });
  emit({ type: "PROGRAM_VERSION_RETIRED", programId, versionId, facts: { number } });
  return { versionId };
};
