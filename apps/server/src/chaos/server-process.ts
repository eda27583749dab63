import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Role } from "../environment.ts";

/** The built command line, from the source and from what is built of it. */
const program = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** A server under a supervisor: it is started again whenever it ends. */
export interface ServerProcess {
  readonly name: string;
  readonly role: Role;
  readonly url: string;
  /** What it wrote when it ended by itself, once it had started. */
  readonly crashes: readonly string[];
  kill(): void;
  /** Stands still for a while, as a machine does that swaps. */
  freeze(milliseconds: number): void;
  /** Until it has started and serves. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

export async function startServerProcess(
  { name, role, port }: { readonly name: string; readonly role: Role; readonly port: number },
  variables: Readonly<Record<string, string>>,
): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), "kunna-chaos-"));
  const env = { ...variables, KUNNA_ROLE: role, PORT: String(port), KUNNA_FOLDER: folder, KUNNA_DEMO: "false" };
  const crashes: string[] = [];
  let child: ChildProcess | null = null;
  let hasStarted = false;
  let isKilled = false;
  let isStopped = false;
  let thaw: NodeJS.Timeout | undefined;

  const start = (): void => {
    hasStarted = false;
    isKilled = false;
    let said = "";
    const started = spawn(process.execPath, [program, "serve"], {
      env: { PATH: process.execPath, ...env },
      cwd: folder,
    });
    child = started;
    // Whatever happens to this process, none of its servers is left behind.
    const killAtExit = () => void started.kill("SIGKILL");
    process.once("exit", killAtExit);
    started.once("exit", () => process.off("exit", killAtExit));
    started.stdout?.on("data", (chunk: Buffer) => {
      said = (said + chunk).slice(-4_000);
      hasStarted ||= said.includes("Ctrl-C stops it.");
    });
    started.stderr?.on("data", (chunk: Buffer) => {
      said = (said + chunk).slice(-4_000);
    });
    started.once("exit", (code) => {
      clearTimeout(thaw);
      if (isStopped) return;
      // One that can't start, since the database hangs up on it, is only started again.
      if (!isKilled && hasStarted) crashes.push(`${name} ended by itself with ${code}: ${said}`);
      setTimeout(() => !isStopped && start(), 200);
    });
  };
  start();

  return {
    name,
    role,
    url: `http://127.0.0.1:${port}/graphql`,
    crashes,
    kill() {
      isKilled = true;
      child?.kill("SIGKILL");
    },
    freeze(milliseconds) {
      const frozen = child;
      frozen?.kill("SIGSTOP");
      clearTimeout(thaw);
      thaw = setTimeout(() => frozen?.kill("SIGCONT"), milliseconds);
    },
    async ready() {
      for (let left = 600; left > 0; left -= 1) {
        if (hasStarted) return;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`${name} did not start in a minute.`);
    },
    async stop() {
      isStopped = true;
      clearTimeout(thaw);
      const running = child;
      if (running && running.exitCode === null && running.signalCode === null) {
        running.kill("SIGKILL");
        await once(running, "exit");
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}
