import { EventSourceParserStream } from "eventsource-parser/stream";

/** A GraphQL document with the types of its answer and its variables. */
export type Document<Data, Variables> = string & { readonly types?: [Data, Variables] };

/** The text as it is: the name lets editors and generators know that it is GraphQL. */
export const gql = ([text = ""]: TemplateStringsArray) => text;

export interface Kunna {
  readonly url: string;
  readonly token: string;
}

function post({ url, token }: Kunna, accept: string, body: object, more: RequestInit & { headers?: object } = {}) {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", accept, ...more.headers };
  return fetch(url, { ...more, method: "POST", headers, body: JSON.stringify(body) });
}

interface Answer<Data> {
  readonly data?: Data | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** What is in `errors` broke; a refusal is data. */
function dataOf<Data>({ data, errors }: Answer<Data>): Data {
  if (data && !errors) return data;
  throw Object.assign(new Error(errors?.[0]?.message), errors?.[0]?.extensions);
}

/** The data of a query or a mutation. */
export async function ask<Data, Variables>(kunna: Kunna, query: Document<Data, Variables>, variables: Variables) {
  const response = await post(kunna, "application/json", { query, variables });
  return dataOf((await response.json()) as Answer<Data>);
}

/** A stream that ended for one of these goes on when it is asked for again. */
const goOnAfter = ["RIGHTS_CHANGED", "READER_TOO_SLOW", "UNAVAILABLE"];

/** A subscription: when it is cut off it is asked for again, after the last event that came. */
export async function* listen<Data, Variables>(
  kunna: Kunna,
  query: Document<Data, Variables>,
  variables: Variables,
  signal: AbortSignal,
): AsyncGenerator<Data, void> {
  let headers = {};
  while (!signal.aborted) {
    try {
      const response = await post(kunna, "text/event-stream", { query, variables }, { headers, signal });
      for await (const { id, data } of messagesOf(response)) {
        const told = dataOf(JSON.parse(data) as Answer<Data>);
        headers = { "last-event-id": id };
        yield told;
      }
    } catch (error) {
      const { code = "CUT_OFF" } = error as { code?: string };
      if (!signal.aborted && !["CUT_OFF", ...goOnAfter].includes(code)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

/** The messages of a stream, until it is complete. */
async function* messagesOf({ ok, status, body }: Response) {
  if (!ok || !body) throw Object.assign(new Error(`HTTP ${status}`), status < 500 && { code: status });
  const reader = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  try {
    while (true) {
      const { done, value } = await reader.read();
      if (done || value.event !== "next") return;
      yield value;
    }
  } finally {
    await reader.cancel();
  }
}
