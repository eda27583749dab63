import { Readable } from "node:stream";
import type { LtiFetch } from "@kunna/lti";
import { guardedRequest, guardedUrl, type Reach } from "../outside/guarded-request.ts";

const methods = { GET: "GET", POST: "POST" } as const;

/**
 * The way to platforms: as the global `fetch`, but to no private network unless whoever runs the installation says so. A
 * redirect is an answer as any other; time and size are held by whoever asks.
 * @throws AddressRefused, and what the connection throws
 */
export function platformFetch(reach: Reach): LtiFetch {
  return async (request) => {
    const url = guardedUrl(request.url, reach);
    const method = methods[request.method as keyof typeof methods];
    if (!method) throw new TypeError(`A platform is not asked by ${request.method}.`);
    const answer = await guardedRequest(url, {
      ...reach,
      method,
      headers: Object.fromEntries(request.headers),
      ...(method === "POST" ? { body: await request.text() } : {}),
      signal: request.signal,
    });
    const status = answer.statusCode ?? 502;
    const hasBody = status !== 204 && status !== 205 && status !== 304;
    if (!hasBody) answer.resume();
    const headers = new Headers();
    for (const [name, values] of Object.entries(answer.headersDistinct))
      for (const value of values ?? []) headers.append(name, value);
    const body = hasBody ? (Readable.toWeb(answer) as unknown as BodyInit) : null;
    return new Response(body, { status, headers });
  };
}
