import { ProgramKeyTaken } from "@kunna/domain";
import { authorize, type Command } from "../../../command.ts";
import { insertDraft } from "../program-store.ts";
import type { VersionInput } from "../version-input.ts";

export interface CreateProgram {
  /** Stable and unique in the organisation. */
  readonly key: string;
  readonly version: VersionInput;
}

/** Creates a program with its first draft. @throws NotPermitted, ProgramKeyTaken, InvalidInput */
export const createProgram: Command<CreateProgram, { programId: string; versionId: string }> = async (
  { tx, actor, now, emit },
  { key, version },
) => {
  authorize(actor, "program.edit");
  const { organisationId } = actor;
  const taken = await tx.program.findUnique({
    where: { organisationId_key: { organisationId, key } },
    select: { id: true },
  });
  if (taken) throw new ProgramKeyTaken(key);
  const { id: programId } = await tx.program.create({
    data: { organisationId, key, createdAt: now },
    select: { id: true },
  });
  const versionId = await insertDraft(tx, organisationId, programId, 1, version, now);
  emit({ type: "PROGRAM_CREATED", programId, versionId, facts: { programKey: key, title: version.title } });
  return { programId, versionId };
};
