import { createParser } from "eventsource-parser";
import { KunnaError } from "./errors.ts";
import { dataOf, type Open, parsed, post, resultOf } from "./transport.ts";

/** Over server-sent events (GraphQL over SSE, distinct connections mode): fetch alone carries it. */
export const openEventStream: Open = async function* (options, document, variables, signal, onOpen) {
  const body = JSON.stringify({ query: document.toString(), variables });
  const headers = { "content-type": "application/json", accept: "text/event-stream" };
  const response = await post(options, body, headers, signal);
  const requestId = response.headers.get("x-request-id");
  if (!response.headers.get("content-type")?.startsWith("text/event-stream") || !response.body) {
    await dataOf(response, signal);
    throw new KunnaError("MALFORMED_ANSWER", "Kunna did not open a stream.", requestId);
  }
  onOpen();
  const arrived: { event: string; data: string }[] = [];
  const parser = createParser({ onEvent: ({ event = "message", data }) => arrived.push({ event, data }) });
  const decoder = new TextDecoder();
  for await (const chunk of chunksOf(response.body, signal, requestId)) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const { event, data } of arrived.splice(0)) {
      if (event === "complete") return;
      if (event === "next") yield resultOf(parsed(data), requestId);
    }
  }
  throw new KunnaError("NETWORK", "The stream ended before it was complete.", requestId);
};

/** Not every browser can iterate a stream by itself. */
async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  requestId: string | null,
): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new KunnaError("NETWORK", "The stream was cut off.", requestId, { cause });
  } finally {
    await reader.cancel().catch(() => {});
  }
}
