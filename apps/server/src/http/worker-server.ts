import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Services } from "@kunna/api";
import type { Logger } from "pino";
import { notFound, refusal } from "./answer.ts";
import { operationsAnswer } from "./operations.ts";
import { send } from "./send.ts";
import type { HttpServer } from "./server.ts";

/** What a worker answers: only the operator's tools. */
export function createWorkerServer(services: Services, logger: Logger, server: Server): HttpServer {
  const handle = async ({ method = "GET", url = "/" }: IncomingMessage, response: ServerResponse): Promise<void> => {
    const requestId = crypto.randomUUID();
    response.setHeader("x-request-id", requestId);
    response.setHeader("x-content-type-options", "nosniff");
    const [path = ""] = url.split("?");
    try {
      const answer =
        method === "GET" || method === "HEAD"
          ? ((await operationsAnswer(services, path)) ?? notFound("address"))
          : refusal(405, "METHOD_NOT_ALLOWED", "Only GET is answered here.");
      await send(response, answer);
    } catch (error) {
      logger.error({ err: error, requestId, path }, "A request failed.");
      response.destroy();
    }
  };
  server.removeAllListeners("request");
  server.on("request", (request, response) => void handle(request, response));
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
