import { createParser } from "eventsource-parser";
import { KunnaError } from "./errors.ts";
import { type ClientOptions, dataOf, parsed, post, resultOf } from "./transport.ts";
import type { TypedDocument } from "./typed-document.ts";

/** Kunna sends a comment every 12 s: two may be late. In milliseconds. */
const longestSilence = 30_000;

/**
 * Over server-sent events (GraphQL over SSE, distinct connections mode): fetch alone carries it. A connection that nothing
 * comes by any more is as lost as one that was cut.
 */
export async function* openEventStream<Result, Variables>(
  options: ClientOptions,
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
  onOpen: () => void,
  silence = longestSilence,
): AsyncGenerator<Result, void> {
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
  for await (const chunk of chunksOf(response.body, signal, requestId, silence)) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const { event, data } of arrived.splice(0)) {
      if (event === "complete") return;
      if (event === "next") yield resultOf(parsed(data), requestId);
    }
  }
  throw new KunnaError("NETWORK", "The stream ended before it was complete.", requestId);
}

/** Not every browser can iterate a stream by itself. */
async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  signal: AbortSignal,
  requestId: string | null,
  silence: number,
): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader();
  try {
    while (true) {
      const { done, value } = await withoutSilence(reader.read(), silence);
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

async function withoutSilence<T>(read: Promise<T>, longest: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Nothing came for ${longest} ms.`)), longest);
  });
  try {
    return await Promise.race([read, silence]);
  } finally {
    clearTimeout(timer);
  }
}
