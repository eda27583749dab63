import type { IncomingHttpHeaders } from "node:http";
import type { Services } from "@kunna/api";
import type { Authenticator } from "../authentication.ts";
import { embedAnswer, isEmbedPath } from "../lti/embed-pages.ts";
import { type Answer, notFound, refusal } from "./answer.ts";
import { fileAnswer } from "./files.ts";
import { preferredLocale } from "./negotiation.ts";
import { certificateAnswer, cssAnswer, cssPath, issuerAnswer } from "./public-pages.ts";

/** A request of a route that is not GraphQL. */
export interface PublicRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
}

/** The routes beside /graphql. */
export async function route(services: Services, authenticator: Authenticator, request: PublicRequest): Promise<Answer> {
  if (request.method !== "GET" && request.method !== "HEAD")
    return refusal(405, "METHOD_NOT_ALLOWED", "Only GET is answered here.");
  if (isEmbedPath(request.url.pathname))
    return embedAnswer({ path: request.url.pathname, locale: preferredLocale(request, undefined), ...services });
  const [first = "", second = "", ...rest] = request.url.pathname.split("/").slice(1).map(decoded);
  if (rest.length > 0) return notFound("address");
  if (request.url.pathname === cssPath) return cssAnswer();
  if (first === "" && second === "") return { status: 302, headers: { location: "/graphql" }, body: "" };
  if (first === "certificates" && second) return certificateAnswer(services, request, second);
  if (first === "issuers" && second) return issuerAnswer(services, second);
  if (first === "files" && second) return fileAnswer(services, authenticator, request, second);
  return notFound("address");
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
