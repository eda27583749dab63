import { mkdtemp, readdir, rm } from "node:fs/promises";
import { type ClientRequest, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { pino } from "pino";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { type RunningServer, startServer } from "../cli/serve.ts";
import { demoIn } from "../demo-seed.test.support.ts";
import { readEnvironment } from "../environment.ts";

/** In milliseconds; of a real server, two minutes. */
const patience = 800;

let server: RunningServer;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "kunna-slow-"));
  const environment = readEnvironment({ PORT: "0", KUNNA_FOLDER: folder, ...(await demoIn(folder)) }, folder);
  server = await startServer(environment, pino({ level: "silent" }), () => {}, { patience });
}, 120_000);
afterAll(async () => {
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

/** Begins a request of 1,000 bytes, and tells how it ends: with a status, or cut. */
function begin(
  path: string,
  type: string,
  who: "learner" | "admin" = "learner",
): { sending: ClientRequest; ended: Promise<number | "CUT"> } {
  const headers = {
    authorization: `Bearer ${server.demo?.tokens[who]}`,
    "content-type": type,
    "content-length": "1000",
  };
  const sending = request(`${server.url}${path}`, { method: "POST", headers });
  onTestFinished(() => void sending.destroy());
  const ended = new Promise<number | "CUT">((resolve) => {
    sending.on("response", (response) => resolve(response.resume().statusCode ?? 0));
    sending.on("error", () => resolve("CUT"));
  });
  return { sending, ended };
}

/** Sends what is begun, evenly over this time in milliseconds. */
async function drip(sending: ClientRequest, time: number): Promise<void> {
  for (let part = 0; part < 20 && !sending.destroyed; part++) {
    sending.write("x".repeat(50));
    await sleep(time / 20);
  }
  sending.end();
}

it("cuts an operation whose body takes too long, however steadily it comes", async () => {
  const { sending, ended } = begin("/graphql", "application/json");
  void drip(sending, patience * 4);
  expect(await ended).toBe("CUT");
});

it("reads a body that comes within its time", async () => {
  const { sending, ended } = begin("/graphql", "application/json");
  void drip(sending, patience / 4);
  expect(await ended).toBe(400);
});

it("takes a file for as long as it goes on", async () => {
  const { sending, ended } = begin("/files?name=a.txt", "text/plain");
  await drip(sending, patience * 2);
  expect(await ended).toBe(201);
});

it.each([
  ["/files?name=a.txt", "text/plain", "learner"],
  ["/import/teams", "text/csv", "admin"],
] as const)("cuts what stands still on its way to %s, and keeps nothing of it", async (path, type, who) => {
  const kept = () => readdir(join(folder, "files"), { recursive: true }).catch(() => []);
  const before = await kept();
  const { sending, ended } = begin(path, type, who);
  sending.write("key,name\n");
  const begun = performance.now();
  expect(await ended).toBe("CUT");
  expect(performance.now() - begun).toBeLessThan(patience * 10);
  await expect.poll(kept, { timeout: 5_000 }).toEqual(before);
});
