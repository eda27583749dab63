import { ImportFileRefused } from "./import-file-refused.ts";

/** Bytes as text, with a byte order mark taken off. @throws ImportFileRefused when they are not UTF-8 */
export async function* utf8Text(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string, void, undefined> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const decode = (chunk?: Uint8Array) => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw new ImportFileRefused(
        "NOT_UTF8",
        null,
        "The file is not UTF-8: it may be Windows-1252 (ANSI) or UTF-16, as a spreadsheet saves it when nothing else is said.",
        'Save it as "CSV UTF-8" and send it again.',
      );
    }
  };
  for await (const chunk of bytes) {
    const text = decode(chunk);
    if (text !== "") yield text;
  }
  const rest = decode();
  if (rest !== "") yield rest;
}
