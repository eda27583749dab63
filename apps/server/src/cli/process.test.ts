import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, it, onTestFinished } from "vitest";

/** The built command line: `npm test` builds it before. */
const program = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Made at the first start, which takes longer than those after it. */
const kept = await mkdtemp(join(tmpdir(), "kunna-process-"));
afterAll(() => rm(kept, { recursive: true, force: true }));
const digComp = fileURLToPath(new URL("../../../../packages/testing/data/digcomp-3.0/", import.meta.url));

async function run(args: readonly string[], variables: Record<string, string> = {}) {
  if (!existsSync(program)) throw new Error(`Build it first: there is no ${program}.`);
  const folder = await mkdtemp(join(tmpdir(), "kunna-process-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const env = { PATH: process.execPath, NODE_ENV: "test", PORT: "0", KUNNA_DEMO: "false", KUNNA_FOLDER: folder };
  const child = spawn(process.execPath, [program, ...args], { env: { ...env, ...variables }, cwd: folder });
  onTestFinished(() => void child.kill("SIGKILL"));
  return { child, ...watched(child) };
}

/** What a process says, and how it ends. */
function watched(child: ChildProcess) {
  let output = "";
  let errors = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    output += chunk;
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    errors += chunk;
  });
  const ended = new Promise<Ended>((resolve) => child.on("close", (code) => resolve({ code, output, errors })));
  const said = (what: RegExp) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const look = () => {
        const found = what.exec(output);
        if (found) resolve(found);
      };
      child.stdout?.on("data", look);
      child.on("close", () => reject(new Error(`It ended before it said ${what}: ${output}${errors}`)));
      look();
    });
  return { ended, said };
}

it("migrates, imports a framework and issues a token beside the server", { timeout: 300_000 }, async () => {
  const command = async (args: readonly string[]) =>
    (await run(args, { KUNNA_FOLDER: kept, KUNNA_DEMO: "true" })).ended;
  const status = await command(["migrate", "--status"]);
  expect(status).toEqual({ code: 0, output: expect.stringMatching(/^0 applied, [1-9]\d* pending: /), errors: "" });
  expect(await command(["migrate"])).toMatchObject({ code: 0, output: expect.stringMatching(/up to date\.\n$/) });
  expect((await command(["migrate", "--status"])).output).toMatch(/^[1-9]\d* applied, 0 pending\.\n$/);
  const nobody = await command(["token", "--organisation", "nordvik", "--email", "x@example.org"]);
  expect(nobody).toEqual({
    code: 1,
    output: "",
    errors: expect.stringMatching(/^The organisation nordvik has no person/),
  });

  const { child, said, ended } = await run([], { KUNNA_FOLDER: kept, KUNNA_DEMO: "true" });
  await said(/Ctrl-C stops it/);
  child.kill("SIGTERM");
  expect((await ended).code).toBe(0);
  const imported = await command(["import-framework", "--organisation", "nordvik", digComp]);
  expect(imported).toEqual({ code: 0, output: "0 created, 0 changed, 911 unchanged.\n", errors: "" });
  const email = "ELIN.bergstrom@nordvik.example.org";
  const issued = await command(["token", "--organisation", "nordvik", "--email", email, "--days", "1"]);
  expect(issued).toEqual({ code: 0, output: expect.stringMatching(/^kunna_[\w-]{43}\n$/), errors: "" });
});

it.each(["SIGTERM", "SIGINT"] as const)("closes cleanly on %s, with a stream open", async (signal) => {
  const { child, said, ended } = await run([], { KUNNA_FOLDER: kept });
  const [, url = ""] = await said(/(http:\/\/127\.0\.0\.1:\d+)\/graphql/);
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  const stream = await fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "text/event-stream" },
    body: JSON.stringify({ query: "subscription { events { type } }" }),
  });
  child.kill(signal);
  await stream.text();
  expect(await ended).toEqual({ code: 0, output: expect.stringMatching(/\nClosing\.\n$/), errors: "" });
});

it("ends with one sentence and the exit code 1 when it can't start", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void taken.close());
  await new Promise((resolve) => taken.once("listening", resolve));
  const port = String((taken.address() as AddressInfo).port);
  const wrong: [variables: Record<string, string>, sentence: RegExp][] = [
    [{ PORT: port }, /^The port \d+ on 127\.0\.0\.1 is in use: .*\.\n$/],
    [{ PORT: "eighty" }, /^PORT: .*\.\n$/],
    [{ DATABASE_URL: "mysql://x" }, /^DATABASE_URL: must begin with postgres:\/\/\.\n$/],
    [{ DATABASE_URL: "postgres://postgres@127.0.0.1:1/none" }, /^[^\n]*127\.0\.0\.1[^\n]*\n$/],
    [{ KUNNA_FOLDER: "/dev/null/kunna" }, /^[^\n]*\/dev\/null\/kunna[^\n]*\n$/],
    [{ LOG_LEVEL: "loud" }, /^LOG_LEVEL: .*\.\n$/],
  ];
  for (const [variables, sentence] of wrong) {
    const { code, errors } = await (await run([], variables)).ended;
    expect([variables, code, errors]).toEqual([variables, 1, expect.stringMatching(sentence)]);
  }
});

it("says in one sentence why a command beside the server can't be done", async () => {
  const wrong: [args: string[], sentence: RegExp][] = [
    [["token", "--organisation", "nordvik", "--email", "x@example.org"], /^The database is not up to date: .*\.\n$/],
    [
      ["import-framework", "--organisation", "nordvik", "/nowhere"],
      /^The folder \/nowhere can't be read \(ENOENT\)\.\n$/,
    ],
    [["import-framework", "--organisation", "nordvik", "/"], /^[^\n]+\.csv[^\n]*\n$/],
    [["tour"], /^[^\n]+\n$/],
  ];
  for (const [args, sentence] of wrong) {
    const { code, errors } = await (await run(args)).ended;
    expect([args, code, errors]).toEqual([args, 1, expect.stringMatching(sentence)]);
  }
});
