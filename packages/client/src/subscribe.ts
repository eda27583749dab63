import { openEventStream } from "./event-stream.ts";
import type { Open } from "./transport.ts";
import { openWebSocket } from "./web-socket.ts";

export const openSubscription: Open = (options, ...rest) =>
  options.webSocket ? openWebSocket(options, ...rest) : openEventStream(options, ...rest);

/**
 * A stream that its consumer can end at any time. A generator that waits can't be ended by its own `return`: the wait
 * is ended first.
 * @param outer ends it too, and stays the caller's
 */
export function endable<T>(
  outer: AbortSignal | undefined,
  run: (signal: AbortSignal) => AsyncGenerator<T, void>,
): AsyncGenerator<T, void> {
  const inner = new AbortController();
  const abort = () => inner.abort(outer?.reason);
  if (outer?.aborted) abort();
  outer?.addEventListener("abort", abort, { once: true });
  let left = false;
  const stream = (async function* () {
    try {
      yield* run(inner.signal);
    } catch (error) {
      if (!left) throw error;
    } finally {
      outer?.removeEventListener("abort", abort);
    }
  })();
  const leave = stream.return.bind(stream);
  stream.return = (value) => {
    left = true;
    inner.abort();
    return leave(value);
  };
  return stream;
}
