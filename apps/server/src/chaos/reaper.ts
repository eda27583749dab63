import { setTimeout as sleep } from "node:timers/promises";
import type { TestDatabase } from "@kunna/database/testing";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

export const killKinds = ["api", "worker", "redis", "connections", "freeze"] as const;
export type KillKind = (typeof killKinds)[number];

export interface Reaper {
  readonly kills: Readonly<Record<KillKind, number>>;
  /** Until each kind has been. */
  readonly allKinds: Promise<void>;
  /** Rejected with what it could not do. */
  readonly ended: Promise<void>;
  /** Ends it; what was killed is started again. */
  stop(): Promise<void>;
}

/** Kills at random, by the seed: each kind once first, so that the shortest run has them all. */
export function startReaper(
  world: World,
  random: Random,
  pauses: { readonly least: number; readonly most: number },
  onKill: (what: string) => void,
): Reaper {
  const kills = { api: 0, worker: 0, redis: 0, connections: 0, freeze: 0 };
  let toldAll: () => void = () => {};
  const allKinds = new Promise<void>((resolve) => {
    toldAll = resolve;
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (milliseconds: number) => sleep(milliseconds, undefined, { signal }).catch(() => {});
  const kill: Record<KillKind, () => Promise<string>> = {
    async api() {
      const server = random.pick(world.apis);
      server.kill();
      return server.name;
    },
    async worker() {
      const server = random.pick(world.servers.filter(({ role }) => role !== "api"));
      server.kill();
      return server.name;
    },
    async redis() {
      const downFor = random.between(500, 4_000);
      await world.redis.kill();
      await pause(downFor);
      await world.redis.start();
      return `Redis, for ${Math.round(downFor)} ms`;
    },
    async connections() {
      const share = random.pick([0.3, 1]);
      return `${await terminateConnections(world.database, share)} connections`;
    },
    async freeze() {
      const server = random.pick(world.servers);
      const still = random.between(1_000, 3_000);
      server.freeze(still);
      return `${server.name} stands still for ${Math.round(still)} ms`;
    },
  };
  const run = async (): Promise<void> => {
    const first = random.shuffled(killKinds);
    while (!signal.aborted) {
      await pause(random.between(pauses.least, pauses.most));
      if (signal.aborted) return;
      const kind = first.pop() ?? random.pick(killKinds);
      onKill(`${kind}: ${await kill[kind]()}`);
      kills[kind] += 1;
      if (Object.values(kills).every((count) => count > 0)) toldAll();
    }
  };
  const ended = run();
  return {
    kills,
    allKinds,
    ended,
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

/** Of this run's own database, and of servers alone: theirs carry the name of Kunna, as do those of this process. */
async function terminateConnections(database: TestDatabase, share: number): Promise<number> {
  const ended = await database.asSystem(
    (tx) => tx.$queryRaw<{ ended: boolean }[]>`
      SELECT pg_terminate_backend("pid") AS "ended" FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE 'kunna%'
        AND random() < ${share}`,
  );
  return ended.length;
}
