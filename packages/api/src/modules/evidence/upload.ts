import { createHash, randomUUID } from "node:crypto";
import { FileRefused } from "@kunna/domain";
import type { FileStorage } from "./file-storage.ts";

/** In bytes. */
export const maximumFileSize = 25 * 1024 * 1024;

/** What reviewers can open. No active content: no HTML, no SVG, no scripts. */
export const fileTypes: ReadonlySet<string> = new Set([
  "application/pdf",
  "application/vnd.oasis.opendocument.text",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  "audio/mpeg",
  "image/jpeg",
  "image/png",
  "image/webp",
  "text/csv",
  "text/markdown",
  "text/plain",
  "video/mp4",
]);

export interface StoredFile {
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
  readonly sha256: string;
  readonly storageKey: string;
}

/** Streams an upload into storage, counting and hashing on the way. @throws FileRefused; then nothing is kept */
export async function storeUpload(storage: FileStorage, organisationId: string, file: File): Promise<StoredFile> {
  const mediaType = file.type.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!fileTypes.has(mediaType)) {
    throw new FileRefused(
      "TYPE",
      `Files of the type ${mediaType || "unknown"} are not taken.`,
      `Send one of: ${[...fileTypes].join(", ")}.`,
    );
  }
  const storageKey = `${organisationId}/${randomUUID()}`;
  const hash = createHash("sha256");
  let size = 0;
  const counted = async function* () {
    for await (const chunk of file.stream()) {
      size += chunk.byteLength;
      if (size > maximumFileSize)
        throw new FileRefused(
          "TOO_LARGE",
          `The file is larger than ${maximumFileSize / 1024 / 1024} MiB.`,
          "Send a smaller file, or a link to it.",
        );
      hash.update(chunk);
      yield chunk;
    }
    if (size === 0) throw new FileRefused("EMPTY", "The file is empty.", "Choose the file again.");
  };
  await storage.write(storageKey, counted());
  return { name: safeName(file.name), mediaType, size, sha256: hash.digest("hex"), storageKey };
}

/** The last part of the name, without control characters: it is shown and offered for download, never used as a path. */
function safeName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? "";
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out.
  return last.replace(/[\u0000-\u001f\u007f]/g, "").slice(-200) || "file";
}
