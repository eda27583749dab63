import type { IncomingMessage, ServerResponse } from "node:http";

/** What a handler of Fetch's `Request` needs from a server of Node's. */
export interface NodeOptions {
  /** The origin that the browser sees, such as https://tool.example.org: never taken from what a request says. */
  readonly origin: string;
  /** The most bytes of a body. 256 KiB, where it is left out; what goes on after them is answered 413. */
  readonly bodyLimit?: number;
}

/**
 * Lets `handle` answer requests of node:http. Gives false, with nothing written, when it answers null; throws what
 * it throws.
 */
export function nodeHandler(
  handle: (request: Request) => Promise<Response | null>,
  { origin, bodyLimit = 256 * 1024 }: NodeOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (incoming, outgoing) => {
    const body = await bodyOf(incoming, bodyLimit);
    if (body === null) {
      outgoing.writeHead(413, { connection: "close" }).end();
      return true;
    }
    const answer = await handle(requestOf(incoming, origin, body));
    if (answer === null) return false;
    await write(answer, outgoing);
    return true;
  };
}

function requestOf(incoming: IncomingMessage, origin: string, body: Uint8Array<ArrayBuffer>): Request {
  const headers = new Headers();
  for (const [name, values] of Object.entries(incoming.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const method = incoming.method ?? "GET";
  // A target such as //elsewhere.example is a path here, and no host.
  const url = new URL(origin);
  const [path = "/", ...query] = (incoming.url ?? "/").split("?");
  url.pathname = path;
  url.search = query.join("?");
  return new Request(url, { method, headers, ...(method === "GET" || method === "HEAD" ? {} : { body }) });
}

async function bodyOf(incoming: IncomingMessage, limit: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  // Else what is over the limit would take the connection down before it is answered.
  const body: AsyncIterable<Uint8Array> = incoming.iterator({ destroyOnReturn: false });
  for await (const part of body) {
    size += part.byteLength;
    if (size > limit) return null;
    parts.push(part);
  }
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

async function write(answer: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = answer.status;
  for (const [name, value] of answer.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  outgoing.end(new Uint8Array(await answer.arrayBuffer()));
}
