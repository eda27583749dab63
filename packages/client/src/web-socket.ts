import { type GraphqlErrorEntry, KunnaError, OperationError } from "./errors.ts";
import { absolute, type ClientOptions, type Open, resultOf, tokenOf } from "./transport.ts";

/** In milliseconds: how often a quiet connection is tried, and how long the answer may take. */
const pingEvery = 12_000;
const pongWithin = 5_000;

/** What a server says when it closes a connection for good: another one would end in the same way. */
const forGood = [1002, 1003, 1007, 4004, 4005, 4400, 4406, 4409, 4429];
const notSignedIn = [4401, 4403];

/**
 * Over WebSocket, by graphql-ws, which is loaded when it is first needed. One socket a subscription, so that each
 * connection has the token of its moment. graphql-ws itself never tries again: it would send the variables that it had.
 */
export const openWebSocket: Open = async function* (options, document, variables, signal, onOpen) {
  const authorization = `Bearer ${await tokenOf(options)}`;
  const { createClient } = await import("graphql-ws/client");
  signal.throwIfAborted();
  const arrived = new Arrivals();
  let noPong: ReturnType<typeof setTimeout> | undefined;
  const client = createClient({
    url: socketUrl(options.url),
    webSocketImpl: options.webSocket,
    connectionParams: { authorization },
    retryAttempts: 0,
    keepAlive: pingEvery,
    on: {
      connected: onOpen,
      // A network that went away without a word closes nothing: without this, one would wait for ever.
      ping: (received) => {
        if (!received) noPong = setTimeout(() => client.terminate(), pongWithin);
      },
      pong: (received) => {
        if (received) clearTimeout(noPong);
      },
      // Also after a 1000, of which graphql-ws would make a new connection.
      closed: (event) => {
        clearTimeout(noPong);
        arrived.end(closing(event as Partial<CloseEvent>));
      },
    },
  });
  const abort = () => arrived.end(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  const unsubscribe = client.subscribe(
    { query: document.toString(), variables: variables as Record<string, unknown> },
    {
      next: (result) => arrived.add(result),
      error: (error) => arrived.end(failure(error, options)),
      complete: () => arrived.end(null),
    },
  );
  try {
    for await (const result of arrived.all()) yield resultOf(result, null);
  } finally {
    signal.removeEventListener("abort", abort);
    unsubscribe();
    clearTimeout(noPong);
    await client.dispose();
  }
};

/** What came and was not yet taken, and how it ended: what had come before the end is still given. */
class Arrivals {
  readonly #waiting: unknown[] = [];
  #end: { readonly error: unknown } | null = null;
  #wake: () => void = () => {};

  add(result: unknown): void {
    this.#waiting.push(result);
    this.#wake();
  }

  /** Only the first end counts. @param error null: it ended well */
  end(error: unknown): void {
    this.#end ??= { error };
    this.#wake();
  }

  async *all(): AsyncGenerator<unknown, void> {
    while (true) {
      while (this.#waiting.length > 0) yield this.#waiting.shift();
      if (this.#end?.error) throw this.#end.error;
      if (this.#end) return;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}

function closing({ code = 0, reason = "" }: Partial<CloseEvent>): KunnaError {
  const message = `The WebSocket was closed (${code}${reason && `: ${reason}`}).`;
  if (notSignedIn.includes(code)) return new KunnaError("UNAUTHENTICATED", message, null);
  return new KunnaError(forGood.includes(code) ? "MALFORMED_ANSWER" : "NETWORK", message, null);
}

function failure(error: unknown, { url }: ClientOptions): KunnaError {
  if (Array.isArray(error)) return new OperationError(error as GraphqlErrorEntry[], null);
  return new KunnaError("NETWORK", `Kunna can't be reached at ${url} by WebSocket.`, null, { cause: error });
}

function socketUrl(url: string): string {
  return absolute(url).href.replace(/^http/, "ws");
}
