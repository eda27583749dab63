import type { IncomingHttpHeaders } from "node:http";
import type { Services } from "@kunna/api";
import type { Authenticator } from "../authentication.ts";
import { type Answer, json, notFound, refusal } from "./answer.ts";
import { fileAnswer } from "./files.ts";
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
  const [first = "", second = "", ...rest] = request.url.pathname.split("/").slice(1).map(decoded);
  if (rest.length > 0) return notFound("address");
  if (request.url.pathname === cssPath) return cssAnswer();
  if (first === "" && second === "") return { status: 302, headers: { location: "/graphql" }, body: "" };
  if (first === "healthz" && second === "") return json(200, { status: "ok" });
  if (first === "readyz" && second === "") return readiness(services);
  if (first === "certificates" && second) return certificateAnswer(services, request, second);
  if (first === "issuers" && second) return issuerAnswer(services, second);
  if (first === "files" && second) return fileAnswer(services, authenticator, request, second);
  return notFound("address");
}

/** Whether it can do its work now: the database answers, and has the schema that this program was built for. */
async function readiness({ database }: Services): Promise<Answer> {
  try {
    const { pending, problem } = await database.migrationStatus();
    if (problem) return json(503, { status: "unavailable", reason: problem.message });
    if (pending.length > 0)
      return json(503, { status: "unavailable", reason: `Migrations are pending: ${pending.join(", ")}.` });
    return json(200, { status: "ok" });
  } catch {
    return json(503, { status: "unavailable", reason: "The database does not answer." });
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
