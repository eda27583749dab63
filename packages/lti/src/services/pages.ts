import type { FetchedText } from "../limited-fetch.ts";
import { LtiServiceError } from "../problems.ts";
import type { ServiceCall, ServiceClient } from "./service-client.ts";

/** Pages of one list at most: a roster of 50,000 by 50 is 1,000. */
const mostPages = 2_000;
/** Characters of a Link header that are read. */
const longestLink = 65_536;

/**
 * The pages of a list, each fetched when it is asked for (RFC 8288, rel "next"). The next one must be on the same origin, since the token
 * goes there too, and one that was fetched before. @throws LtiServiceError SERVICE_PAGING_REFUSED
 */
export async function* pagesOf(
  client: ServiceClient,
  first: ServiceCall,
  /** Parameters that each next URL gets where it lacks them: Moodle leaves some out. */
  kept: Readonly<Record<string, string | undefined>> = {},
): AsyncGenerator<FetchedText> {
  const seen = new Set<string>();
  const { origin } = new URL(first.url);
  let url: string | null = first.url;
  while (url !== null) {
    if (seen.has(url)) throw new LtiServiceError("SERVICE_PAGING_REFUSED", `${url} is the next of itself.`);
    if (seen.size >= mostPages)
      throw new LtiServiceError("SERVICE_PAGING_REFUSED", `There are over ${mostPages} pages.`);
    if (new URL(url).origin !== origin) {
      throw new LtiServiceError(
        "SERVICE_PAGING_REFUSED",
        `The next page is at ${new URL(url).origin}, and not ${origin}.`,
      );
    }
    seen.add(url);
    const page: FetchedText = await client.call({ ...first, url });
    yield page;
    const next = linkOf(page, "next", url);
    url = next === null ? null : withQuery(next, missingOf(kept, next));
  }
}

function missingOf(kept: Readonly<Record<string, string | undefined>>, url: string) {
  const { searchParams } = new URL(url);
  return Object.fromEntries(Object.entries(kept).filter(([name]) => !searchParams.has(name)));
}

/** Where a link header leads by this relation; null: it has none. */
export function linkOf({ headers }: Pick<FetchedText, "headers">, relation: string, base: string): string | null {
  const value = (headers.get("link") ?? "").slice(0, longestLink);
  for (const [, target = "", parameters = ""] of value.matchAll(
    // Each part is bounded, so that no header makes it slow.
    /<([^<>]{0,8192})>((?:\s{0,9};\s{0,9}[\w*]{1,99}\s{0,9}=\s{0,9}(?:"[^"]{0,999}"|[^\s",;]{1,999})){0,20})/g,
  )) {
    const [, quoted, plain] = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s",;]+))/i.exec(parameters) ?? [];
    const relations = (quoted ?? plain ?? "").toLowerCase().split(/\s+/);
    if (relations.includes(relation) && URL.canParse(target, base)) return new URL(target, base).href;
  }
  return null;
}

/** A URL with a part appended to its path; its query, which some platforms name the tool in, stays as it is. */
export function appendToPath(url: string, part: string): string {
  const parsed = new URL(url);
  parsed.pathname = `${parsed.pathname.replace(/\/$/, "")}/${part}`;
  return parsed.href;
}

/** A URL with parameters set, beside those that it has. */
export function withQuery(url: string, parameters: Readonly<Record<string, string | number | undefined>>): string {
  const parsed = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) parsed.searchParams.set(name, String(value));
  }
  return parsed.href;
}
