import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { type RunningServer, startServer } from "./cli/serve.ts";
import { readEnvironment } from "./environment.ts";

/** A server on a free port, in a folder of its own, for the test that runs. Without DATABASE_URL it is on the embedded database. */
export async function startTestServer(variables: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), "kunna-server-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const environment = readEnvironment({ PORT: "0", KUNNA_FOLDER: folder, KUNNA_DEMO: "false", ...variables }, folder);
  const server = await startServer(environment, pino({ level: "silent" }));
  onTestFinished(() => server.close());
  return server;
}
