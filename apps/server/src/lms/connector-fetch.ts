import { Readable } from "node:stream";
import type { Services } from "@kunna/api";
import { guardedRequest, guardedUrl, type Reach } from "../outside/guarded-request.ts";

const methods = { GET: "GET", POST: "POST" } as const;
/** How much of an answer is read, in bytes. */
const maximumAnswer = 10 * 1024 * 1024;

interface ConnectorFetchOptions extends Reach {
  /** In milliseconds, for all of it, the answer too. */
  readonly timeout?: number;
}

/**
 * How connectors reach their LMSs: as the global `fetch`, but to no private network, within 30 s, and with an answer of 10 MiB
 * at most. A redirect is an answer as any other.
 */
export function connectorFetch({ timeout = 30_000, ...reach }: ConnectorFetchOptions): Services["connectorFetch"] {
  return async (request) => {
    const url = guardedUrl(request.url, reach);
    const method = methods[request.method as keyof typeof methods];
    if (!method) throw new TypeError(`An LMS is asked by GET and POST, and not by ${request.method}.`);
    const signal = AbortSignal.any([request.signal, AbortSignal.timeout(timeout)]);
    const body = method === "POST" ? { body: await request.text() } : {};
    const headers = Object.fromEntries(request.headers);
    const answer = await guardedRequest(url, { ...reach, method, headers, ...body, signal });
    const status = answer.statusCode ?? 502;
    const told = new Headers();
    for (const [name, values] of Object.entries(answer.headersDistinct))
      for (const value of values ?? []) told.append(name, value);
    if (status === 204 || status === 205 || status === 304) {
      answer.resume();
      return new Response(null, { status, headers: told });
    }
    return new Response(Readable.toWeb(Readable.from(bounded(answer))) as unknown as BodyInit, {
      status,
      headers: told,
    });
  };
}

async function* bounded(answer: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
  let size = 0;
  for await (const chunk of answer) {
    size += chunk.byteLength;
    if (size > maximumAnswer) throw new TypeError("The answer is too large.");
    yield chunk;
  }
}
