import { DraftExists, NotFound, VersionStatusRefused } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { insertDraft, lockVersion, replaceDraft } from "../program-store.ts";
import type { VersionInput } from "../version-input.ts";

export interface DraftProgramVersion {
  readonly programId: string;
  readonly version: VersionInput;
}

/** Begins the program's next version (R1). @throws NotPermitted, NotFound, DraftExists, InvalidInput */
export const draftProgramVersion: Command<DraftProgramVersion, { versionId: string }> = async (
  { tx, actor, now, emit },
  { programId, version },
) => {
  authorize(actor, "program.edit");
  const newest = await tx.programVersion.findFirst({
    where: { programId },
    orderBy: { number: "desc" },
    select: { number: true, status: true },
  });
  if (!newest) throw new NotFound("program");
  if (newest.status === "DRAFT") throw new DraftExists(newest.number);
  const versionId = await insertDraft(tx, actor.organisationId, programId, newest.number + 1, version, now);
  emit({ type: "PROGRAM_VERSION_DRAFTED", programId, versionId, facts: { number: newest.number + 1 } });
  return { versionId };
};

export interface ChangeProgramVersion {
  readonly versionId: string;
  readonly version: VersionInput;
}

/** Replaces the content of a draft. @throws NotPermitted, NotFound, VersionStatusRefused, InvalidInput */
export const changeProgramVersion: Command<ChangeProgramVersion, { versionId: string }> = async (
  { tx, actor, emit },
  { versionId, version },
) => {
  authorize(actor, "program.edit");
  const { programId, number, status } = await lockVersion(tx, versionId);
  if (status !== "DRAFT") throw new VersionStatusRefused(status, "DRAFT");
  await replaceDraft(tx, actor.organisationId, versionId, version);
  emit({ type: "PROGRAM_VERSION_DRAFTED", programId, versionId, facts: { number } });
  return { versionId };
};
