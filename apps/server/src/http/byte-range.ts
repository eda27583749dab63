import type { ByteRange } from "@kunna/api";

/**
 * What a Range header asks of a file of `size` bytes (RFC 9110, 14). Null: the whole, as for what is malformed, of another
 * unit, or several ranges, which a server may leave unserved.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | "UNSATISFIABLE" | null {
  const [, first, last] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? "") ?? [];
  if (first === undefined || last === undefined || (first === "" && last === "")) return null;
  if (first === "") {
    const length = Number(last);
    return length === 0 || size === 0 ? "UNSATISFIABLE" : { start: Math.max(0, size - length), end: size - 1 };
  }
  const start = Number(first);
  const end = last === "" ? size - 1 : Number(last);
  if (last !== "" && end < start) return null;
  return start >= size ? "UNSATISFIABLE" : { start, end: Math.min(end, size - 1) };
}

/** Whether an If-None-Match names this entity tag; it compares weakly (RFC 9110, 13.1.2). */
export function namesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || header.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
}
