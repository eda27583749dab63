import { request } from "node:http";
import { hashOfToken, noMetrics } from "@kunna/api";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "@kunna/database/testing";
import { createTestServer, fixedClock, type TestServer } from "@kunna/testing";
import { pino } from "pino";
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { requestFields } from "../http/request-log.ts";
import { createHttpServer, type HttpOptions, listenEarly } from "../http/server.ts";
import { createMeters } from "./meters.ts";
import { createWatch } from "./watch.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it.skip(`watching on ${kind} skipped: ${reason}`, () => {});

interface Asked {
  readonly status: number;
  readonly text: string;
  readonly requestId: string;
}

/** With any Host header, which fetch does not let one set. */
function ask(url: string, headers: Record<string, string> = {}): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { headers }, async (incoming) => {
      let text = "";
      for await (const chunk of incoming) text += chunk;
      resolve({ status: incoming.statusCode ?? 0, text, requestId: String(incoming.headers["x-request-id"]) });
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

describe.each(kinds)("watching on %s", (kind) => {
  let database: TestDatabase;
  let api: TestServer;
  const clock = fixedClock("2026-11-28T10:00:00Z");
  const log: Record<string, unknown>[] = [];

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    api = await createTestServer(database, { now: clock.now });
    // Nobody places events here: what waits goes on waiting.
    await api.close();
  });
  afterAll(async () => {
    await database?.close();
  });
  beforeEach(() => {
    log.length = 0;
  });

  const start = async (options: HttpOptions = {}, publicUrl = "http://localhost:4000") => {
    const meters = createMeters();
    const services = { ...api.services, publicUrl, metrics: meters.metrics };
    const { server, port } = await listenEarly("127.0.0.1", 0);
    const logger = pino({ mixin: requestFields }, { write: (line: string) => void log.push(JSON.parse(line)) });
    const watch = createWatch(services, meters, 3_600_000);
    const http = createHttpServer(services, logger, server, { watch, ...options });
    onTestFinished(() => http.close());
    return { url: `http://127.0.0.1:${port}`, meters, watch };
  };
  const organisation = async () => {
    const id = crypto.randomUUID();
    await database.asSystem((tx) =>
      tx.organisation.create({ data: { id, key: `secret-${id}`, name: `Secret ${id}`, createdAt: new Date() } }),
    );
    return id;
  };

  it("tells the metrics to this machine alone, and not through what passes requests on", async () => {
    const { url } = await start();
    const statuses = async (...headers: Record<string, string>[]) =>
      Promise.all(headers.map(async (each) => (await ask(`${url}/metrics`, each)).status));
    expect(await statuses({}, { host: "localhost:4000" }, { host: "[::1]:4000" })).toEqual([200, 200, 200]);
    const passedOn = [
      { "x-forwarded-for": "203.0.113.9" },
      { forwarded: "for=203.0.113.9" },
      { "x-real-ip": "203.0.113.9" },
      { via: "1.1 proxy" },
      { host: "kunna.example.org" },
      { host: "127.0.0.1.example.org" },
    ];
    expect(await statuses(...passedOn)).toEqual(passedOn.map(() => 403));
    // A proxy on this machine that says nothing of itself can't be told from this machine.
    const reached = await start({}, "https://kunna.example.org");
    expect((await ask(`${reached.url}/metrics`)).status).toBe(403);
  });

  it("tells them to whoever has the token, and then to nobody else", async () => {
    const { url } = await start({ metricsToken: "0123456789abcdef" }, "https://kunna.example.org");
    const withToken = (authorization: string) =>
      ask(`${url}/metrics`, { authorization, "x-forwarded-for": "203.0.113.9", host: "kunna.example.org" });
    expect((await withToken("Bearer 0123456789abcdef")).status).toBe(200);
    expect((await withToken("Bearer 0123456789abcdeF")).status).toBe(401);
    expect((await withToken("Bearer 0")).status).toBe(401);
    expect((await ask(`${url}/metrics`)).status).toBe(401);
  });

  it("counts requests by their class, and names nobody", async () => {
    const { url, meters } = await start();
    const id = await organisation();
    await ask(`${url}/certificates/ABCD-EFGH-JKLM`);
    await ask(`${url}/notifications/unsubscribe?signature=hunter2`);
    await ask(`${url}/nobody-knows?token=hunter2`);
    await ask(`${url}/graphql?query=%7B__typename%7D`, { accept: "application/json" });
    meters.metrics.streamOpened("sse");
    meters.metrics.streamOpened("sse");
    meters.metrics.streamEnded("sse", "RIGHTS_CHANGED");
    meters.metrics.jobRan("sweep", "ok", 0.01);
    for (let n = 0; n < 200; n += 1)
      meters.metrics.operationAnswered("query", `CODE_${String.fromCharCode(65 + (n % 26), 65 + Math.floor(n / 26))}`);
    meters.metrics.operationAnswered("query", `organisation ${id}`);
    const { text } = await ask(`${url}/metrics`);
    for (const line of [
      'kunna_http_requests_total{route="certificates",status="404"} 1',
      'kunna_http_requests_total{route="notifications",status="404"} 1',
      'kunna_http_requests_total{route="other",status="404"} 1',
      'kunna_http_requests_total{route="graphql",status="200"} 1',
      'kunna_streams_open{transport="sse"} 1',
      'kunna_streams_ended_total{transport="sse",reason="RIGHTS_CHANGED"} 1',
      'kunna_job_runs_total{job="sweep",outcome="ok"} 1',
      "kunna_database_up 1",
      'kunna_webhooks{of="dead"} 0',
      'kunna_graphql_operations_total{kind="query",outcome="OK"} 1',
      `kunna_signals_connected{by="database"} ${database.signals.isConnected ? 1 : 0}`,
    ])
      expect(text).toContain(`${line}\n`);
    expect(text).toMatch(/^process_cpu_seconds_total /m);
    expect(text).not.toMatch(/secret|hunter2|ABCD|nobody-knows/i);
    expect(text).not.toContain(id);
    expect(text.match(/^kunna_graphql_operations_total/gm)?.length).toBe(61);
  });

  it("R13: tells how long the oldest event has waited for its place, and how overdue the sweep is", async () => {
    const { url, watch } = await start();
    const lagOf = (text: string, of: string) =>
      Number(new RegExp(`kunna_lag_seconds\\{of="${of}"\\} (\\S+)`).exec(text)?.[1]);
    expect(await watch.lags()).toEqual({ relay: 0, sweep: 0, webhooks: 0, notifications: 0 });
    const organisationId = await organisation();
    const hourAgo = Date.now() - 3_600_000;
    const id = `${hourAgo
      .toString(16)
      .padStart(12, "0")
      .replace(/^(.{8})/, "$1-")}-7000-8000-000000000000`;
    await database.asSystem((tx) =>
      // Long ago in the domain's time: that is not how long it has waited.
      tx.event.create({ data: { id, organisationId, type: "A", occurredAt: new Date(0), facts: {} } }),
    );
    const late = await start();
    const { text } = await ask(`${late.url}/metrics`);
    expect(text).toContain("kunna_relay_unplaced_events 1\n");
    expect(lagOf(text, "relay")).toBeGreaterThanOrEqual(3_600);
    expect(lagOf(text, "relay")).toBeLessThan(3_700);
    const ready = await ask(`${late.url}/readyz`);
    expect([ready.status, JSON.parse(ready.text)]).toEqual([
      200,
      {
        status: "degraded",
        degraded: expect.arrayContaining(["RELAY_LATE"]),
        lagSeconds: { relay: expect.any(Number), sweep: 0, webhooks: 0, notifications: 0 },
      },
    ]);
    // The earlier one has asked a moment ago, and believes that.
    expect(lagOf((await ask(`${url}/metrics`)).text, "relay")).toBe(0);
  });

  it("is ready, and degraded, when it can't look up how late the work is and the database answers", async () => {
    const failing = {
      ...api.services,
      now(): Date {
        throw new Error("The counting takes too long.");
      },
    };
    const watch = createWatch(failing);
    expect([await watch.unavailable(), await watch.lags()]).toEqual([null, null]);
    const { server, port } = await listenEarly("127.0.0.1", 0);
    const http = createHttpServer(failing, pino({ level: "silent" }), server, { watch });
    onTestFinished(() => http.close());
    const { status, text } = await ask(`http://127.0.0.1:${port}/readyz`);
    expect([status, JSON.parse(text)]).toEqual([
      200,
      { status: "degraded", degraded: expect.arrayContaining(["LAG_UNKNOWN"]), lagSeconds: null },
    ]);
  });

  it("asks the database once, however often it is asked", async () => {
    const { url } = await start();
    const statements: string[] = [];
    const stop = database.onQuery(({ sql }) => statements.push(sql));
    const paths = ["/metrics", "/readyz", "/metrics", "/readyz", "/metrics"];
    const answers = await Promise.all(paths.map((path) => ask(url + path)));
    stop();
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(statements.filter((sql) => sql.includes('"CertificateTimer"'))).toHaveLength(1);
    expect(statements.filter((sql) => sql.includes('"Event"'))).toHaveLength(1);
  });

  it("logs each request under its id, and never what it asked or who", async () => {
    const { url } = await start();
    const token = "kunna_0123456789012345678901234567890123456789012";
    const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
    const first = await ask(`${url}/graphql?query=%7Bviewer%7Bname%7D%7D`, { ...headers, "x-request-id": "trace-7" });
    await ask(`${url}/certificates/ABCD-EFGH-JKLM`, { "x-request-id": "no good {}" });
    expect(log).toMatchObject([
      {
        msg: "Answered.",
        method: "GET",
        route: "graphql",
        status: expect.any(Number),
        ms: expect.any(Number),
        requestId: first.requestId,
        forwardedRequestId: "trace-7",
      },
      { route: "certificates", status: 404 },
    ]);
    expect(log[1]).not.toHaveProperty("forwardedRequestId");
    expect(JSON.stringify(log)).not.toMatch(/kunna_0123|viewer|ABCD/);
  });
});

