import { fileTypeFromBuffer } from "file-type";

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

/** Whether the first bytes are of the type that a file is declared as. */
export async function asDeclared(head: Uint8Array, declared: string): Promise<boolean> {
  const found = await fileTypeFromBuffer(head.subarray(0, headSize));
  // Text has no mark of its own, but never a zero byte; and nothing that has a mark is text.
  if (declared.startsWith("text/")) return found === undefined && !head.includes(0);
  if (found?.mime === declared) return true;
  // An office document is a ZIP archive; which one it is may stand further back than is looked at.
  return found?.mime === "application/zip" && declared.startsWith("application/vnd.");
}
