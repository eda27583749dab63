import { createParser } from "eventsource-parser";
import { type GraphqlErrorEntry, KunnaError, OperationError } from "./errors.ts";
import type { TypedDocumentString } from "./generated/operations.ts";
import { type ClientOptions, dataOf, isRecord, post } from "./transport.ts";

/**
 * One connection of a subscription, over server-sent events (GraphQL over SSE, distinct connections mode): fetch alone
 * carries it, so it runs wherever fetch does. Ends when the server completes it.
 * @throws KunnaError when the connection is lost, OperationError when the server ends it with errors
 */
export async function* connect<Result, Variables>(
  options: ClientOptions,
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
  signal: AbortSignal,
  onOpen: () => void = () => {},
): AsyncGenerator<Result, void> {
  const body = JSON.stringify({ query: document.toString(), variables });
  const response = await post(
    options,
    body,
    { "content-type": "application/json", accept: "text/event-stream" },
    signal,
  );
  if (!response.headers.get("content-type")?.startsWith("text/event-stream") || !response.body) {
    await dataOf(response);
    throw new KunnaError("MALFORMED_ANSWER", "Kunna did not open a stream.", response.headers.get("x-request-id"));
  }
  onOpen();
  const requestId = response.headers.get("x-request-id");
  const arrived: { event: string; data: string }[] = [];
  const parser = createParser({ onEvent: ({ event = "message", data }) => arrived.push({ event, data }) });
  const decoder = new TextDecoder();
  for await (const chunk of chunksOf(response.body, signal)) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const { event, data } of arrived.splice(0)) {
      if (event === "complete") return;
      if (event === "next") yield resultOf<Result>(data, requestId);
    }
  }
  throw new KunnaError("NETWORK", "The stream ended before it was complete.", requestId);
}

async function* chunksOf(body: ReadableStream<Uint8Array>, signal: AbortSignal): AsyncGenerator<Uint8Array, void> {
  const reader = body.getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (cause) {
    if (signal.aborted) throw cause;
    throw new KunnaError("NETWORK", "The stream was cut off.", null, { cause });
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function resultOf<Result>(text: string, requestId: string | null): Result {
  const answer: unknown = JSON.parse(text);
  if (isRecord(answer) && Array.isArray(answer.errors)) {
    throw new OperationError(answer.errors as GraphqlErrorEntry[], requestId);
  }
  if (isRecord(answer) && isRecord(answer.data)) return answer.data as Result;
  throw new KunnaError("MALFORMED_ANSWER", "The stream carried what is not a GraphQL result.", requestId);
}
