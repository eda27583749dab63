import { type GraphqlErrorEntry, KunnaError, OperationError } from "./errors.ts";
import type { TypedDocumentString } from "./generated/operations.ts";

/** How the client reaches Kunna. */
export interface ClientOptions {
  /** The GraphQL endpoint, such as https://kunna.example.org/graphql. */
  readonly url: string;
  /** The bearer token, or what gives it: asked before each request, so that it may be refreshed. */
  readonly token: string | (() => string | Promise<string>);
  /** Instead of the global fetch. */
  readonly fetch?: typeof fetch;
}

export interface RequestOptions {
  readonly signal?: AbortSignal;
}

/** Sends one operation and gives its data. @throws KunnaError, OperationError, and what an aborted signal throws */
export async function send<Result, Variables>(
  options: ClientOptions,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  { signal }: RequestOptions = {},
): Promise<Result> {
  const body = JSON.stringify({ query: document.toString(), variables });
  return dataOf(await post(options, body, { "content-type": "application/json", accept: responseType }, signal));
}

/** Sends one operation with a file as its variable `file` (GraphQL multipart request specification). */
export async function sendFile<Result, Variables>(
  options: ClientOptions,
  document: TypedDocumentString<Result, Variables>,
  file: Blob,
  name: string,
  { signal }: RequestOptions = {},
): Promise<Result> {
  const form = new FormData();
  form.set("operations", JSON.stringify({ query: document.toString(), variables: { file: null } }));
  form.set("map", JSON.stringify({ file: ["variables.file"] }));
  form.set("file", file, name);
  return dataOf(await post(options, form, { accept: responseType, "x-kunna-upload": "1" }, signal));
}

const responseType = "application/graphql-response+json, application/json";

/** @throws KunnaError when no answer came */
export async function post(
  options: ClientOptions,
  body: string | FormData,
  headers: Readonly<Record<string, string>>,
  signal?: AbortSignal,
): Promise<Response> {
  const token = typeof options.token === "string" ? options.token : await options.token();
  const request = { method: "POST", body, headers: { ...headers, authorization: `Bearer ${token}` } };
  try {
    return await (options.fetch ?? fetch)(options.url, signal ? { ...request, signal } : request);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new KunnaError("NETWORK", `Kunna can't be reached at ${options.url}.`, null, { cause });
  }
}

/** @throws KunnaError */
export async function dataOf<Result>(response: Response): Promise<Result> {
  const requestId = response.headers.get("x-request-id");
  const answer: unknown = await response.json().catch(() => null);
  if (!isRecord(answer)) throw notAnAnswer(response, requestId);
  if (Array.isArray(answer.errors)) throw new OperationError(answer.errors as GraphqlErrorEntry[], requestId);
  if (isRecord(answer.data)) return answer.data as Result;
  const { error } = answer;
  if (isRecord(error) && typeof error.code === "string") {
    throw new KunnaError(error.code, String(error.message), requestId);
  }
  throw notAnAnswer(response, requestId);
}

function notAnAnswer(response: Response, requestId: string | null): KunnaError {
  const code = response.ok ? "MALFORMED_ANSWER" : "HTTP";
  return new KunnaError(code, `Kunna answered ${response.status} without a GraphQL result.`, requestId);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
