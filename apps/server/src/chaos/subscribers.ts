import { setTimeout as sleep } from "node:timers/promises";
import { createKunnaClient } from "@kunna/client";
import { createClient } from "graphql-ws";
import WebSocket from "ws";
import { type FeedEvent, followed } from "./operations.ts";
import type { Random } from "./random.ts";
import type { ServerProcess } from "./server-process.ts";
import type { ChaosOrganisation } from "./world.ts";

/** Somebody who follows a feed through everything, and keeps each event as it came. */
export interface Subscriber {
  readonly name: string;
  readonly organisationId: string;
  /** The types that it asks for; null: all. */
  readonly types: readonly string[] | null;
  /** The cursors in the order in which they came, twice where one came twice. */
  readonly seen: readonly string[];
  /** How often its connection was made anew. */
  readonly connections: number;
  /** Why it was thrown out for good, where that ought not to be. */
  readonly failures: readonly string[];
  stop(): Promise<void>;
}

interface Following {
  readonly server: () => ServerProcess;
  readonly token: string;
  readonly types: readonly string[] | null;
  readonly after: () => string;
  readonly signal: AbortSignal;
  readonly onOpen: () => void;
}

type Follow = (following: Following) => AsyncIterable<FeedEvent>;

const changes = ["PERSON_CHANGED"] as const;

/** Of each organisation: the SDK over both transports, and both transports raw, one of them with a filter. */
export function startSubscribers(
  apis: readonly ServerProcess[],
  organisations: readonly ChaosOrganisation[],
  starts: ReadonlyMap<string, string>,
  random: Random,
): Subscriber[] {
  const kinds: readonly (readonly [name: string, follow: Follow, types: readonly string[] | null])[] = [
    ["SDK over SSE", overSdk(false), null],
    ["SDK over WebSocket", overSdk(true), null],
    ["raw graphql-ws", overWebSocket, null],
    ["raw SSE, filtered", overSse, changes],
  ];
  return organisations.flatMap((organisation) =>
    kinds.map(([kind, follow, types]) => {
      const start = starts.get(organisation.id) ?? "";
      return startSubscriber(`${organisation.key}, ${kind}`, follow, { apis, organisation, start, types, random });
    }),
  );
}

function startSubscriber(
  name: string,
  follow: Follow,
  from: {
    readonly apis: readonly ServerProcess[];
    readonly organisation: ChaosOrganisation;
    readonly start: string;
    readonly types: readonly string[] | null;
    readonly random: Random;
  },
): Subscriber {
  const seen: string[] = [];
  const failures: string[] = [];
  const abort = new AbortController();
  const counts = { connections: 0 };
  const run = async (): Promise<void> => {
    while (!abort.signal.aborted) {
      try {
        const events = follow({
          server: () => from.random.pick(from.apis),
          token: from.organisation.token,
          types: from.types,
          after: () => seen.at(-1) ?? from.start,
          signal: abort.signal,
          onOpen: () => {
            counts.connections += 1;
          },
        });
        for await (const { cursor } of events) seen.push(cursor);
      } catch (error) {
        if (abort.signal.aborted) return;
        if (!(error instanceof ConnectionLost)) failures.push(String(error));
      }
      await sleep(200);
    }
  };
  const running = run();
  return {
    name,
    organisationId: from.organisation.id,
    types: from.types,
    seen,
    failures,
    get connections() {
      return counts.connections;
    },
    async stop() {
      abort.abort();
      await running;
    },
  };
}

/** What a raw client makes good by connecting again. */
class ConnectionLost extends Error {}

/** The SDK makes its connection anew by itself, always to the same server. */
function overSdk(isWebSocket: boolean): Follow {
  return async function* ({ server, token, types, after, signal, onOpen }) {
    const client = createKunnaClient({
      ...{ url: server().url, token },
      ...(isWebSocket ? { webSocket: WebSocket as unknown as new (url: string) => object } : {}),
    });
    const filter = types ? { filter: { types: [...types] as never[] } } : {};
    const onState = (state: string) => state === "open" && onOpen();
    yield* client.events({ after: after(), signal, onState, ...filter }) as AsyncIterable<FeedEvent>;
  };
}

/** By graphql-ws itself, each time to any server. */
async function* overWebSocket({ server, token, types, after, signal, onOpen }: Following): AsyncGenerator<FeedEvent> {
  const client = createClient({
    url: server().url.replace("http", "ws"),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    // A connection that hangs is noticed by what it does not answer.
    keepAlive: 2_000,
    connectionParams: { authorization: `Bearer ${token}` },
    on: { connected: onOpen, ping: (received) => !received && watchPong(), pong: () => clearTimeout(pongMissing) },
  });
  let pongMissing: NodeJS.Timeout | undefined;
  const watchPong = () => {
    pongMissing = setTimeout(() => client.terminate(), 3_000);
  };
  const end = () => void client.dispose();
  signal.addEventListener("abort", end);
  try {
    const variables = { after: after(), filter: types && { types } };
    for await (const { data, errors } of client.iterate<{ events: FeedEvent }>({ query: followed, variables })) {
      if (!data) throw new Error(`An event came as an error: ${JSON.stringify(errors)}`);
      yield data.events;
    }
  } catch (error) {
    // Errors of the operation come as a list, a lost connection as what closed it.
    if (Array.isArray(error)) throw new Error(JSON.stringify(error));
    if (error instanceof Error && error.message.startsWith("An event")) throw error;
    throw new ConnectionLost();
  } finally {
    clearTimeout(pongMissing);
    signal.removeEventListener("abort", end);
    await client.dispose();
  }
}

/** By fetch and Last-Event-ID, each time to any server. */
async function* overSse({ server, token, types, after, signal, onOpen }: Following): AsyncGenerator<FeedEvent> {
  const inner = new AbortController();
  const end = () => inner.abort();
  signal.addEventListener("abort", end);
  const silence = setInterval(() => performance.now() - heardAt > 20_000 && end(), 1_000).unref();
  let heardAt = performance.now();
  try {
    const response = await fetch(server().url, {
      method: "POST",
      headers: {
        ...{ accept: "text/event-stream", "content-type": "application/json", authorization: `Bearer ${token}` },
        "last-event-id": after(),
      },
      body: JSON.stringify({ query: followed, variables: { filter: types && { types } } }),
      signal: inner.signal,
    }).catch(() => {
      throw new ConnectionLost();
    });
    if (!response.ok || !response.body) throw new ConnectionLost();
    onOpen();
    let text = "";
    const decoder = new TextDecoder();
    const chunks = response.body as unknown as AsyncIterable<Uint8Array>;
    for await (const chunk of lost(chunks)) {
      heardAt = performance.now();
      text += decoder.decode(chunk, { stream: true });
      for (let at = text.indexOf("\n\n"); at >= 0; at = text.indexOf("\n\n")) {
        const data = /^data: (.*)$/m.exec(text.slice(0, at))?.[1];
        text = text.slice(at + 2);
        if (!data) continue;
        const answer = JSON.parse(data) as { data?: { events: FeedEvent }; errors?: unknown };
        if (!answer.data) throw new Error(JSON.stringify(answer.errors));
        yield answer.data.events;
      }
    }
  } finally {
    clearInterval(silence);
    signal.removeEventListener("abort", end);
    inner.abort();
  }
}

async function* lost<T>(chunks: AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* chunks;
  } catch {
    throw new ConnectionLost();
  }
}
