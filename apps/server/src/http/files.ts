import {
  decodeId,
  fileUrl,
  findLinkedFile,
  findReadableFile,
  openFileLink,
  type ReadableFile,
  type Services,
} from "@kunna/api";
import type { Authenticator } from "../authentication.ts";
import { bearerToken } from "../authentication.ts";
import { type Answer, notFound, refusal } from "./answer.ts";
import { byteRange, namesTag } from "./byte-range.ts";
import { contextFor } from "./graphql.ts";
import type { PublicRequest } from "./router.ts";

/** What a browser may show in its place, on an origin where nothing else is. */
const shown: ReadonlySet<string> = new Set(["application/pdf", "image/jpeg", "image/png", "image/webp"]);

/**
 * An uploaded file, for whoever may read it: from the API's own origin always as a download. Where files have an origin of
 * their own, the way there.
 */
export async function fileAnswer(
  services: Services,
  authenticator: Authenticator,
  request: PublicRequest,
  id: string,
): Promise<Answer> {
  const context = await contextFor(services, authenticator, bearerToken(request.headers.authorization));
  if (!context.actor)
    return refusal(401, "UNAUTHENTICATED", "Sign in first: send a token as `Authorization: Bearer <token>`.");
  const fileId = fileIdOf(id);
  const file = fileId === null ? null : await findReadableFile(context, fileId);
  if (fileId === null || !file) return notFound("file");
  if (services.filesOrigin !== null) {
    const location = fileUrl(services, context.actor.organisationId, fileId);
    return { status: 302, headers: { location, "cache-control": "no-store" }, body: "" };
  }
  return bytesAnswer(services, request, file, false);
}

/** All that the origin of files answers: a file, by a link that GraphQL gave. */
export async function linkedFileAnswer(services: Services, { method, url, headers }: PublicRequest): Promise<Answer> {
  if (method !== "GET" && method !== "HEAD") return refusal(405, "METHOD_NOT_ALLOWED", "Only GET is answered here.");
  const [, id] = /^\/files\/([^/]+)$/.exec(url.pathname) ?? [];
  const fileId = id === undefined ? null : fileIdOf(id);
  const link = fileId === null ? null : openFileLink(services, fileId, url.searchParams);
  if (link === "EXPIRED") return refusal(403, "LINK_EXPIRED", "The link has expired: ask for the file's url again.");
  const file = link && (await findLinkedFile(services, link));
  if (!file) return notFound("file");
  return bytesAnswer(services, { method, url, headers }, file, true);
}

async function bytesAnswer(
  { files }: Services,
  { method, headers: asked }: PublicRequest,
  file: ReadableFile,
  isOwnOrigin: boolean,
): Promise<Answer> {
  const tag = `"${file.sha256}"`;
  const headers = {
    etag: tag,
    "accept-ranges": "bytes",
    // Asked again each time, so that who may no longer read it is told.
    "cache-control": "private, no-cache",
    "content-security-policy": "sandbox; default-src 'none'",
    "cross-origin-resource-policy": isOwnOrigin ? "cross-origin" : "same-origin",
  };
  if (namesTag(asked["if-none-match"], tag)) return { status: 304, headers, body: "" };
  // A part is of use only beside the other parts of the same file.
  const ifRange = asked["if-range"];
  const isSame = ifRange === undefined || ifRange === tag;
  const range = method === "GET" && isSame ? byteRange(asked.range, file.size) : null;
  if (range === "UNSATISFIABLE") {
    const { status, headers: own, body } = refusal(416, "RANGE_NOT_SATISFIABLE", `The file has ${file.size} bytes.`);
    return { status, headers: { ...own, "content-range": `bytes */${file.size}` }, body };
  }
  const content = method === "HEAD" ? "" : await files.read(file.storageKey, range ?? undefined);
  if (content === null) return notFound("file");
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      "content-type": file.mediaType,
      "content-length": String(range ? range.end - range.start + 1 : file.size),
      "content-disposition": `${isOwnOrigin && shown.has(file.mediaType) ? "inline" : "attachment"}; filename*=UTF-8''${extValue(file.name)}`,
      ...(range ? { "content-range": `bytes ${range.start}-${range.end}/${file.size}` } : {}),
    },
    body: content,
  };
}

/** A name as RFC 8187 writes it. */
function extValue(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

function fileIdOf(id: string): string | null {
  try {
    const decoded = decodeId(id);
    return decoded.typename === "EvidenceFile" ? decoded.id : null;
  } catch {
    return null;
  }
}
