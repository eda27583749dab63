import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { placeEvents } from "@kunna/database";
import { availableTestDatabases, createTestDatabase } from "@kunna/database/testing";
import { pino } from "pino";
import { expect, it, onTestFinished, vi } from "vitest";
import { readEnvironment } from "../environment.ts";
import { startServer } from "./serve.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it.skip(`the roles on ${kind} skipped: ${reason}`, () => {});

const shared = {
  PUBLIC_URL: "https://kunna.example.org",
  KUNNA_SECRET: Buffer.alloc(32, 7).toString("base64"),
  KUNNA_DEMO: "false",
  PORT: "0",
};

it("gives the embedded database to one process only, and says so", () => {
  for (const role of ["api", "worker"])
    expect(() => readEnvironment({ ...shared, KUNNA_ROLE: role }, "/")).toThrow(/^KUNNA_ROLE: the embedded database/);
  expect(readEnvironment({ ...shared, KUNNA_ROLE: "both" }, "/").role).toBe("both");
  expect(() => readEnvironment({ ...shared, KUNNA_ROLE: "all" }, "/")).toThrow(/^KUNNA_ROLE: /);
});

it("takes a Redis beside a PostgreSQL server only", () => {
  const redis = { ...shared, REDIS_URL: "redis://127.0.0.1:6379" };
  expect(() => readEnvironment(redis, "/")).toThrow(/^REDIS_URL: the embedded database/);
  const both = { ...redis, DATABASE_URL: "postgres://postgres@127.0.0.1/kunna" };
  expect(readEnvironment(both, "/").redisUrl).toBe("redis://127.0.0.1:6379");
  expect(() => readEnvironment({ ...both, REDIS_URL: "http://127.0.0.1" }, "/")).toThrow(/^REDIS_URL: must begin/);
});

it("asks one of several processes for the address and the secret that they share", () => {
  const url = { DATABASE_URL: "postgres://postgres@127.0.0.1/kunna", KUNNA_ROLE: "worker" };
  expect(readEnvironment({ ...shared, ...url }, "/").role).toBe("worker");
  for (const left of ["PUBLIC_URL", "KUNNA_SECRET"])
    expect(() => readEnvironment({ ...shared, ...url, [left]: "" }, "/")).toThrow(/set PUBLIC_URL and KUNNA_SECRET/);
});

if (kinds.includes("postgres")) {
  it("answers as api without placing events, and places them as worker while it answers only for itself", async () => {
    const database = await createTestDatabase("postgres");
    onTestFinished(() => database.close());
    const folder = await mkdtemp(join(tmpdir(), "kunna-roles-"));
    onTestFinished(() => rm(folder, { recursive: true, force: true }));
    const start = async (role: string) => {
      const url = database.location.kind === "server" ? database.location.url : "";
      const variables = { ...shared, DATABASE_URL: url, KUNNA_ROLE: role, KUNNA_FOLDER: folder };
      const server = await startServer(readEnvironment(variables, folder), pino({ level: "silent" }));
      onTestFinished(() => server.close());
      return server;
    };
    const statusOf = async ({ address }: { address: string }, path: string, init: RequestInit = {}) =>
      (await fetch(address + path, { redirect: "manual", ...init })).status;
    const post = {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: '{"query":"{ __typename }"}',
    };

    const api = await start("api");
    const organisationId = crypto.randomUUID();
    await database.asSystem((tx) =>
      tx.organisation.create({ data: { id: organisationId, key: "o", name: "o", createdAt: new Date() } }),
    );
    const write = () =>
      database.asSystem((tx) =>
        tx.event.create({ data: { organisationId, type: "A", occurredAt: new Date(), facts: {} } }),
      );
    const unplaced = () => database.asSystem((tx) => tx.event.count({ where: { position: null } }));
    await write();
    await database.nudge();
    expect([await statusOf(api, "/graphql", post), await statusOf(api, "/readyz")]).toEqual([200, 200]);
    // Nobody else places events: it is still there to be placed.
    expect(await placeEvents(database)).toEqual([{ organisationId, position: 1n }]);

    await write();
    const worker = await start("worker");
    await vi.waitFor(async () => expect(await unplaced()).toBe(0), 5_000);
    const answers = ["/healthz", "/readyz", "/", "/graphql", "/certificates/x", "/files/x"];
    expect(await Promise.all(answers.map((path) => statusOf(worker, path)))).toEqual([200, 200, 404, 404, 404, 404]);
    expect(await statusOf(worker, "/graphql", post)).toBe(405);
  });
}
