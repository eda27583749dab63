import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the server is, and the demo's sign-ins. */
    kunna: { url: string; tokens: Record<"admin" | "learner", string> };
  }
}

/** The built server: `npm test` builds it before. */
const program = fileURLToPath(new URL("../../server/dist/main.js", import.meta.url));

/** The real server as a process of its own, on the embedded database with the demo, in a folder that is removed. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  if (!existsSync(program)) throw new Error(`Build it first: there is no ${program}.`);
  const folder = await mkdtemp(join(tmpdir(), "kunna-clients-"));
  const env = { PATH: process.execPath, NODE_ENV: "test", PORT: "0", KUNNA_DEMO: "true", KUNNA_FOLDER: folder };
  const server = spawn(process.execPath, [program, "serve"], {
    env,
    cwd: folder,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(server, "exit");
  let output = "";
  const started = new Promise<void>((resolve) => {
    server.stdout.on("data", (chunk: Buffer) => {
      output += chunk;
      if (output.includes("Ctrl-C stops it")) resolve();
    });
  });
  const stop = async () => {
    server.kill("SIGTERM");
    await ended;
    await rm(folder, { recursive: true, force: true });
  };
  await Promise.race([started, ended]);
  if (server.exitCode !== null) {
    await stop();
    throw new Error(`The server did not start: ${output}`);
  }
  const { url, tokens } = JSON.parse(await readFile(join(folder, "demo.json"), "utf8"));
  project.provide("kunna", { url, tokens });
  return stop;
}
