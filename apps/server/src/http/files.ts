import { decodeId, findReadableFile, type Services } from "@kunna/api";
import type { Authenticator } from "../authentication.ts";
import { bearerToken } from "../authentication.ts";
import { type Answer, notFound, refusal } from "./answer.ts";
import { contextFor } from "./graphql.ts";
import type { PublicRequest } from "./router.ts";

/** An uploaded file, for whoever may read it: always as a download, never as a page of ours. */
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
  const content = file && (await services.files.read(file.storageKey));
  if (!file || !content) return notFound("file");
  return {
    status: 200,
    headers: {
      "content-type": file.mediaType,
      "content-length": String(file.size),
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      "content-security-policy": "sandbox; default-src 'none'",
      "cache-control": "private, no-store",
    },
    body: content,
  };
}

function fileIdOf(id: string): string | null {
  try {
    const decoded = decodeId(id);
    return decoded.typename === "EvidenceFile" ? decoded.id : null;
  } catch {
    return null;
  }
}
