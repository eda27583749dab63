import type { Services } from "./services.ts";

/** Work that the worker does beside requests, over and over. Any number of processes may do it at once. */
export interface Job {
  /** As logs and figures name it. */
  readonly name: string;
  /** How often it runs when nothing wakes it, in milliseconds. */
  readonly everyMs: number;
  /** Whether it runs at once when any organisation's feed has grown. */
  readonly wakesOnFeed: boolean;
  /** One run: all that there is to do now, a batch at a time; it ends early when it is stopped. */
  readonly run: (services: Services, isStopped: () => boolean) => Promise<unknown>;
}

export interface JobOptions {
  /** Told of a run that failed; the next one goes on. */
  readonly onError?: (error: unknown, job: Job) => void;
}

export interface RunningJob {
  /** Stops after the batch under way. */
  stop(): Promise<void>;
}

/** Runs a job again and again, one run at a time; what wakes it while it runs makes it run once more. */
export function startJob(services: Services, job: Job, { onError = () => {} }: JobOptions = {}): RunningJob {
  let isStopped = false;
  let isRunning = false;
  let isCalled = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const run = async (): Promise<void> => {
    isRunning = true;
    do {
      isCalled = false;
      const startedAt = performance.now();
      const outcome = await job
        .run(services, () => isStopped)
        .then(
          () => "ok" as const,
          (error: unknown) => {
            onError(error, job);
            return "failed" as const;
          },
        );
      services.metrics.jobRan(job.name, outcome, (performance.now() - startedAt) / 1_000);
    } while (isCalled && !isStopped);
    isRunning = false;
    if (!isStopped) timer = setTimeout(call, job.everyMs).unref();
  };
  const call = (): void => {
    isCalled = true;
    if (isRunning || isStopped) return;
    clearTimeout(timer);
    running = run();
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
