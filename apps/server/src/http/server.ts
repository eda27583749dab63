import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Services, unsubscribePath } from "@kunna/api";
import type { Logger } from "pino";
import { Authenticator } from "../authentication.ts";
import { answerLti, isLtiPath } from "../lti/routes.ts";
import type { LtiTools } from "../lti/tools.ts";
import { createWatch, type Watch } from "../watch/watch.ts";
import { refusal } from "./answer.ts";
import { openToAllOrigins, preflight } from "./cross-origin.ts";
import { streamEvents } from "./event-stream.ts";
import { linkedFileAnswer } from "./files.ts";
import { createGraphqlHandler, maskError } from "./graphql.ts";
import { turnAway } from "./guard.ts";
import { importAnswer } from "./imports.ts";
import { lmsMessageAnswer } from "./lms-messages.ts";
import { operationsAnswer } from "./operations.ts";
import { watchRequest } from "./request-log.ts";
import { route } from "./router.ts";
import { send } from "./send.ts";
import { unsubscribeAnswer } from "./unsubscribe.ts";
import { uploadAnswer } from "./uploads.ts";
import { attachWebSocket } from "./websocket.ts";

/** The HTTP server with all that it serves; `close` ends streams and sockets first. */
export interface HttpServer {
  close(): Promise<void>;
}

/** The port can't be had: one clear sentence. */
export class PortUnavailable extends Error {
  readonly code = "PORT_UNAVAILABLE";
}

/** Takes the port before anything is there to serve: until then each request is asked to come again. @throws PortUnavailable */
export async function listenEarly(host: string, port: number): Promise<{ server: Server; port: number }> {
  // Slow senders must not hold connections for ever: see holdToTime for what follows the headers.
  const server = createServer({ headersTimeout: 20_000, requestTimeout: 0 }, (_request, response) => {
    void send(response, {
      ...refusal(503, "STARTING", "Kunna is starting: try again in a moment."),
      headers: { "retry-after": "2", "content-type": "application/json" },
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why =
        error.code === "EADDRINUSE"
          ? "is in use: stop what runs there, or start Kunna with another one, as PORT=4001 npm start"
          : `can't be listened on (${error.code ?? error.message})`;
      reject(new PortUnavailable(`The port ${port} on ${host} ${why}.`));
    });
    server.listen(port, host, resolve);
  });
  return { server, port: (server.address() as AddressInfo).port };
}

/** Serves on a server that listens already. */
export function createHttpServer(
  services: Services,
  logger: Logger,
  server: Server,
  { patience = defaultPatience, watch = createWatch(services), metricsToken = null, lti }: HttpOptions = {},
): HttpServer {
  const access = { token: metricsToken, publicUrl: services.publicUrl };
  const authenticator = new Authenticator(services.database, services.now);
  const yoga = createGraphqlHandler(services, authenticator, logger);
  const mask = (error: unknown, eventId?: string) => maskError(error, "Unexpected error.", logger, eventId);
  const filesHost = services.filesOrigin && new URL(services.filesOrigin).host;

  /** Answers that end only when somebody ends them. */
  const streams = new Set<ServerResponse>();

  const handle = async (request: IncomingMessage, response: ServerResponse, requestId: string): Promise<void> => {
    const target = request.url ?? "/";
    if (!target.startsWith("/")) {
      return send(response, refusal(400, "BAD_REQUEST", "Ask for a path of this server."));
    }
    const url = new URL(`http://localhost${target}`);
    try {
      const method = request.method ?? "GET";
      const isImport = url.pathname.startsWith("/import/");
      const isOfFiles = request.headers.host === filesHost;
      const isFile = isOfFiles || url.pathname === "/files" || url.pathname.startsWith("/files/");
      holdToTime(request, isImport || isFile, patience);
      if (isFile) openToAllOrigins(response);
      if (isFile && method === "OPTIONS") return await send(response, preflight);
      if (isOfFiles)
        return await send(response, await linkedFileAnswer(services, { method, url, headers: request.headers }));
      if (url.pathname === "/files")
        return await send(response, await uploadAnswer(services, authenticator, request, url));
      if (isImport) return await send(response, await importAnswer(services, authenticator, logger, request, url));
      const operations = isRead(method) ? await operationsAnswer(watch, access, request, url.pathname) : null;
      if (operations) return await send(response, operations);
      if (url.pathname === unsubscribePath)
        return await send(response, await unsubscribeAnswer(services, request, url));
      if (lti && isLtiPath(url.pathname)) return await answerLti(lti, services.publicUrl, request, response);
      if (url.pathname.startsWith("/lms/")) return await send(response, await lmsMessageAnswer(services, request, url));
      if (url.pathname !== "/graphql")
        return await send(response, await route(services, authenticator, { method, url, headers: request.headers }));
      const refused = turnAway(request);
      if (refused) return await send(response, refused);
      if (request.headers.accept?.includes("text/event-stream")) {
        streams.add(response);
        response.once("close", () => streams.delete(response));
        if (await streamEvents(yoga, request, response, { url, requestId, mask, metrics: services.metrics })) return;
      }
      await yoga.handle(request, response, { requestId });
    } catch (error) {
      logger.error({ err: error, requestId, path: url.pathname }, "A request failed.");
      if (response.headersSent) response.destroy();
      else
        await send(
          response,
          refusal(
            500,
            "INTERNAL_SERVER_ERROR",
            `Something went wrong on our side. If it goes on, tell the operator this id: ${requestId}.`,
          ),
        );
    }
  };

  server.removeAllListeners("request");
  server.on("request", (request, response) => {
    void watchRequest({ watch, logger }, request, response, (requestId) => handle(request, response, requestId));
  });
  const closeSockets = attachWebSocket(server, yoga, services.metrics, mask);
  return {
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await closeSockets();
      for (const stream of streams) stream.end();
      await yoga.dispose();
      server.closeIdleConnections();
      // What still runs has its time; then it is ended.
      const impatience = setTimeout(() => server.closeAllConnections(), 3_000);
      await closed;
      clearTimeout(impatience);
    },
  };
}

/** What the server may be told otherwise. */
export interface HttpOptions {
  /** How long a body may take to come, and how long a stream may stand still, in milliseconds. */
  readonly patience?: number;
  readonly watch?: Watch;
  /** Who has it may read the metrics; null: only this machine itself may. */
  readonly metricsToken?: string | null;
  /** The LTI tools that LMSs launch; left out: none are. */
  readonly lti?: LtiTools;
}

function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

const defaultPatience = 120_000;

/** A stream is read only as fast as it is dealt with: it is held to going on, all else to an end. */
function holdToTime(request: IncomingMessage, isStreamed: boolean, patience: number): void {
  // A socket that times out is destroyed by Node, as nobody listens for it.
  request.socket.setTimeout(isStreamed ? patience : 0);
  if (isStreamed) return;
  // Of a request without a body, nobody reads the end; it has come all the same.
  const impatience = setTimeout(() => request.complete || request.destroy(), patience);
  for (const end of ["end", "close"]) request.once(end, () => clearTimeout(impatience));
}
