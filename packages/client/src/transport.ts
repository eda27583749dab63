import { type GraphqlErrorEntry, KunnaError, OperationError } from "./errors.ts";
import { underKey } from "./retry.ts";
import type { TypedDocument } from "./typed-document.ts";
import type { UploadProgress } from "./upload-progress.ts";

/** How the client reaches Kunna. */
export interface ClientOptions {
  /** The GraphQL endpoint, such as https://kunna.example.org/graphql. */
  readonly url: string;
  /** The bearer token, or what gives it: asked before each request, so that it may be refreshed. */
  readonly token: string | (() => string | Promise<string>);
  /** Instead of the global fetch. */
  readonly fetch?: typeof fetch;
  /**
   * A WebSocket class, such as the global one or that of `ws`: then subscriptions run over WebSocket (graphql-ws). Left
   * out: over server-sent events, by fetch, which works everywhere.
   */
  readonly webSocket?: new (
    url: string,
    protocol?: string,
  ) => object;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
  /**
   * Of a mutation: the same key and the same input again do nothing, and get the first answer, for a day at least. Left
   * out: a new one for each call. Keep one of your own where the same call may be made again by a later run.
   */
  readonly idempotencyKey?: string;
}

export interface UploadOptions extends RequestOptions {
  /**
   * Told how much has gone: what has been handed to the network, not what has arrived. Sent again after a lost connection,
   * it begins anew. Where neither XMLHttpRequest nor a streamed body is to be had, told at the beginning and at the end.
   */
  readonly onProgress?: (progress: UploadProgress) => void;
}

/**
 * One connection of a subscription. Ends when the server completes it.
 * @throws KunnaError when the connection is lost, OperationError when the server ends it with errors, and what an
 *   aborted signal throws
 */
export type Open = <Result, Variables>(
  options: ClientOptions,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
  onOpen: () => void,
) => AsyncGenerator<Result, void>;

/**
 * Sends one operation and gives its data; a mutation up to three times when no answer comes, under one key.
 * @throws KunnaError, OperationError, and what an aborted signal throws
 */
export async function send<Result, Variables extends object>(
  options: ClientOptions,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  requestOptions: RequestOptions = {},
): Promise<Result> {
  const query = document.toString();
  const { signal } = requestOptions;
  return underKey(query, variables, requestOptions, async (variables) => {
    const headers = { "content-type": "application/json", accept: responseType };
    return dataOf(await post(options, JSON.stringify({ query, variables }), headers, signal), signal);
  });
}

/** Sends one operation with a file as its variable `file` (GraphQL multipart request specification). */
export async function sendFile<Result, Variables>(
  options: ClientOptions,
  document: TypedDocument<Result, Variables>,
  file: Blob,
  name: string,
  uploadOptions: UploadOptions = {},
): Promise<Result> {
  const query = document.toString();
  const { signal, onProgress } = uploadOptions;
  return underKey(query, { file: null }, uploadOptions, async (variables) => {
    const form = new FormData();
    form.set("operations", JSON.stringify({ query, variables }));
    form.set("map", JSON.stringify({ file: ["variables.file"] }));
    form.set("file", file, name);
    const headers = { accept: responseType, "x-kunna-upload": "1" };
    if (!onProgress) return dataOf(await post(options, form, headers, signal), signal);
    // Most apps show none: who does loads it.
    const { sendForm } = await import("./upload-progress.ts");
    const answer = await reached(options, signal, async (authorization) =>
      sendForm(form, {
        url: options.url,
        headers: { ...headers, authorization },
        own: options.fetch !== undefined,
        post: (body, more) => fetchBy(options, body, more, signal),
        signal,
        onProgress,
      }),
    );
    return dataOf(answer, signal);
  });
}

const responseType = "application/graphql-response+json, application/json";

/** The token of this moment. What the caller's function throws is the caller's to catch. */
export async function tokenOf({ token }: ClientOptions): Promise<string> {
  return typeof token === "string" ? token : token();
}

/** @throws KunnaError when no answer came */
export function post(
  options: ClientOptions,
  body: BodyInit,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Response> {
  return reached(options, signal, (authorization) => fetchBy(options, body, { ...headers, authorization }, signal));
}

function fetchBy(
  options: ClientOptions,
  body: BodyInit,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal | undefined,
): Promise<Response> {
  // A streamed body is sent as it comes; of any other, `duplex` says nothing.
  const request = { method: "POST", body, headers, duplex: "half" };
  return (options.fetch ?? fetch)(options.url, signal ? { ...request, signal } : request);
}

/** @throws KunnaError when no answer came */
async function reached(
  options: ClientOptions,
  signal: AbortSignal | undefined,
  send: (authorization: string) => Promise<Response>,
): Promise<Response> {
  const authorization = `Bearer ${await tokenOf(options)}`;
  try {
    return await send(authorization);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new KunnaError("NETWORK", `Kunna can't be reached at ${options.url}.`, null, { cause });
  }
}

/** @throws KunnaError */
export async function dataOf<Result>(response: Response, signal?: AbortSignal): Promise<Result> {
  const requestId = response.headers.get("x-request-id");
  const text = await response.text().catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new KunnaError("NETWORK", "The answer was cut off.", requestId, { cause, status: response.status });
  });
  const answer = parsed(text);
  if (!isRecord(answer)) throw notAnAnswer(response, requestId);
  if (Array.isArray(answer.errors)) throw new OperationError(answer.errors as GraphqlErrorEntry[], requestId);
  if (isRecord(answer.data)) return answer.data as Result;
  const { error } = answer;
  if (isRecord(error) && typeof error.code === "string") {
    throw new KunnaError(error.code, String(error.message), requestId, { status: response.status });
  }
  throw notAnAnswer(response, requestId);
}

/** One result of a stream. @throws OperationError, KunnaError */
export function resultOf<Result>(result: unknown, requestId: string | null): Result {
  if (isRecord(result) && Array.isArray(result.errors)) {
    throw new OperationError(result.errors as GraphqlErrorEntry[], requestId);
  }
  if (isRecord(result) && isRecord(result.data)) return result.data as Result;
  throw new KunnaError("MALFORMED_ANSWER", "The stream carried what is not a GraphQL result.", requestId);
}

/** A page may give a path alone; outside of a page there is no location. */
export function absolute(url: string): URL {
  return new URL(url, (globalThis.location as Location | undefined)?.href);
}

/** Null when it is not JSON: a proxy answered, not Kunna. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function notAnAnswer(response: Response, requestId: string | null): KunnaError {
  const code = response.ok ? "MALFORMED_ANSWER" : "HTTP";
  const { status } = response;
  return new KunnaError(code, `Kunna answered ${status} without a GraphQL result.`, requestId, { status });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
