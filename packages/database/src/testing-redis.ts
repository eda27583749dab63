import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

/** A Redis server of one's own, which keeps nothing. */
export interface TestRedis {
  readonly port: number;
  readonly url: string;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, on the same port. */
  start(): Promise<void>;
}

export function isRedisInstalled(): boolean {
  return spawnSync("redis-server", ["--version"], { stdio: "ignore" }).error === undefined;
}

/** Starts one on a free port; `kill` is the caller's to call. */
export async function startTestRedis(): Promise<TestRedis> {
  const port = await freePort();
  let child: ChildProcess | null = null;
  const redis: TestRedis = {
    port,
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      const running = child;
      child = null;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      running.kill("SIGKILL");
      await once(running, "exit");
    },
    async start() {
      const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
      child = spawn("redis-server", settings, { stdio: "ignore" });
      const started = child;
      // Whatever happens to this process, its Redis is not left behind.
      const killAtExit = () => void started.kill("SIGKILL");
      process.once("exit", killAtExit);
      started.once("exit", () => process.off("exit", killAtExit));
      await answers(port);
    },
  };
  await redis.start();
  return redis;
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No port is free.");
  return address.port;
}

async function answers(port: number): Promise<void> {
  for (let left = 200; left > 0; left -= 1) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true)).on("error", () => resolve(false));
      socket.once("connect", () => socket.destroy());
    });
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error(`Nothing listens on ${port}.`);
}

/** Passes connections on, until it is told to hang: then nothing goes through any more, and nothing is closed. */
export interface TestProxy {
  readonly port: number;
  hang(): void;
  /** What hung is lost; new connections go through. */
  recover(): void;
  close(): Promise<void>;
}

export async function startTestProxy(target: number): Promise<TestProxy> {
  const sockets = new Set<Socket>();
  const pairs = new Set<readonly [Socket, Socket]>();
  let hangs = false;
  const server = createServer((incoming) => {
    sockets.add(incoming.on("error", () => {}));
    if (hangs) return;
    const outgoing = connect(target, "127.0.0.1").on("error", () => incoming.destroy());
    sockets.add(outgoing);
    pairs.add([incoming, outgoing]);
    incoming.pipe(outgoing).pipe(incoming);
    incoming.on("close", () => outgoing.destroy());
    outgoing.on("close", () => !hangs && incoming.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("No port is free.");
  const destroyAll = () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    pairs.clear();
  };
  return {
    port: address.port,
    hang() {
      hangs = true;
      for (const [incoming, outgoing] of pairs) {
        for (const [from, to] of [
          [incoming, outgoing],
          [outgoing, incoming],
        ] as const)
          from.unpipe(to).pause();
      }
    },
    recover() {
      hangs = false;
      destroyAll();
    },
    async close() {
      destroyAll();
      server.close();
      await once(server, "close");
    },
  };
}
