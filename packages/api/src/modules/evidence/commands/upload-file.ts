import { authorize, type Command } from "../../../command.ts";

export interface StoredFile {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly storageKey: string;
}

/** Records a file that has been stored. It belongs to whoever uploaded it until an evidence names it. */
export const recordFile: Command<StoredFile, { fileId: string; storageKey: string }> = async (
  { tx, actor, now },
  file,
) => {
  authorize(actor, "file.upload", { personId: actor.personId });
  const { id } = await tx.evidenceFile.create({
    data: { organisationId: actor.organisationId, uploadedById: actor.personId, uploadedAt: now, ...file },
    select: { id: true },
  });
  return { fileId: id, storageKey: file.storageKey };
};
