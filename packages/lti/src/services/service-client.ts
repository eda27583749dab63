import type { z } from "zod";
import { type FetchedText, FetchFailed, fetchText } from "../limited-fetch.ts";
import { LtiServiceError } from "../problems.ts";
import type { LtiRegistration } from "../registration.ts";
import type { LtiScope } from "../scopes.ts";
import { type AccessTokens, accessTokens, type ServiceOptions } from "./access-tokens.ts";
import { failureOf, refusalOf } from "./service-failure.ts";

export interface ServiceCall {
  readonly url: string;
  readonly scope: LtiScope;
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly accept?: string;
  readonly content?: { readonly type: string; readonly value: unknown };
  /** Statuses beside 2xx that the caller understands. */
  readonly understood?: readonly number[];
  /** Bytes of the answer. 1 MiB. */
  readonly bytes?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Calls one platform's services with the right token. */
export interface ServiceClient {
  /** @throws LtiServiceError; what the signal says, when it ends the call */
  call(call: ServiceCall): Promise<FetchedText>;
}

/** A client for each registration, with the tokens of all in one place. */
export function serviceClients(options: ServiceOptions): (registration: LtiRegistration) => ServiceClient {
  const tokens = accessTokens(options);
  return (registration) => ({ call: (call) => send(options, tokens, registration, call) });
}

async function send(
  { fetch, timeout = 15_000, loopback = false }: ServiceOptions,
  tokens: AccessTokens,
  registration: LtiRegistration,
  { url, scope, method = "GET", accept, content, understood = [], bytes = 1024 * 1024, signal }: ServiceCall,
): Promise<FetchedText> {
  if (registration.status === "BLOCKED") throw new LtiServiceError("REGISTRATION_BLOCKED", `${registration.issuer}.`);
  for (const last of [false, true]) {
    const token = await tokens.get(registration, [scope], signal);
    const headers: Record<string, string> = { authorization: `Bearer ${token}` };
    if (accept) headers.accept = accept;
    if (content) headers["content-type"] = content.type;
    const init = { method, headers, ...(content && { body: JSON.stringify(content.value) }) };
    const limits = { timeout, bytes, loopback, signal };
    const answer = await fetchText(fetch, url, init, limits).catch((error: unknown) => {
      throw error instanceof FetchFailed ? failureOf(error, url) : error;
    });
    if ((answer.status >= 200 && answer.status < 300) || understood.includes(answer.status)) return answer;
    // A token may be taken back before its time: once, another is asked for.
    if (answer.status === 401 && !last) tokens.forget(registration, [scope], token);
    else throw refusalOf(answer, url);
  }
  throw new Error("A call ends by an answer or an error.");
}

/** The JSON of an answer, by its shape. @throws LtiServiceError SERVICE_ANSWER_INVALID */
export function parseAnswer<T extends z.ZodType>(shape: T, { text }: FetchedText, url: string): z.output<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new LtiServiceError("SERVICE_ANSWER_INVALID", `${url} gave no JSON.`);
  }
  const { data, error } = shape.safeParse(value);
  if (!error) return data;
  const [issue] = error.issues;
  throw new LtiServiceError("SERVICE_ANSWER_INVALID", `${url}: ${issue?.path.join(".")}: ${issue?.message}`);
}
