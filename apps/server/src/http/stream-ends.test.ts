import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";
import { encodeFeedCursor, issueAccessToken, runCommandAs, type Services } from "@kunna/api";
import { appendEvents } from "@kunna/database";
import { availableTestDatabases, createTestDatabase } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { createTestServer, demoActor } from "@kunna/testing";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from "vitest";
import WebSocket from "ws";
import { demoSeed } from "../demo-seed.test.support.ts";
import { createHttpServer, listenEarly } from "./server.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`how streams end on ${kind}`, ({ skip }) => skip(reason));

const within = { timeout: 30_000, interval: 50 };

describe.each(kinds)("a stream's end and its resuming on %s", (kind) => {
  let services: Services;
  let url: string;
  let admin: Actor;
  let token: string;
  let close = async () => {};

  beforeAll(async () => {
    const database = await createTestDatabase(kind, demoSeed);
    const server = await createTestServer(database);
    services = { ...server.services, metrics: { ...server.services.metrics } };
    admin = await demoActor(services, "nordvik", "admin");
    const input = { personId: admin.personId, label: "test", expiresAt: null };
    ({ token } = await runCommandAs(services, admin, issueAccessToken, input));
    const early = await listenEarly("127.0.0.1", 0);
    url = `http://127.0.0.1:${early.port}/graphql`;
    const http = createHttpServer(services, pino({ level: "silent" }), early.server);
    close = async () => {
      await http.close();
      await server.close();
      await database.close();
    };
  });
  afterAll(() => close());

  /** So many events, each with so many bytes of facts. */
  const write = (count: number, size = 1) =>
    services.database.transact(admin.organisationId, (tx) =>
      appendEvents(
        tx,
        Array.from({ length: count }, () => ({
          type: "TEAM_CHANGED",
          occurredAt: new Date(),
          facts: { text: "x".repeat(size) },
        })),
      ),
    );
  const endOfFeed = async () => {
    const placed = async () => {
      const left = await services.database.asSystem((tx) => tx.event.count({ where: { position: null } }));
      expect(left).toBe(0);
    };
    await vi.waitFor(placed, within);
    const feed = await services.database.asSystem((tx) =>
      tx.feed.findUniqueOrThrow({ where: { organisationId: admin.organisationId } }),
    );
    return feed.position;
  };

  /** Server-sent events, as an EventSource reads them: by GET. */
  async function open(query: string, headers: Record<string, string> = {}, of = url): Promise<IncomingMessage> {
    const request = get(`${of}?query=${encodeURIComponent(query)}`, {
      headers: { accept: "text/event-stream", authorization: `Bearer ${token}`, ...headers },
    });
    onTestFinished(() => void request.destroy());
    const [response] = (await once(request, "response")) as [IncomingMessage];
    return response;
  }
  function collect(response: IncomingMessage) {
    const got = { text: "", isOver: false };
    response.setEncoding("utf8").on("data", (chunk: string) => {
      got.text += chunk;
    });
    response.once("close", () => {
      got.isOver = true;
    });
    return got;
  }
  const idsOf = (text: string) => [...text.matchAll(/^id: (.+)$/gm)].map(([, id]) => id);

  it("R13: server-sent events carry their cursors as ids, and Last-Event-ID goes on after one", async () => {
    const start = await endOfFeed();
    await write(3);
    await endOfFeed();
    const cursors = [1n, 2n, 3n, 4n].map((n) => encodeFeedCursor(start + n));
    const query = "subscription { events { cursor type } }";
    const after = (id: string | undefined) => open(query, id === undefined ? {} : { "last-event-id": id });
    const first = collect(await after(encodeFeedCursor(start)));
    await vi.waitFor(() => expect(idsOf(first.text)).toEqual(cursors.slice(0, 3)), within);
    const resumed = collect(await after(cursors[1]));
    await vi.waitFor(() => expect(idsOf(resumed.text)).toEqual(cursors.slice(2, 3)), within);
    await write(1);
    await vi.waitFor(() => expect(idsOf(resumed.text)).toEqual(cursors.slice(2)), within);
    await vi.waitFor(() => expect(idsOf(first.text)).toEqual(cursors), within);
  });

  it("says in the stream itself why it can't begin, and ends", async () => {
    const stream = collect(await open('subscription { certificateChanged(certificateId: "x") { event { type } } }'));
    await vi.waitFor(() => expect(stream.isOver).toBe(true), within);
    expect(stream.text).toContain('"code":"INVALID_INPUT"');
    expect(stream.text).toMatch(/event: complete\ndata:\n\n$/);
  });

  it("refuses a Last-Event-ID that it did not give, and leaves variables that nobody can read to Yoga", async () => {
    const events = "subscription { events { cursor } }";
    const stream = collect(await open(events, { "last-event-id": "yesterday" }));
    await vi.waitFor(() => expect(stream.isOver).toBe(true), within);
    expect(stream.text).toContain('"code":"MALFORMED_CURSOR"');
    for (const variables of ["{", "[]", "1"]) {
      const answer = await fetch(
        `${url}?query=${encodeURIComponent(events)}&variables=${encodeURIComponent(variables)}`,
        {
          headers: { accept: "text/event-stream", authorization: `Bearer ${token}` },
        },
      );
      expect(await answer.text(), variables).toContain('"errors"');
    }
  });

  it("keeps a stream that was asked for without a body open longer than a body may take", async () => {
    const early = await listenEarly("127.0.0.1", 0);
    const http = createHttpServer(services, pino({ level: "silent" }), early.server, { patience: 200 });
    onTestFinished(() => http.close());
    const of = `http://127.0.0.1:${early.port}/graphql`;
    const stream = collect(await open("subscription { events { cursor } }", {}, of));
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(stream.isOver).toBe(false);
    const position = await endOfFeed();
    await write(1);
    await vi.waitFor(() => expect(idsOf(stream.text)).toEqual([encodeFeedCursor(position + 1n)]), within);
  });

  it("tells whoever asks over a socket that the database is away, and keeps the socket for the next they ask", async () => {
    const client = new WebSocket(url.replace("http", "ws"), "graphql-transport-ws");
    onTestFinished(() => client.terminate());
    const told: { id?: string; type: string; payload?: unknown }[] = [];
    client.on("message", (data) => told.push(JSON.parse(data.toString())));
    await once(client, "open");
    const input = { personId: admin.personId, label: "unknown yet", expiresAt: null };
    const { token: unknownYet } = await runCommandAs(services, admin, issueAccessToken, input);
    client.send(JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${unknownYet}` } }));
    await vi.waitFor(() => expect(told.map(({ type }) => type)).toEqual(["connection_ack"]), within);
    const away = vi
      .spyOn(services.database, "asSystem")
      .mockRejectedValue(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));
    const ask = (id: string) =>
      client.send(JSON.stringify({ id, type: "subscribe", payload: { query: "{ viewer { name } }" } }));
    ask("1");
    await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ id: "1", type: "error" }), within);
    expect(told.at(-1)?.payload).toMatchObject([{ extensions: { code: "UNAVAILABLE" } }]);
    away.mockRestore();
    ask("2");
    await vi.waitFor(() => expect(told.at(-1)).toEqual({ id: "2", type: "complete" }), within);
  });

  it("R13: holds little for a reader that takes nothing, ends it, and the one beside it gets all", async () => {
    const query = "subscription { events { cursor facts } }";
    const stuck = await open(query);
    stuck.pause();
    const slow = socket();
    const quick = socket();
    await Promise.all([slow.opened, quick.opened]);
    slow.pause();
    const start = await endOfFeed();
    const ended = vi.spyOn(services.metrics, "streamEnded");
    // More than the system keeps for a connection that nobody reads from.
    for (let n = 0; n < 12; n++) await write(10, 200_000);
    await vi.waitFor(() => expect(quick.received.length).toBe(120), { timeout: 100_000, interval: 100 });
    const tooSlow = () => ended.mock.calls.filter(([, reason]) => reason === "READER_TOO_SLOW").map(([by]) => by);
    await vi.waitFor(() => expect(tooSlow().toSorted()).toEqual(["sse", "websocket"]), within);
    ended.mockRestore();
    // Once it reads again, it finds what it was sent, in order, and why it was ended; it goes on from there.
    slow.resume();
    await vi.waitFor(() => expect(slow.error).not.toBeNull(), within);
    const [error] = slow.error ?? [];
    expect(error?.extensions).toMatchObject({ code: "READER_TOO_SLOW", after: slow.received.at(-1) });
    const rest = socket(slow.received.at(-1));
    await vi.waitFor(() => expect([...slow.received, ...rest.received]).toEqual(quick.received), {
      timeout: 60_000,
      interval: 100,
    });
    expect(quick.received[0]).toBe(encodeFeedCursor(start + 1n));

    /** A graphql-transport-ws client that can stop reading. */
    function socket(after: string | null = null) {
      const client = new WebSocket(url.replace("http", "ws"), "graphql-transport-ws");
      onTestFinished(() => client.terminate());
      const received: string[] = [];
      const state = {
        received,
        error: null as { extensions: Record<string, unknown> }[] | null,
        pause: () => client.pause(),
        resume: () => client.resume(),
      };
      const payload = {
        query: "subscription ($after: Cursor) { events(after: $after) { cursor facts } }",
        variables: { after },
      };
      const opened = new Promise<void>((resolve) => {
        client.on("open", () =>
          client.send(JSON.stringify({ type: "connection_init", payload: { authorization: `Bearer ${token}` } })),
        );
        client.on("message", (data) => {
          const message = JSON.parse(data.toString());
          if (message.type === "connection_ack") {
            client.send(JSON.stringify({ id: "1", type: "subscribe", payload }));
            client.send(JSON.stringify({ type: "ping" }));
          }
          // The pong comes after the subscription has begun, or soon before.
          if (message.type === "pong") setTimeout(resolve, 500);
          if (message.type === "next") received.push(message.payload.data.events.cursor);
          if (message.type === "error") state.error = message.payload;
        });
      });
      return Object.assign(state, { opened });
    }
  }, 200_000);

  it("ends what a revoked token follows, with the reason and the place to go on from", async () => {
    const input = { personId: admin.personId, label: "short", expiresAt: null };
    const issued = await runCommandAs(services, admin, issueAccessToken, input);
    const stream = collect(
      await open("subscription { events { cursor } }", { authorization: `Bearer ${issued.token}` }),
    );
    const position = await endOfFeed();
    await write(1);
    await vi.waitFor(() => expect(idsOf(stream.text)).toEqual([encodeFeedCursor(position + 1n)]), within);
    await services.database.asSystem((tx) =>
      tx.accessToken.updateMany({ where: { label: "short" }, data: { revokedAt: new Date() } }),
    );
    await vi.waitFor(() => expect(stream.isOver).toBe(true), within);
    expect(stream.text).toContain('"code":"UNAUTHENTICATED"');
    expect(stream.text).toContain(`"after":"${encodeFeedCursor(position + 1n)}"`);
  });
});
