import { createHash, randomUUID } from "node:crypto";
import { FileRefused } from "@kunna/domain";
import { authorize, runCommand } from "../../command.ts";
import { type ApiContext, actorOf } from "../../context.ts";
import { recordFile, type StoredFile } from "./commands/upload-file.ts";
import { asDeclared, sniffed } from "./file-type.ts";

/** In bytes: what one file may have, unless the operator says otherwise. */
export const defaultMaximumFileSize = 50 * 1024 * 1024;

/** In bytes: what an operation may carry, which is held in memory. Larger files are streamed to POST /files. */
export const maximumFileSize = 25 * 1024 * 1024;

/** A file on its way in. */
export interface Upload {
  readonly name: string;
  /** As it is declared: what it is, is looked at too. */
  readonly mediaType: string;
  readonly content: AsyncIterable<Uint8Array>;
  /** In bytes. */
  readonly maximumSize: number;
}

/**
 * Streams a file into storage and records it as whoever asks: nothing is kept in memory, and nothing is left when it fails.
 * @throws NotSignedIn, NotPermitted, FileRefused
 */
export async function uploadFile(context: ApiContext, upload: Upload): Promise<{ fileId: string }> {
  const actor = actorOf(context);
  const { files } = context.services;
  // Before a byte is stored; the command asserts it again.
  authorize(actor, "file.upload", { personId: actor.personId });
  const stored = await storeUpload(context, upload);
  const { storageKey, ...sameness } = stored;
  let keptKey: string | null = null;
  try {
    const recorded = await runCommand(context, recordFile, stored, { sameness });
    keptKey = recorded.storageKey;
    return { fileId: recorded.fileId };
  } finally {
    // Refused, or sent again: then the bytes are there already.
    if (keptKey !== storageKey) await files.remove(storageKey);
  }
}

/** Streams an upload into storage, looking at its type, counting and hashing on the way. @throws FileRefused; then nothing is kept */
async function storeUpload(
  context: ApiContext,
  { name, content, maximumSize, ...upload }: Upload,
): Promise<StoredFile> {
  const mediaType = upload.mediaType.split(";")[0]?.trim().toLowerCase() ?? "";
  const { fileTypes, files } = context.services;
  if (!fileTypes.has(mediaType))
    throw typeRefused(`Files of the type ${mediaType || "unknown"} are not taken.`, fileTypes);
  const storageKey = `${actorOf(context).organisationId}/${randomUUID()}`;
  const hash = createHash("sha256");
  let size = 0;
  const looked = async (head: Uint8Array) => {
    if (!(await asDeclared(head, mediaType))) throw typeRefused(`The file is not of the type ${mediaType}.`, fileTypes);
  };
  const counted = async function* () {
    for await (const chunk of sniffed(content, looked)) {
      size += chunk.byteLength;
      if (size > maximumSize)
        throw new FileRefused(
          "TOO_LARGE",
          `The file is larger than ${maximumSize / 1024 / 1024} MiB.`,
          "Send a smaller file, or a link to it.",
        );
      hash.update(chunk);
      yield chunk;
    }
    if (size === 0) throw new FileRefused("EMPTY", "The file is empty.", "Choose the file again.");
  };
  await files.write(storageKey, counted());
  return { name: safeName(name), mediaType, size, sha256: hash.digest("hex"), storageKey };
}

function typeRefused(message: string, allowed: ReadonlySet<string>): FileRefused {
  return new FileRefused("TYPE", message, `Send one of: ${[...allowed].join(", ")}.`, [...allowed]);
}

/** The last part of the name, without control characters: it is shown and offered for download, never used as a path. */
function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return last.replace(/[\u0000-\u001f\u007f]/g, "").slice(-200) || "file";
}
