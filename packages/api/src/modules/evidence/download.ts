import { type ApiContext, readerOf } from "../../context.ts";
import { filesWithin } from "./readable-files.ts";

/** A file that whoever asks may read, or null: the same whether it is another's or never existed. */
export async function findReadableFile(context: ApiContext, fileId: string) {
  return readerOf(context).evidenceFile.findUnique({
    where: { id: fileId, AND: [filesWithin(context)] },
    select: { name: true, mediaType: true, size: true, storageKey: true },
  });
}
