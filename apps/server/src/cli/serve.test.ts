import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { expect, it, onTestFinished } from "vitest";
import { demoIn } from "../demo-seed.test.support.ts";
import { readEnvironment } from "../environment.ts";
import { startServer } from "./serve.ts";

const quiet = pino({ level: "silent" });

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), "kunna-serve-"));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

function start(path: string, variables: Record<string, string> = {}) {
  return startServer(readEnvironment({ PORT: "0", KUNNA_FOLDER: path, ...variables }, path), quiet);
}

it("keeps all data and the sign-ins from one start to the next", async () => {
  const path = await folder();
  const first = await start(path);
  const written = JSON.parse(await readFile(join(path, "demo.json"), "utf8"));
  expect(Object.keys(written.tokens)).toEqual([
    "admin",
    "programOwner",
    "reviewer",
    "manager",
    "learner",
    "otherAdmin",
  ]);
  expect(written).toEqual({ url: first.url, graphql: `${first.url}/graphql`, tokens: first.demo?.tokens });
  await first.close();
  const second = await start(path);
  onTestFinished(() => second.close());
  expect(second.demo?.tokens).toEqual(first.demo?.tokens);
  const headers = { "content-type": "application/json", authorization: `Bearer ${written.tokens.otherAdmin}` };
  const body = JSON.stringify({ query: "{ viewer { name } programs { totalCount } }" });
  const answer = await (await fetch(`${second.url}/graphql`, { method: "POST", headers, body })).json();
  expect(answer).toEqual({ data: { viewer: { name: "Gunilla Hedlund" }, programs: { totalCount: 1 } } });
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
  // The same folder a second time is refused, and harms nothing.
  await expect(start(path)).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
});

it("leaves nothing running when it can't start", async () => {
  const path = await folder();
  // Where the sign-ins are to be written.
  await mkdir(join(path, "demo.json.part"));
  const said: string[] = [];
  const logger = pino({}, { write: (line: string) => void said.push(line) });
  const environment = readEnvironment({ PORT: "0", KUNNA_FOLDER: path, ...(await demoIn(path)) }, path);
  await expect(startServer(environment, logger)).rejects.toMatchObject({ code: "EISDIR" });
  // What still looks into the closed database says so within a turn of it.
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  expect(said).toEqual([]);
});

it("says in one sentence why it can't start", async () => {
  const path = await folder();
  const taken = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void taken.close());
  await new Promise((resolve) => taken.once("listening", resolve));
  const { port } = taken.address() as AddressInfo;
  await expect(start(path, { PORT: String(port) })).rejects.toMatchObject({
    code: "PORT_UNAVAILABLE",
    message: expect.stringContaining(`The port ${port} on 127.0.0.1 is in use`),
  });
  await mkdir(join(path, "database"));
  await writeFile(join(path, "database/PG_VERSION"), "nonsense");
  await expect(start(path)).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  const nowhere = "postgres://postgres@127.0.0.1:1/none";
  await expect(start(path, { DATABASE_URL: nowhere })).rejects.toMatchObject({ code: "DATABASE_UNAVAILABLE" });
  for (const bad of [{ PORT: "x" }, { DATABASE_URL: "mysql://x" }, { KUNNA_SECRET: "AAAA" }, { PUBLIC_URL: "x" }]) {
    expect(() => readEnvironment(bad, path)).toThrow(new RegExp(`^${Object.keys(bad)[0]}: `));
  }
});
