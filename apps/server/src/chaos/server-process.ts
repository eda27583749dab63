import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Role } from "../environment.ts";

/** The built command line, from the source and from what is built of it. */
const program = fileURLToPath(new URL("../../dist/main.js", import.meta.url));

/** A server under a supervisor: it is started again whenever it ends. */
export interface ServerProcess {
  readonly name: string;
  readonly role: Role;
  readonly url: string;
  /** Null while it does not serve; aborted when it ends. */
  readonly serving: AbortSignal | null;
  kill(): void;
  /** Stands still for a while, as a machine does that swaps. */
  freeze(milliseconds: number): void;
  /** Until it has started and serves. */
  ready(): Promise<void>;
  stop(): Promise<void>;
}

/** How much of what a server wrote last is kept, in characters: the whole of any trace. */
const keptOutput = 65_536;

/** @param onCrash told what it wrote, when it has ended by itself once it had started */
export async function startServerProcess(
  { name, role, port }: { readonly name: string; readonly role: Role; readonly port: number },
  variables: Readonly<Record<string, string>>,
  onCrash: (crash: string) => void,
): Promise<ServerProcess> {
  const folder = await mkdtemp(join(tmpdir(), "kunna-chaos-"));
  const env = { ...variables, KUNNA_ROLE: role, PORT: String(port), KUNNA_FOLDER: folder, KUNNA_DEMO: "false" };
  let child: ChildProcess | null = null;
  let serving: AbortController | null = null;
  let isKilled = false;
  let isStopped = false;
  let thaw: NodeJS.Timeout | undefined;

  const start = (): void => {
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
    const hear = (chunk: Buffer): void => {
      said = (said + chunk).slice(-keptOutput);
      if (!isKilled && said.includes("Ctrl-C stops it.")) serving ??= new AbortController();
    };
    started.stdout?.on("data", hear);
    started.stderr?.on("data", hear);
    started.once("exit", () => clearTimeout(thaw));
    // Not "exit": what it wrote last may come after that.
    started.once("close", (code, signal) => {
      const hasServed = serving !== null;
      goneDown();
      if (isStopped) return;
      // One that can't start, since the database hangs up on it, is only started again.
      if (!isKilled && hasServed) onCrash(`${name} ended by itself with ${code ?? signal}:\n${said}`);
      setTimeout(() => !isStopped && start(), 200);
    });
  };
  const goneDown = (): void => {
    serving?.abort();
    serving = null;
  };
  start();

  return {
    name,
    role,
    url: `http://127.0.0.1:${port}/graphql`,
    get serving() {
      return serving?.signal ?? null;
    },
    kill() {
      isKilled = true;
      goneDown();
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
        if (serving) return;
        await sleep(100);
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
