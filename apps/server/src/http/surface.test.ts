import { request } from "node:http";
import { hashOfToken, noMetrics, type Services } from "@kunna/api";
import { pino } from "pino";
import { describe, expect, it, onTestFinished } from "vitest";
import { postGraphql, serverSuite } from "../suite.test.support.ts";
import { createHttpServer, listenEarly } from "./server.ts";

describe("what the server shows of itself", () => {
  const suite = serverSuite("embedded");
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(`${suite.url}${path}`, { headers, redirect: "manual" });

  it("is alive and ready", async () => {
    const healthy = await get("/healthz");
    expect([healthy.status, await healthy.json()]).toEqual([200, { status: "ok" }]);
    const ready = await get("/readyz");
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: expect.stringMatching(/^(ok|degraded)$/), degraded: expect.any(Array), lagSeconds: expect.any(Object) },
    ]);
  });

  it("gives each answer an id of its own, which it never takes from the client", async () => {
    const ids = new Set<string | null>();
    for (const path of ["/healthz", "/nowhere", "/graphql?query=%7B__typename%7D", "/certificates/x"]) {
      const { headers } = await get(path, { "x-request-id": "mine" });
      expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      ids.add(headers.get("x-request-id"));
    }
    expect(ids.size).toBe(4);
  });

  it("answers what it has not with 404 and a code, and what it does not take with 405", async () => {
    for (const path of ["/nowhere", "/graphql/more", "/issuers/nobody", "/issuers/nordvik/x", "/%", "/..%2f"]) {
      const response = await get(path);
      expect([path, response.status, ((await response.json()) as Refused).error.code]).toEqual([
        path,
        404,
        "NOT_FOUND",
      ]);
    }
    const posted = await fetch(`${suite.url}/healthz`, { method: "POST" });
    expect([posted.status, ((await posted.json()) as Refused).error.code]).toEqual([405, "METHOD_NOT_ALLOWED"]);
    // Files come in there, and are read at their own addresses.
    const files = await get("/files");
    expect([files.status, ((await files.json()) as Refused).error.code]).toEqual([405, "METHOD_NOT_ALLOWED"]);
    const head = await fetch(`${suite.url}/healthz`, { method: "HEAD" });
    expect([head.status, await head.text()]).toEqual([200, ""]);
    const root = await get("/");
    expect([root.status, root.headers.get("location")]).toEqual([302, "/graphql"]);
  });

  it("serves GraphiQL whole: nothing that its page loads is on another host", async () => {
    const response = await get("/graphql", { accept: "text/html" });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toMatch(/^text\/html/);
    const page = await response.text();
    expect(page).toContain("<title>Kunna</title>");
    const loaded = [...page.matchAll(/<(?:script|link|img|iframe|source)\b[^>]*?(?:src|href)\s*=\s*["']([^"']*)/g)];
    const hosts = loaded.map(([, address = ""]) => address).filter((address) => /^(https?:)?\/\//.test(address));
    expect(hosts).toEqual([]);
    expect(page).not.toMatch(/@import|import\s*\(\s*["']https?:|from\s+["']https?:|url\(\s*["']?https?:/);
  });

  it("is not stopped by an address that is none", async () => {
    const target = new URL(suite.url);
    const ask = (path: string) =>
      new Promise<number | undefined>((resolve, reject) => {
        const outgoing = request({ host: target.hostname, port: target.port, path }, (incoming) => {
          incoming.resume();
          resolve(incoming.statusCode);
        });
        outgoing.on("error", reject);
        outgoing.end();
      });
    const asked = ["//", "///x", "/%00", "/\\", "http://", "http://[", "*"];
    expect(await Promise.all(asked.map(ask))).toEqual([302, 404, 404, 302, 400, 400, 400]);
    expect((await get("/healthz")).status).toBe(200);
  });

  it("says that a text can't be kept, and does not call it a failure of its own", async () => {
    const headers = { authorization: `Bearer ${suite.token("admin")}` };
    const ask = async (query: string) => {
      const { errors } = (await (await postGraphql(suite, { query }, headers)).json()) as Failed;
      return errors.map(({ extensions }) => extensions.code);
    };
    expect(await ask('{ people(search: "a\\u0000b") { nodes { id } } }')).toEqual(["BAD_USER_INPUT"]);
    const input = '{ name: "a\\u0000b", email: "a@example.org", roles: [LEARNER] }';
    expect(await ask(`mutation { createPerson(input: ${input}) { __typename } }`)).toEqual(["BAD_USER_INPUT"]);
    expect(suite.log).toEqual([]);
  });
});

it("tells nothing of what has failed but an id, under which the log has it all", async () => {
  const log: string[] = [];
  const secret = "connect ECONNREFUSED db-7.internal:5432 password=hunter2";
  const failing = { findUniqueOrThrow: () => Promise.reject(new Error(secret)) };
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
      migrationStatus: () => Promise.reject(new Error(secret)),
    },
    files: {
      read: () => Promise.reject(new Error(secret)),
    },
    metrics: noMetrics,
    now: () => new Date(),
    publicUrl: "http://localhost",
  } as unknown as Services;
  const { server, port } = await listenEarly("127.0.0.1", 0);
  const early = await fetch(`http://127.0.0.1:${port}/graphql`);
  expect([early.status, early.headers.get("retry-after")]).toEqual([503, "2"]);
  const http = createHttpServer(
    services,
    pino({ level: "error" }, { write: (line: string) => void log.push(line) }),
    server,
  );
  onTestFinished(() => http.close());

  const url = `http://127.0.0.1:${port}`;
  const headers = { authorization: "Bearer kunna_x" };
  const response = await postGraphql({ url }, { query: "{ me: viewer { name } }" }, headers);
  const text = await response.text();
  const { data, errors } = JSON.parse(text) as Failed;
  expect(data).toBeNull();
  expect(errors).toEqual([
    {
      message: "Unexpected error.",
      locations: [{ line: 1, column: 3 }],
      path: ["me"],
      extensions: { code: "INTERNAL_SERVER_ERROR", errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    },
  ]);
  expect(text).not.toMatch(/hunter2|internal:|node_modules|\.ts/);
  expect(log).toHaveLength(1);
  expect(log[0]).toContain(errors[0]?.extensions.errorId);
  expect(log[0]).toContain("hunter2");

  const readiness = await fetch(`${url}/readyz`);
  expect([readiness.status, await readiness.json()]).toEqual([
    503,
    { status: "unavailable", reason: "The database does not answer." },
  ]);
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  const failed = await fetch(`${url}/certificates/7F3K-9Q2M-XB4D`);
  const body = await failed.text();
  expect([failed.status, (JSON.parse(body) as Refused).error.code]).toEqual([500, "INTERNAL_SERVER_ERROR"]);
  expect(body).toContain(failed.headers.get("x-request-id"));
  expect(body).not.toMatch(/TypeError|node_modules|\.ts/);
});

interface Failed {
  readonly data: unknown;
  readonly errors: readonly {
    readonly message: string;
    readonly extensions: { readonly code: string; readonly errorId?: string };
  }[];
}

interface Refused {
  readonly error: { readonly code: string; readonly message: string };
}
