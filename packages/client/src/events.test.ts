import { afterEach, describe, expect, it, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { createKunnaClient } from "./client.ts";
import type { FollowOptions, KunnaEvent } from "./follow-events.ts";
import { EventsDocument } from "./generated/operations.ts";
import { type StubServer, startStubServer } from "./server.test.support.ts";
import type { ClientOptions } from "./transport.ts";

const transports: [string, Pick<ClientOptions, "webSocket">][] = [
  ["server-sent events", {}],
  ["WebSocket", { webSocket: WebSocket }],
];

async function take(events: AsyncGenerator<KunnaEvent, void>, count: number): Promise<string[]> {
  const cursors: string[] = [];
  while (cursors.length < count) {
    const { done, value } = await events.next();
    if (done) break;
    cursors.push(value.cursor);
  }
  return cursors;
}

/** Waits until the server has as many followers. */
async function following({ feed }: StubServer, count = 1): Promise<void> {
  await vi.waitFor(() => expect(feed.followers).toBe(count), { timeout: 5_000 });
}

describe.each(transports)("the feed over %s", (_name, transport) => {
  /** Follows for the test that runs, and no longer. */
  async function start(follow: FollowOptions = {}, token: ClientOptions["token"] = "t") {
    const server = await startStubServer();
    const events = createKunnaClient({ url: server.url, token, ...transport }).events(follow);
    return { server, events };
  }

  it("gives what follows a cursor, and then what happens", async () => {
    const { server, events } = await start({ after: "c1" });
    server.feed.add("c1", "c2", "c3");
    expect(await take(events, 2)).toEqual(["c2", "c3"]);
    server.feed.add("c4");
    expect(await take(events, 1)).toEqual(["c4"]);
    await events.return();
  });

  it("goes on after a lost connection without gap or duplicate", async () => {
    const states: string[] = [];
    const { server, events } = await start({ after: "c0", onState: (state) => states.push(state) });
    server.feed.add("c0", "c1", "c2");
    expect(await take(events, 2)).toEqual(["c1", "c2"]);
    server.feed.add("c3");
    await new Promise((resolve) => setTimeout(resolve, 50));
    // c3 has come and waits to be taken; c4 and c5 happen while nobody is connected.
    server.drop();
    server.feed.add("c4", "c5");
    expect(await take(events, 3)).toEqual(["c3", "c4", "c5"]);
    expect(server.feed.starts).toEqual(["c0", "c3"]);
    expect(states).toEqual(["connecting", "open", "waiting", "connecting", "open"]);
    await events.return();
  });

  it("goes on when the server completes the stream or the roles change", async () => {
    const { server, events } = await start({ after: "c0" });
    server.feed.add("c0", "c1");
    expect(await take(events, 1)).toEqual(["c1"]);
    server.feed.complete();
    server.feed.add("c2");
    expect(await take(events, 1)).toEqual(["c2"]);
    server.feed.fail("RIGHTS_CHANGED");
    server.feed.add("c3");
    expect(await take(events, 1)).toEqual(["c3"]);
    server.feed.fail("READER_TOO_SLOW");
    server.feed.add("c4");
    expect(await take(events, 1)).toEqual(["c4"]);
    server.feed.fail("UNAVAILABLE");
    server.feed.add("c5");
    expect(await take(events, 1)).toEqual(["c5"]);
    expect(server.feed.starts).toEqual(["c0", "c1", "c2", "c3", "c4"]);
    await events.return();
  });

  it("asks for a new token when it reconnects, also when the old one is no good any more", async () => {
    let current = "old";
    const { server, events } = await start({ after: "c0" }, () => current);
    server.goodTokens = ["old"];
    server.feed.add("c0", "c1");
    expect(await take(events, 1)).toEqual(["c1"]);
    current = "new";
    server.goodTokens = ["new"];
    server.feed.fail("UNAUTHENTICATED");
    server.feed.add("c2");
    expect(await take(events, 1)).toEqual(["c2"]);
    expect(server.tokens).toEqual(["old", "new"]);
    await events.return();
  });

  it("throws when there is no other token", async () => {
    const { server, events } = await start();
    server.goodTokens = [];
    await expect(events.next()).rejects.toMatchObject({ code: "UNAUTHENTICATED" });
    expect(server.tokens).toHaveLength(1);
  });

  it("ends by the signal, without an error", async () => {
    const ended = new AbortController();
    const { server, events } = await start({ signal: ended.signal });
    const next = events.next();
    await following(server);
    ended.abort();
    expect(await next).toEqual({ done: true, value: undefined });
    await following(server, 0);
  });

  it("ends by return, also while it waits", async () => {
    const { server, events } = await start();
    const next = events.next();
    await following(server);
    await events.return();
    expect(await next).toEqual({ done: true, value: undefined });
    await following(server, 0);
  });

  it("tries again when the server is away, and ends while it waits", async () => {
    const ended = new AbortController();
    const states: string[] = [];
    const onState = (state: string) => {
      states.push(state);
      if (states.filter((each) => each === "waiting").length === 2) ended.abort();
    };
    const client = createKunnaClient({ url: "http://127.0.0.1:1/graphql", token: "t", ...transport });
    expect(await take(client.events({ signal: ended.signal, onState }), 1)).toEqual([]);
    expect(states).toEqual(["connecting", "waiting", "connecting", "waiting"]);
  });

  it("is one typed subscription: a lost connection is thrown, a completed one ends", async () => {
    const server = await startStubServer();
    const client = createKunnaClient({ url: server.url, token: "t", ...transport });
    const lost = client.subscribe(EventsDocument, {}).next();
    await following(server);
    server.drop();
    await expect(lost).rejects.toMatchObject({ code: "NETWORK" });
    await following(server, 0);
    const done = client.subscribe(EventsDocument, {}).next();
    await following(server);
    server.feed.complete();
    expect(await done).toEqual({ done: true, value: undefined });
    const left = client.subscribe(EventsDocument, {});
    const waiting = left.next();
    await following(server);
    await left.return();
    expect(await waiting).toEqual({ done: true, value: undefined });
    const aborted = AbortSignal.abort();
    await expect(client.subscribe(EventsDocument, {}, { signal: aborted }).next()).rejects.toBe(aborted.reason);
  });
});

describe("a connection that is not to be had", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is tried after waits that double up to 15 s, not all at once, and not after the end", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "Date"] });
    const tries: number[] = [];
    const ended = new AbortController();
    const fetch = async () => {
      tries.push(Date.now());
      throw new TypeError("fetch failed");
    };
    const onState = (state: string) => {
      if (state === "waiting" && tries.length === 9) ended.abort();
    };
    const client = createKunnaClient({ url: "http://kunna.test/", token: "t", fetch });
    const next = client.events({ signal: ended.signal, onState }).next();
    const end = next.then(() => Date.now());
    await vi.advanceTimersByTimeAsync(120_000);
    expect(await next).toEqual({ done: true, value: undefined });
    expect(await end).toBe(tries.at(-1));
    const waits = tries.slice(1).map((time, index) => time - (tries[index] ?? 0));
    const longest = [250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000];
    expect(waits.map((wait, index) => wait <= (longest[index] ?? 0) && wait >= (longest[index] ?? 0) / 2 - 1)).toEqual(
      longest.map(() => true),
    );
    expect(waits).not.toEqual(longest);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe("over server-sent events", () => {
  it("throws what waiting does not mend", async () => {
    for (const status of [404, 401]) {
      const fetch = async () => new Response("no", { status });
      const events = createKunnaClient({ url: "http://kunna.test/", token: "t", fetch }).events();
      await expect(events.next()).rejects.toMatchObject({ code: "HTTP", status });
    }
  });

  it("tries again after a 503", async () => {
    const { url, feed } = await startStubServer();
    feed.add("c0", "c1");
    let asked = 0;
    const flaky: typeof fetch = async (...request) =>
      ++asked === 1 ? new Response("", { status: 503 }) : fetch(...request);
    const events = createKunnaClient({ url, token: "t", fetch: flaky }).events({ after: "c0" });
    expect(await take(events, 1)).toEqual(["c1"]);
    await events.return();
  });
});

describe("over WebSocket", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  it("resumes also after a normal closure, of which graphql-ws would make the old subscription anew", async () => {
    const server = await startStubServer();
    server.feed.add("c0", "c1");
    const events = createKunnaClient({ url: server.url, token: "t", webSocket: WebSocket }).events({ after: "c0" });
    expect(await take(events, 1)).toEqual(["c1"]);
    for (const socket of server.sockets) socket.close(1000);
    server.feed.add("c2");
    expect(await take(events, 1)).toEqual(["c2"]);
    expect(server.feed.starts).toEqual(["c0", "c1"]);
    await events.return();
  });

  it("leaves a connection on which nothing answers any more", async () => {
    const silent = new WebSocketServer({ port: 0, host: "127.0.0.1" });
    silent.on("connection", (socket) => {
      socket.once("message", () => socket.send(JSON.stringify({ type: "connection_ack" })));
    });
    await new Promise((resolve) => silent.once("listening", resolve));
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { port } = silent.address() as { port: number };
    const client = createKunnaClient({ url: `http://127.0.0.1:${port}/`, token: "t", webSocket: WebSocket });
    const lost = expect(client.subscribe(EventsDocument, {}).next()).rejects.toMatchObject({ code: "NETWORK" });
    // The handshake is real, only the timers are not: the first ping is set when it is done.
    while (vi.getTimerCount() === 0) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(12_000 + 5_000);
    await lost;
    silent.close();
  });
});
