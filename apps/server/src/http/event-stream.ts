import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import {
  type Answer,
  type ApiContext,
  decodeFeedCursor,
  encodeFeedCursor,
  FeedStream,
  type MaskError,
  type Metrics,
  type Outlet,
  subscribeToFeed,
} from "@kunna/api";
import { type DocumentNode, type ExecutionResult, type GraphQLError, getOperationAST } from "graphql";
import type { YogaServerInstance } from "graphql-yoga";
import { bearerToken } from "../authentication.ts";
import type { RequestFacts } from "./graphql.ts";

/** How often a quiet stream shows that it is there, in milliseconds. */
const heartbeat = 12_000;

/** What GraphQL asks with, as a body or as the address has it. */
interface Params {
  readonly query?: string;
  readonly operationName?: string | null;
  readonly variables?: Record<string, unknown> | null;
}

/**
 * Subscriptions as server-sent events (GraphQL over SSE, distinct connections mode): each event has its cursor as its id,
 * so that whoever connects again with Last-Event-ID goes on where they were.
 * @returns false when it is no subscription that can begin: then Yoga answers, and finds the body that was read
 */
export async function streamEvents(
  yoga: YogaServerInstance<RequestFacts, ApiContext>,
  request: IncomingMessage & { body?: unknown },
  response: ServerResponse,
  {
    url,
    requestId,
    mask,
    metrics,
  }: { readonly url: URL; readonly requestId: string; readonly mask: MaskError; readonly metrics: Metrics },
): Promise<boolean> {
  const params = await paramsOf(request, url);
  if (!params?.query) return false;
  const lastEventId = request.headers["last-event-id"];
  const { schema, parse, validate, contextFactory } = yoga.getEnveloped({
    requestId,
    token: bearerToken(request.headers.authorization),
    resumeAfter: typeof lastEventId === "string" ? decodeFeedCursor(lastEventId) : null,
    params,
  });
  const document = checked(() => {
    const parsed: DocumentNode = parse(params.query);
    return (validate(schema, parsed) as readonly GraphQLError[]).length > 0 ? null : parsed;
  });
  const operation = document && getOperationAST(document, params.operationName);
  if (!document || operation?.operation !== "subscription") return false;

  const stream = await subscribeToFeed(
    {
      schema,
      document,
      operationName: params.operationName ?? null,
      variableValues: params.variables ?? {},
      contextValue: await contextFactory(),
    },
    mask,
  );
  if (response.destroyed) return true;
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "cache-control": "no-cache",
    "x-accel-buffering": "no",
    "access-control-allow-origin": "*",
    "access-control-expose-headers": "x-request-id",
  });
  // So that whoever is on the way passes the headers on at once.
  response.write(":\n\n");
  const outlet = new ResponseOutlet(response, (error) => metrics.streamEnded("sse", endOf(error)));
  if (stream instanceof FeedStream) {
    metrics.streamOpened("sse");
    response.once("close", () => stream.end());
    stream.into(outlet);
  } else outlet.finish(stream);
  return true;
}

/** Why a stream has ended, in one word. */
export function endOf(error: GraphQLError | null): string {
  return error ? String(error.extensions.code ?? "INTERNAL_SERVER_ERROR") : "CLIENT_CLOSED";
}

class ResponseOutlet implements Outlet {
  readonly #response: ServerResponse;
  readonly #onEnd: (error: GraphQLError | null) => void;
  readonly #heart: NodeJS.Timeout;

  constructor(response: ServerResponse, onEnd: (error: GraphQLError | null) => void) {
    this.#response = response;
    this.#onEnd = onEnd;
    this.#heart = setInterval(() => response.write(":\n\n"), heartbeat).unref();
    response.once("close", () => clearInterval(this.#heart));
  }

  get waiting(): number {
    return this.#response.writableLength;
  }

  send(answer: Answer, position: bigint): void {
    this.#response.write(`id: ${encodeFeedCursor(position)}\nevent: next\ndata: ${answer.text}\n\n`);
  }

  end(error: GraphQLError | null): void {
    this.#onEnd(error);
    if (error) this.finish({ errors: [error] });
    else this.#response.end();
  }

  /** The last that is to be told. */
  finish(result: ExecutionResult): void {
    clearInterval(this.#heart);
    this.#response.end(`event: next\ndata: ${JSON.stringify(result)}\n\nevent: complete\ndata:\n\n`);
  }
}

/** Null when there is nothing that could be a subscription. The body stays readable for others, as `body`. */
async function paramsOf(request: IncomingMessage & { body?: unknown }, url: URL): Promise<Params | null> {
  if (request.method === "GET") {
    const { query, operationName, variables } = Object.fromEntries(url.searchParams);
    const parsed = variables ? checked(() => JSON.parse(variables) as Params["variables"]) : null;
    return { ...(query ? { query } : {}), operationName: operationName ?? null, variables: parsed ?? {} };
  }
  if (request.method !== "POST" || !request.headers["content-type"]?.startsWith("application/json")) return null;
  const body = await text(request);
  const parsed = checked(() => JSON.parse(body) as unknown);
  request.body = parsed ?? body;
  return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? (parsed as Params) : null;
}

/** What is wrong with a request is told by Yoga. */
function checked<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
