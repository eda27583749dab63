import type { Services } from "./services.ts";

/** Work that the worker does beside requests, over and over. Any number of processes may do it at once. */
export interface Job {
  /** As logs and figures name it. */
  readonly name: string;
  /** How often it runs when nothing wakes it, in milliseconds. */
  readonly everyMs: number;
  /** Whether it runs at once when any organisation's feed has grown. */
  readonly wakesOnFeed: boolean;
  /**
   * One run: all that there is to do now, a batch at a time; it ends early when it is stopped. What fails on the way, and keeps
   * the rest from nothing, is told at once where somebody listens: a run may be a long one.
   */
  readonly run: (services: Services, isStopped: () => boolean, tell?: (error: unknown) => void) => Promise<unknown>;
}

export interface JobOptions {
  /** Told of what failed in a run; the run goes on, or the next one does. */
  readonly onError?: (error: unknown, job: Job) => void;
  /** How long it rests after a run before it can be woken, in milliseconds. */
  readonly restMs?: number;
}

export interface RunningJob {
  /** Stops after the batch under way. */
  stop(): Promise<void>;
}

/** What the feed brings in a burst is done in one run, and not one event a run, in milliseconds. */
const defaultRest = 250;

/**
 * Runs a job again and again, one run at a time; what wakes it while it runs, or while it rests after a run, makes it run
 * once more.
 */
export function startJob(
  services: Services,
  job: Job,
  { onError = () => {}, restMs = defaultRest }: JobOptions = {},
): RunningJob {
  let isStopped = false;
  let isRunning = false;
  let isCalled = false;
  let restsUntil = 0;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const run = async (): Promise<void> => {
    isRunning = true;
    isCalled = false;
    const startedAt = performance.now();
    let outcome: "ok" | "failed" = "ok";
    const tell = (error: unknown) => {
      outcome = "failed";
      onError(error, job);
    };
    try {
      await job.run(services, () => isStopped, tell);
    } catch (error) {
      tell(error);
    } finally {
      restsUntil = performance.now() + restMs;
      isRunning = false;
      if (isCalled) call();
      else if (!isStopped) timer = setTimeout(call, job.everyMs).unref();
      services.metrics.jobRan(job.name, outcome, (performance.now() - startedAt) / 1_000);
    }
  };
  const call = (): void => {
    isCalled = true;
    if (isRunning || isStopped) return;
    clearTimeout(timer);
    const rest = restsUntil - performance.now();
    if (rest > 0) timer = setTimeout(call, rest).unref();
    // What fails here is what tells of failures: nobody is left to be told.
    else running = run().catch(() => {});
  };
  const unsubscribe = job.wakesOnFeed ? services.feed.subscribeAll(call) : () => {};
  call();
  return {
    async stop() {
      isStopped = true;
      unsubscribe();
      clearTimeout(timer);
      await running;
    },
  };
}
