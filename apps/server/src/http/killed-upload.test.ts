import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it, onTestFinished } from "vitest";
import { demoIn, demoVariables } from "../demo-seed.test.support.ts";

/** The built command line: `npm test` builds it before. */
const program = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** A server in a process of its own, once it listens. */
async function start(folder: string) {
  if (!existsSync(program)) throw new Error(`Build it first: there is no ${program}.`);
  const env = { PATH: process.execPath, NODE_ENV: "test", PORT: "0", ...demoVariables, KUNNA_FOLDER: folder };
  const child = spawn(process.execPath, [program, "serve"], { env, cwd: folder });
  onTestFinished(() => void child.kill("SIGKILL"));
  const ended = new Promise<void>((resolve) => child.on("close", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
      const [found] = /http:\/\/127\.0\.0\.1:\d+(?=\/graphql)/.exec(output) ?? [];
      if (found) resolve(found);
    });
    child.on("close", () => reject(new Error(`It ended before it listened: ${output}`)));
  });
  const kill = async () => {
    child.kill("SIGKILL");
    await ended;
  };
  return { url, kill };
}

it("R3 killed in the middle of an upload, has every file that it said it has, and none by half", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kunna-killed-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await demoIn(folder);
  const first = await start(folder);
  const { tokens } = JSON.parse(await readFile(join(folder, "demo.json"), "utf8"));
  const headers = { authorization: `Bearer ${tokens.learner}`, "content-type": "text/plain" };
  const kept = async () =>
    (await readdir(join(folder, "files"), { recursive: true, withFileTypes: true })).flatMap((entry) =>
      entry.isFile() ? [entry.name] : [],
    );

  const acknowledged: { readonly id: string; readonly text: string }[] = [];
  for (const text of ["one", "two".repeat(100_000), "three"]) {
    const sent = await fetch(`${first.url}/files?name=a.txt`, { method: "POST", headers, body: text });
    acknowledged.push({ id: (await sent.json()).id, text });
  }
  const sending = request(`${first.url}/files?name=half.txt`, { method: "POST", headers });
  sending.on("error", () => {});
  sending.write("x".repeat(1_000_000));
  await expect
    .poll(async () => (await kept()).filter((name) => name.endsWith(".part")), { timeout: 20_000 })
    .toHaveLength(1);
  await first.kill();

  const second = await start(folder);
  for (const { id, text } of acknowledged) {
    const got = await fetch(`${second.url}/files/${id}`, { headers });
    expect([got.status, (await got.text()) === text]).toEqual([200, true]);
  }
  expect((await kept()).filter((name) => !name.endsWith(".part"))).toHaveLength(acknowledged.length);
  await second.kill();
});
