import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Watch } from "../watch/watch.ts";

const scope = new AsyncLocalStorage<{ readonly requestId: string }>();

/** Of the request that is being answered, for each line that is logged meanwhile (pino's `mixin`). */
export function requestFields(): { requestId?: string } {
  return { ...scope.getStore() };
}

/** Runs what belongs to a request that came otherwise than by HTTP, such as over a WebSocket. */
export function inRequest<T>(requestId: string, run: () => T): T {
  return scope.run({ requestId }, run);
}

/**
 * Answers a request under an id of its own, and counts and logs how it went. An id that the request brings is no more than a
 * field of the log beside ours: whoever may choose an id could make a log say what they like.
 */
export async function watchRequest(
  { watch, logger }: { readonly watch: Watch; readonly logger: Logger },
  request: IncomingMessage,
  response: ServerResponse,
  answer: (requestId: string) => Promise<void>,
): Promise<void> {
  const requestId = crypto.randomUUID();
  response.setHeader("x-request-id", requestId);
  response.setHeader("x-content-type-options", "nosniff");
  const startedAt = performance.now();
  response.once("close", () => {
    const route = routeOf(request);
    const ms = Math.round(performance.now() - startedAt);
    // Cut off before anything was answered, as Nginx calls it.
    const status = response.headersSent ? response.statusCode : 499;
    watch.requestAnswered(route, status, route === "stream" ? null : ms / 1_000);
    const given = request.headers["x-request-id"];
    const forwarded = typeof given === "string" && /^[\w.:-]{1,80}$/.test(given) ? { forwardedRequestId: given } : {};
    logger.info({ method: request.method, route, status, ms, requestId, ...forwarded }, "Answered.");
  });
  await scope.run({ requestId }, () => answer(requestId));
}

const routes = new Set([
  "graphql",
  "files",
  "import",
  "certificates",
  "issuers",
  "notifications",
  "healthz",
  "readyz",
  "metrics",
]);

/** The class of a route: never what follows it, which may name somebody. */
function routeOf({ url = "/", headers }: IncomingMessage): string {
  const first = /^\/([^/?#]*)/.exec(url)?.[1] ?? "";
  if (first === "graphql" && headers.accept?.includes("text/event-stream")) return "stream";
  return routes.has(first) ? first : "other";
}
