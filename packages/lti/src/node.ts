import type { IncomingMessage, ServerResponse } from "node:http";

/** What a handler of Fetch's `Request` needs from a server of Node's. */
export interface NodeOptions {
  /** The origin that the browser sees, such as https://tool.example.org: never taken from what a request says. */
  readonly origin: string;
  /** The most bytes of a body that are handed on. 256 KiB, where it is left out; who reads on fails, and 413 is answered. */
  readonly bodyLimit?: number;
}

/**
 * Lets `handle` answer requests of node:http. Gives false, with nothing written, and nothing read that `handle` did not read, when it
 * answers null; throws what it throws. A request that breaks off ends quietly, with true.
 */
export function nodeHandler(
  handle: (request: Request) => Promise<Response | null>,
  { origin, bodyLimit = 256 * 1024 }: NodeOptions,
): (request: IncomingMessage, response: ServerResponse) => Promise<boolean> {
  return async (incoming, outgoing) => {
    // Fetch's Request has no such method (Fetch Standard, section 2.2.1), and no page here wants it.
    if (incoming.method === "TRACE") {
      outgoing.writeHead(405, { allow: "GET, HEAD, POST" }).end();
      return true;
    }
    const body = bodyOf(incoming, bodyLimit);
    let answer: Response | null;
    try {
      answer = await handle(requestOf(incoming, origin, body.stream));
    } catch (error) {
      if (body.state === "WHOLE") throw error;
      answer = new Response(null, { status: 413 });
    }
    // Nobody is there to be answered.
    if (incoming.destroyed && !incoming.complete) return true;
    if (answer === null) return false;
    // What was not read would else be read for nothing before the next request.
    if (hasBody(incoming) && !incoming.readableEnded) outgoing.setHeader("connection", "close");
    await write(body.state === "TOO_LARGE" ? new Response(null, { status: 413 }) : answer, outgoing);
    return true;
  };
}

function requestOf(incoming: IncomingMessage, origin: string, body: ReadableStream<Uint8Array<ArrayBuffer>>): Request {
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
  return new Request(url, { method, headers, ...(hasBody(incoming) && { body, duplex: "half" as const }) });
}

function hasBody({ method }: IncomingMessage): boolean {
  return method !== "GET" && method !== "HEAD";
}

/** A body that is read as far as somebody reads it, so that a request which is not the tool's is still whole for others. */
interface LazyBody {
  readonly stream: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** What somebody who read on came to. */
  readonly state: "WHOLE" | "TOO_LARGE" | "BROKEN_OFF";
}

function bodyOf(incoming: IncomingMessage, limit: number): LazyBody {
  let state: LazyBody["state"] = "WHOLE";
  let size = 0;
  let parts: AsyncIterator<Uint8Array<ArrayBuffer>> | undefined;
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        if (size > limit) {
          state = "TOO_LARGE";
          controller.error(new Error(`The body is over ${limit} bytes.`));
          return;
        }
        // Else what is over the limit would take the connection down before it is answered.
        parts ??= incoming.iterator({ destroyOnReturn: false });
        try {
          const part = await parts.next();
          if (part.done) return controller.close();
          size += part.value.byteLength;
          // The one that goes over is given too: a reader with a limit of its own then answers in its own words.
          controller.enqueue(new Uint8Array(part.value));
        } catch (error) {
          state = "BROKEN_OFF";
          controller.error(error);
        }
      },
      cancel: () => void parts?.return?.(),
    },
    { highWaterMark: 0 },
  );
  return {
    stream,
    get state() {
      return state;
    },
  };
}

async function write(answer: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = answer.status;
  for (const [name, value] of answer.headers) if (name !== "set-cookie") outgoing.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) outgoing.setHeader("set-cookie", cookies);
  outgoing.end(new Uint8Array(await answer.arrayBuffer()));
}
