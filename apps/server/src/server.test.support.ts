import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { onTestFinished } from "vitest";
import { type RunningServer, startServer } from "./cli/serve.ts";
import { demoIn } from "./demo-seed.test.support.ts";
import { readEnvironment } from "./environment.ts";

/**
 * A server on a free port, in a folder of its own, for the test that runs. Without DATABASE_URL it is on the embedded
 * database, and has the demo where it is asked for.
 */
export async function startTestServer(variables: Readonly<Record<string, string>> = {}): Promise<RunningServer> {
  const folder = await mkdtemp(join(tmpdir(), "kunna-server-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const demo = variables.KUNNA_DEMO === "true" && !variables.DATABASE_URL ? await demoIn(folder) : {};
  const given = { PORT: "0", KUNNA_FOLDER: folder, KUNNA_DEMO: "false", ...variables, ...demo };
  const environment = readEnvironment(given, folder);
  const server = await startServer(environment, pino({ level: "silent" }));
  onTestFinished(() => server.close());
  return server;
}
