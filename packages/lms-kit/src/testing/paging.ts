/** A part of a long list. */
export interface Slice {
  readonly from: number;
  readonly size: number;
}

const most = 1_000;

/** Which part of a list a URL asks for, by `from` and `limit`. A `limit` that is no positive number is as none. */
export function sliceOf(url: URL, usual = 100): Slice {
  const from = Number(url.searchParams.get("from") ?? 0);
  const limit = Number(url.searchParams.get("limit") ?? usual);
  return {
    from: Number.isInteger(from) && from > 0 ? from : 0,
    size: Number.isInteger(limit) && limit > 0 ? Math.min(limit, most) : usual,
  };
}

/** The URL of a part of the same list; its other parameters stay. */
export function urlOfSlice(url: URL, slice: Slice, more: Readonly<Record<string, string>> = {}): string {
  const next = new URL(url);
  for (const [name, value] of Object.entries(more)) next.searchParams.set(name, value);
  next.searchParams.set("from", String(slice.from));
  next.searchParams.set("limit", String(slice.size));
  return next.href;
}

/** A Link header (RFC 8288): relations and their URLs. Null: there is nothing to link to. */
export function linkHeader(links: Readonly<Record<string, string | null>>): string | null {
  const parts = Object.entries(links).flatMap(([rel, url]) => (url === null ? [] : [`<${url}>; rel="${rel}"`]));
  return parts.length === 0 ? null : parts.join(", ");
}
