import { type ApiContext, readerOf } from "../../context.ts";
import type { Services } from "../../services.ts";
import type { LinkedFile } from "./file-link.ts";
import { filesWithin } from "./readable-files.ts";

/** What is needed to give a file out. */
export interface ReadableFile {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly storageKey: string;
}

const select = { name: true, mediaType: true, size: true, sha256: true, storageKey: true } as const;

/** A file that whoever asks may read, or null: the same whether it is another's or never existed. */
export async function findReadableFile(context: ApiContext, fileId: string): Promise<ReadableFile | null> {
  return readerOf(context).evidenceFile.findUnique({ where: { id: fileId, AND: [filesWithin(context)] }, select });
}

/** The file of a link that was opened: who asked for the link was let read it. Null when it is gone. */
export async function findLinkedFile(
  { database }: Services,
  { organisationId, fileId }: LinkedFile,
): Promise<ReadableFile | null> {
  return database.transact(organisationId, (tx) => tx.evidenceFile.findUnique({ where: { id: fileId }, select }));
}
