import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { freePort } from "@kunna/database/testing";
import { benchNode, peersFolder } from "./peers.ts";
import type { Seeded } from "./seed.ts";
import { stoppable } from "./stopping.ts";

/** A GraphQL server in a process of its own. */
export interface RunningServer {
  readonly name: string;
  readonly url: string;
  /** Resident memory now, in MB; null where the system doesn't tell. */
  memory(): number | null;
  /** Processor time taken so far, in ms; null where the system doesn't tell. */
  processorTime(): number | null;
  /** What is in use after its garbage was collected, in bytes; only of a server that was started as `collectable`. */
  memoryInUse(): Promise<MemoryInUse>;
  stop(): Promise<void>;
}

export interface MemoryInUse {
  /** Of JavaScript's objects, and of the buffers outside their heap. */
  readonly inUse: number;
  readonly resident: number;
}

export interface StartOptions {
  /** Whether its garbage can be collected from outside. */
  readonly collectable?: boolean;
  /** What `kunna serve` is; left out: this checkout's. */
  readonly main?: string;
}

const host = "127.0.0.1";
const startsWithinMs = 60_000;
/** Connections to the database, the same for each server. */
const poolSize = 10;

/** Node's arguments for a server whose garbage is collected at a signal. */
const collecting = ["--expose-gc", "--import", `${peersFolder}/collect.mjs`];
const collectsWithinMs = 20_000;

const kunnaMain = fileURLToPath(new URL("../../server/dist/main.js", import.meta.url));

/** The whole server, as `kunna serve` starts it. */
export async function startKunna(
  databaseUrl: string,
  folder: string,
  { main = kunnaMain, collectable = false }: StartOptions = {},
): Promise<RunningServer> {
  const port = await freePort();
  return start("Kunna", port, [...(collectable ? collecting : []), main, "serve"], {
    DATABASE_URL: databaseUrl,
    HOST: host,
    PORT: String(port),
    KUNNA_FOLDER: folder,
    KUNNA_DEMO: "false",
  });
}

export async function startPostGraphile(databaseUrl: string, seeded: Seeded): Promise<RunningServer> {
  const port = await freePort();
  return start("PostGraphile", port, [`${peersFolder}/postgraphile.mjs`], {
    GRAPHILE_ENV: "production",
    BENCH_PEER: JSON.stringify({ databaseUrl, host, port, poolSize, ...seeded }),
  });
}

/** `ws` alone: it broadcasts what the database tells it on `channel`. */
export async function startWs(databaseUrl: string, channel: string): Promise<RunningServer> {
  const port = await freePort();
  return start("ws", port, [...collecting, `${peersFolder}/ws-broadcast.mjs`], {
    BENCH_PEER: JSON.stringify({ databaseUrl, host, port, channel }),
  });
}

async function start(
  name: string,
  port: number,
  args: readonly string[],
  env: Record<string, string>,
): Promise<RunningServer> {
  const memoryFile = join(tmpdir(), `kunna-bench-memory-${process.pid}-${port}.json`);
  const child = spawn(benchNode, args, {
    cwd: peersFolder,
    env: { PATH: process.env.PATH ?? "", NODE_ENV: "production", BENCH_MEMORY: memoryFile, ...env },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const url = `http://${host}:${port}/graphql`;
  const stop = stoppable(async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const impatience = setTimeout(() => child.kill("SIGKILL"), 5_000);
    await gone;
    clearTimeout(impatience);
  });
  try {
    await answering(name, child, url);
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    name,
    url,
    memory: () => residentMegabytes(child),
    processorTime: () => processorMilliseconds(child),
    async memoryInUse() {
      child.kill("SIGUSR2");
      const deadline = performance.now() + collectsWithinMs;
      while (!existsSync(memoryFile)) {
        if (performance.now() > deadline) throw new Error(`${name} did not tell its memory in time.`);
        await sleep(50);
      }
      const { heapUsed, external, rss } = JSON.parse(readFileSync(memoryFile, "utf8")) as NodeJS.MemoryUsage;
      rmSync(memoryFile);
      return { inUse: heapUsed + external, resident: rss };
    },
    stop,
  };
}

async function answering(name: string, child: ChildProcess, url: string): Promise<void> {
  const deadline = performance.now() + startsWithinMs;
  while (performance.now() < deadline) {
    if (child.exitCode !== null) throw new Error(`${name} ended while it started (exit code ${child.exitCode}).`);
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ query: "{ __typename }" }),
    }).catch(() => null);
    await response?.arrayBuffer();
    if (response && response.status < 500) return;
    await sleep(100);
  }
  throw new Error(`${name} did not answer within ${startsWithinMs / 1000} s.`);
}

function residentMegabytes(child: ChildProcess): number | null {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
    return kilobytes === undefined ? null : Math.round(Number(kilobytes) / 1024);
  } catch {
    return null;
  }
}

function processorMilliseconds(child: ChildProcess): number | null {
  try {
    // The name stands in brackets and may hold spaces; what follows it does not. In hundredths of a second.
    const fields = readFileSync(`/proc/${child.pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return null;
  }
}
