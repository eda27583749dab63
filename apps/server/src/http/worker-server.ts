import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Logger } from "pino";
import type { Watch } from "../watch/watch.ts";
import { notFound, refusal } from "./answer.ts";
import type { MetricsAccess } from "./metrics-access.ts";
import { operationsAnswer } from "./operations.ts";
import { watchRequest } from "./request-log.ts";
import { send } from "./send.ts";
import type { HttpServer } from "./server.ts";

/** What a worker answers: only the operator's tools. */
export function createWorkerServer(watch: Watch, access: MetricsAccess, logger: Logger, server: Server): HttpServer {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "GET", url = "/" } = request;
    const [path = ""] = url.split("?");
    try {
      const found =
        method === "GET" || method === "HEAD"
          ? ((await operationsAnswer(watch, access, request, path)) ?? notFound("address"))
          : refusal(405, "METHOD_NOT_ALLOWED", "Only GET is answered here.");
      await send(response, found);
    } catch (error) {
      logger.error({ err: error }, "A request failed.");
      response.destroy();
    }
  };
  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    void watchRequest({ watch, logger }, request, response, () => answer(request, response));
  });
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
