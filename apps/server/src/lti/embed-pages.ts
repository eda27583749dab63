import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { extname, join, sep } from "node:path";
import { lmsAssetsFolder, lmsPath, type PageLocale, renderLmsShell } from "@kunna/embed";
import { type Answer, notFound, refusal } from "../http/answer.ts";
import { embedHeaders } from "./embed-policy.ts";

/** What the build of the pages has, by the ends of its files' names. Anything else is not given out. */
const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".png": "image/png",
};

/** Whether a path is one of the pages inside an LMS. */
export function isEmbedPath(path: string): boolean {
  return path === lmsPath.slice(0, -1) || path.startsWith(lmsPath);
}

export interface EmbedRequest {
  readonly path: string;
  readonly locale: PageLocale;
  readonly publicUrl: string;
  readonly filesOrigin: string | null;
}

/**
 * The pages inside an LMS: a built file, or the shell without a session, for a reload of any of their addresses. Any page
 * may frame that: it holds no secret, and what a tab keeps of a session is shown to no other tab or site.
 */
export async function embedAnswer({ path, locale, publicUrl, filesOrigin }: EmbedRequest): Promise<Answer> {
  const name = path.slice(lmsPath.length);
  if (name.startsWith("assets/") || extname(name) !== "") return (await builtFile(name)) ?? notFound("file");
  try {
    const body = renderLmsShell({ session: null, locale });
    const local = publicUrl.startsWith("https:") ? [] : ["http:"];
    return { status: 200, headers: embedHeaders({ frameAncestors: ["https:", ...local], filesOrigin }), body };
  } catch {
    return refusal(
      503,
      "EMBED_NOT_BUILT",
      "The pages inside an LMS have not been built: run `npm start` or `npm run build`.",
    );
  }
}

/** A file of the build; null: there is none. The names in assets/ hold a hash of what is in them. */
async function builtFile(name: string): Promise<Answer | null> {
  const type = types[extname(name)];
  const decoded = decodedName(name);
  if (type === undefined || decoded === null) return null;
  const file = join(lmsAssetsFolder, decoded);
  if (!file.startsWith(lmsAssetsFolder.endsWith(sep) ? lmsAssetsFolder : lmsAssetsFolder + sep)) return null;
  const found = await stat(file).catch(() => null);
  if (!found?.isFile()) return null;
  return {
    status: 200,
    headers: {
      "content-type": type,
      "content-length": String(found.size),
      "cache-control": name.startsWith("assets/") ? "public, max-age=31536000, immutable" : "public, max-age=3600",
      "x-content-type-options": "nosniff",
    },
    body: createReadStream(file),
  };
}

/** A name of letters, digits and what else a build gives: no dots that lead upwards, no hidden file. */
function decodedName(name: string): string | null {
  return /^([\w-][\w.-]*\/)*[\w-][\w.-]*$/.test(name) ? name : null;
}