it.each([
  ["that failed", new Error("no luck"), "INTERNAL_SERVER_ERROR", "An operation failed."],
  [
    "that the database did not answer",
    Object.assign(new Error("no luck"), { code: "ECONNREFUSED" }),
    "UNAVAILABLE",
    "The database did not answer.",
  ],
])("says the id of its request on each line of the log, of an operation %s too", async (_, error, code, msg) => {
  const log: Record<string, unknown>[] = [];
  const failing = { findUniqueOrThrow: () => Promise.reject(error) };
  const row = {
    hash: hashOfToken("kunna_x"),
    organisationId: crypto.randomUUID(),
    personId: crypto.randomUUID(),
    roles: ["LEARNER"],
    sessionRoles: null,
    courseId: null,
  };
  const services = {
    database: {
      asSystem: () => Promise.resolve([row]),
      reader: () => ({ client: { person: failing }, end: async () => {} }),
    },
    metrics: noMetrics,
    now: () => new Date(),
    publicUrl: "http://localhost",
  } as unknown as TestServer["services"];
  const { server, port } = await listenEarly("127.0.0.1", 0);
  const logger = pino({ mixin: requestFields }, { write: (line: string) => void log.push(JSON.parse(line)) });
  const http = createHttpServer(services, logger, server);
  onTestFinished(() => http.close());
  const { requestId, text } = await ask(`http://127.0.0.1:${port}/graphql?query=%7Bviewer%7Bname%7D%7D`, {
    authorization: "Bearer kunna_x",
    accept: "application/json",
  });
  expect(log).toMatchObject([
    { msg, requestId, err: { message: "no luck" } },
    { msg: "Answered.", requestId },
  ]);
  expect(JSON.parse(text).errors[0].extensions.code).toBe(code);
  expect(text).not.toContain("no luck");
});
