import type { IncomingMessage } from "node:http";
import { encodeId, type Services, uploadFile } from "@kunna/api";
import { FileRefused, NotPermitted } from "@kunna/domain";
import { type Authenticator, bearerToken } from "../authentication.ts";
import { type Answer, json, refusal } from "./answer.ts";
import { contextFor } from "./graphql.ts";

/** How long whoever sends may take to hear that it is refused, in milliseconds. */
const patience = 2_000;

/** By why a file is refused. */
const statuses = { TOO_LARGE: 413, TYPE: 415, EMPTY: 400 } as const;

/**
 * POST /files?name=...: takes a file as it comes, its type as the Content-Type, and answers with the id that an evidence names.
 * Who sends it is told by a header that no browser sends by itself: so no other site can.
 */
export async function uploadAnswer(
  services: Services,
  authenticator: Authenticator,
  request: IncomingMessage,
  url: URL,
): Promise<Answer> {
  const refuse = (status: number, code: string, message: string, facts: object = {}): Answer => {
    // Closed at once, the answer would be lost on whoever still sends: what comes is dropped for a while.
    setTimeout(() => request.complete || request.socket.destroy(), patience).unref();
    return refusal(status, code, message, facts);
  };
  if (request.method !== "POST") return refuse(405, "METHOD_NOT_ALLOWED", "Only POST is answered here.");
  const context = await contextFor(services, authenticator, bearerToken(request.headers.authorization));
  if (!context.actor)
    return refuse(401, "UNAUTHENTICATED", "Sign in first: send a token as `Authorization: Bearer <token>`.");
  try {
    const { fileId } = await uploadFile(context, {
      name: url.searchParams.get("name") ?? "",
      mediaType: request.headers["content-type"] ?? "",
      // Refused half-way, the rest is not read, but the answer still goes out.
      content: request.iterator({ destroyOnReturn: false }),
      maximumSize: services.maximumFileSize,
    });
    return json(201, { id: encodeId("EvidenceFile", fileId) });
  } catch (error) {
    if (error instanceof NotPermitted) return refuse(403, error.code, `${error.message} ${error.help}`);
    if (error instanceof FileRefused) {
      const { reason, allowedTypes } = error;
      return refuse(statuses[reason], error.code, `${error.message} ${error.help}`, { reason, allowedTypes });
    }
    throw error;
  }
}
