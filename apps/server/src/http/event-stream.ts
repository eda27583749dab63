import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";
import {
  type ApiContext,
  decodeFeedCursor,
  type EventAnswer,
  encodeFeedCursor,
  FeedStream,
  MalformedCursor,
  type MaskError,
  type Metrics,
  type Outlet,
  subscribeToFeed,
} from "@kunna/api";
import { type DocumentNode, type ExecutionResult, GraphQLError, getOperationAST } from "graphql";
import type { YogaServerInstance } from "graphql-yoga";
import { bearerToken } from "../authentication.ts";
import type { RequestFacts } from "./graphql.ts";

/** How often a quiet stream shows that it is there, in milliseconds. */
const heartbeat = 12_000;
/** How long a reader may take to read the last that it is told, in milliseconds. */
const partingTime = 10_000;

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
  const resume = resumeOf(request);
  const { schema, parse, validate, contextFactory } = yoga.getEnveloped({
    requestId,
    token: bearerToken(request.headers.authorization),
    resumeAfter: resume instanceof GraphQLError ? null : resume,
    params,
    isLookedAt: true,
  });
  const document = checked(() => {
    const parsed: DocumentNode = parse(params.query);
    return (validate(schema, parsed) as readonly GraphQLError[]).length > 0 ? null : parsed;
  });
  const operation = document && getOperationAST(document, params.operationName);
  if (!document || operation?.operation !== "subscription") return false;

  const begin = async () => {
    if (resume instanceof GraphQLError) throw resume;
    const { operationName = null, variables } = params;
    const contextValue = await contextFactory();
    return subscribeToFeed({ schema, document, operationName, variableValues: variables ?? {}, contextValue }, mask);
  };
  const stream = await begin().catch((error: unknown): ExecutionResult => ({ errors: [mask(error)] }));
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
    this.#heart = setInterval(() => this.#write(":\n\n"), heartbeat).unref();
    response.once("close", () => clearInterval(this.#heart));
    // Whoever goes away while they are written to has gone: `close` follows.
    response.on("error", () => {});
  }

  get waiting(): number {
    return this.#response.writableLength;
  }

  send(answer: EventAnswer, position: bigint): void {
    this.#write(`id: ${encodeFeedCursor(position)}\nevent: next\ndata: ${answer.text}\n\n`);
  }

  end(error: GraphQLError | null): void {
    this.#onEnd(error);
    if (error) this.finish({ errors: [error] });
    else this.#response.end();
  }

  /** The last that is to be told. Whoever does not take it is cut off: what waits for them would be kept for ever. */
  finish(result: ExecutionResult): void {
    clearInterval(this.#heart);
    this.#response.end(`event: next\ndata: ${JSON.stringify(result)}\n\nevent: complete\ndata:\n\n`);
    const impatience = setTimeout(() => this.#response.destroy(), partingTime).unref();
    this.#response.once("close", () => clearTimeout(impatience));
  }

  #write(text: string): void {
    if (!this.#response.writableEnded) this.#response.write(text);
  }
}

/** Null when there is nothing that could be a subscription. The body stays readable for others, as `body`. */
async function paramsOf(request: IncomingMessage & { body?: unknown }, url: URL): Promise<Params | null> {
  if (request.method === "GET") {
    const { query, operationName, variables } = Object.fromEntries(url.searchParams);
    const parsed = variables ? checked(() => JSON.parse(variables) as Params["variables"]) : {};
    if (!query || !isObject(parsed)) return null;
    return { query, operationName: operationName ?? null, variables: parsed };
  }
  if (request.method !== "POST" || !request.headers["content-type"]?.startsWith("application/json")) return null;
  const body = await text(request);
  const parsed = checked(() => JSON.parse(body) as unknown);
  request.body = parsed ?? body;
  return isObject(parsed) && isObject(parsed.variables ?? {}) ? (parsed as Params) : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** After which event a reader says that it goes on (Last-Event-ID); null when it says nothing. */
function resumeOf({ headers }: IncomingMessage): bigint | GraphQLError | null {
  const id = headers["last-event-id"];
  return typeof id !== "string" || id === "" ? null : (decodeFeedCursor(id) ?? new MalformedCursor());
}

/** What is wrong with a request is told by Yoga. */
function checked<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch {
    return null;
  }
}
