import type { Services } from "../../services.ts";
import { sweep } from "./sweep.ts";

export interface Sweep {
  /** Stops after the batch under way. */
  stop(): Promise<void>;
}

export interface SweepOptions {
  readonly everyMs: number;
  /** Told of a sweep that failed; the next one goes on. */
  readonly onError?: (error: unknown) => void;
}

/** Sweeps again and again (see sweep). Several processes may, at once. */
export function startSweep(services: Services, { everyMs, onError = () => {} }: SweepOptions): Sweep {
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const run = async (): Promise<void> => {
    await sweep(services, () => isStopped).catch(onError);
    if (!isStopped) timer = setTimeout(start, everyMs).unref();
  };
  const start = () => {
    running = run();
  };
  start();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
