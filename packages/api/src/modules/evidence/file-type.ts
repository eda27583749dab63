import { fileTypeFromBuffer } from "file-type";

/**
 * The media types that may be let in, by the name that an operator chooses them by. All can be looked at by a reviewer, and
 * none is active content: no HTML, no SVG, no scripts.
 */
export const fileKinds = {
  pdf: ["application/pdf"],
  png: ["image/png"],
  jpeg: ["image/jpeg"],
  webp: ["image/webp"],
  heic: ["image/heic", "image/heif"],
  mp4: ["video/mp4"],
  mp3: ["audio/mpeg"],
  m4a: ["audio/mp4", "audio/x-m4a"],
  docx: ["application/vnd.openxmlformats-officedocument.wordprocessingml.document"],
  xlsx: ["application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"],
  pptx: ["application/vnd.openxmlformats-officedocument.presentationml.presentation"],
  odt: ["application/vnd.oasis.opendocument.text"],
  ods: ["application/vnd.oasis.opendocument.spreadsheet"],
  odp: ["application/vnd.oasis.opendocument.presentation"],
  txt: ["text/plain"],
  csv: ["text/csv"],
  md: ["text/markdown"],
} as const satisfies Readonly<Record<string, readonly string[]>>;

export type FileKind = keyof typeof fileKinds;

/** The media types of these kinds; left out: of all. */
export function fileTypesOf(kinds: readonly FileKind[] = Object.keys(fileKinds) as FileKind[]): ReadonlySet<string> {
  return new Set(kinds.flatMap((kind): readonly string[] => fileKinds[kind]));
}

/** How much of a file is looked at, in bytes. */
const headSize = 4_100;

/** Passes a stream on, once its first bytes have been looked at. A file without bytes is not looked at. */
export async function* sniffed(
  content: AsyncIterable<Uint8Array>,
  look: (head: Uint8Array) => Promise<void>,
): AsyncGenerator<Uint8Array, void, undefined> {
  let head: Uint8Array[] | null = [];
  let size = 0;
  for await (const chunk of content) {
    if (!head) {
      yield chunk;
      continue;
    }
    head.push(chunk);
    size += chunk.byteLength;
    if (size < headSize) continue;
    await look(Buffer.concat(head));
    yield* head;
    head = null;
  }
  if (!head || size === 0) return;
  await look(Buffer.concat(head));
  yield* head;
}

/** Containers that hold one thing or the other, by marks that writers set as they like. */
const alike: readonly ReadonlySet<string>[] = [
  new Set(["audio/mp4", "audio/x-m4a", "video/mp4"]),
  new Set(["image/heic", "image/heif"]),
];

/** Whether the first bytes are of the type that a file is declared as. */
export async function asDeclared(head: Uint8Array, declared: string): Promise<boolean> {
  const found = await fileTypeFromBuffer(head.subarray(0, headSize));
  // Text has no mark of its own, but never a zero byte; and nothing that has a mark is text.
  if (declared.startsWith("text/")) return found === undefined && !head.includes(0);
  if (found === undefined) return false;
  if (found.mime === declared || alike.some((types) => types.has(declared) && types.has(found.mime))) return true;
  // An office document is a ZIP archive; which one it is may stand further back than is looked at.
  return found.mime === "application/zip" && declared.startsWith("application/vnd.");
}
