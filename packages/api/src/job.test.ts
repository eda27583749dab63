import { expect, it, onTestFinished, vi } from "vitest";
import { type Job, startJob } from "./job.ts";
import { noMetrics } from "./metrics.ts";
import type { Services } from "./services.ts";

/** The feed's signal, by hand. */
function handFeed() {
  const listeners = new Set<() => void>();
  const ran: string[] = [];
  const services = {
    metrics: { ...noMetrics, jobRan: (job: string, outcome: string) => ran.push(`${job} ${outcome}`) },
    feed: {
      subscribeAll(listener: () => void) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
  } as unknown as Services;
  return {
    services,
    listeners,
    /** What was counted. */
    ran,
    call: () => {
      for (const listener of listeners) listener();
    },
  };
}

/** A job whose runs are ended by hand. */
function handJob(settings: Partial<Job> = {}) {
  const runs: { end: () => void; fail: (error: Error) => void; isStopped: () => boolean }[] = [];
  const job: Job = {
    name: "by hand",
    everyMs: 3_600_000,
    wakesOnFeed: true,
    run: (_services, isStopped) =>
      new Promise<void>((resolve, reject) => runs.push({ end: resolve, fail: reject, isStopped })),
    ...settings,
  };
  return { job, runs };
}

/** Until everything that follows by itself has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

it("runs at once, one run at a time, and once more however often it was called meanwhile", async () => {
  const feed = handFeed();
  const { job, runs } = handJob();
  const running = startJob(feed.services, job, { restMs: 0 });
  expect(runs).toHaveLength(1);
  feed.call();
  feed.call();
  feed.call();
  await settled();
  expect(runs).toHaveLength(1);
  runs[0]?.end();
  await settled();
  expect(runs).toHaveLength(2);
  runs[1]?.end();
  await settled();
  // Nothing called while the second ran.
  expect(runs).toHaveLength(2);
  feed.call();
  expect(runs).toHaveLength(3);
  runs[2]?.end();
  await running.stop();
});

it("runs again by itself, and does not listen to the feed when it need not", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const feed = handFeed();
  const { job, runs } = handJob({ everyMs: 5_000, wakesOnFeed: false });
  const running = startJob(feed.services, job, { restMs: 0 });
  expect(feed.listeners.size).toBe(0);
  vi.advanceTimersByTime(60_000);
  // The time counts from the end of a run: a slow one is not overtaken.
  expect(runs).toHaveLength(1);
  runs[0]?.end();
  await settled();
  vi.advanceTimersByTime(4_999);
  expect(runs).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(runs).toHaveLength(2);
  runs[1]?.end();
  await running.stop();
});

it("goes on after a run that failed, and tells of it", async () => {
  const feed = handFeed();
  const { job, runs } = handJob();
  const failed: unknown[] = [];
  const running = startJob(feed.services, job, { restMs: 0, onError: (error, { name }) => failed.push([error, name]) });
  const error = new Error("no luck");
  feed.call();
  runs[0]?.fail(error);
  await settled();
  expect(failed).toEqual([[error, "by hand"]]);
  expect(runs).toHaveLength(2);
  runs[1]?.end();
  await running.stop();
  expect(feed.ran).toEqual(["by hand failed", "by hand ok"]);
});

it("goes on after a run that failed at once, whatever fails that tells of it", async () => {
  const feed = handFeed();
  const { job, runs } = handJob();
  const run = vi.fn<Job["run"]>(job.run).mockImplementationOnce(() => {
    throw new Error("no luck");
  });
  const onError = () => {
    throw new Error("no log");
  };
  const running = startJob(feed.services, { ...job, run }, { restMs: 0, onError });
  await settled();
  feed.call();
  expect(runs).toHaveLength(1);
  runs[0]?.end();
  await running.stop();
  expect(feed.ran).toEqual(["by hand failed", "by hand ok"]);
});

it("stops after the run under way, which is told so, and never runs again", async () => {
  const feed = handFeed();
  const { job, runs } = handJob();
  const running = startJob(feed.services, job, { restMs: 0 });
  feed.call();
  let isOver = false;
  const stopped = running.stop().then(() => {
    isOver = true;
  });
  await settled();
  expect([runs.length, runs[0]?.isStopped(), isOver]).toEqual([1, true, false]);
  runs[0]?.end();
  await stopped;
  feed.call();
  await settled();
  expect([runs.length, feed.listeners.size]).toEqual([1, 0]);
});

it("does in one run what comes while it rests", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  onTestFinished(() => void vi.useRealTimers());
  const feed = handFeed();
  const { job, runs } = handJob();
  const running = startJob(feed.services, job, { restMs: 250 });
  runs[0]?.end();
  await settled();
  for (let n = 0; n < 5; n++) feed.call();
  vi.advanceTimersByTime(249);
  expect(runs).toHaveLength(1);
  vi.advanceTimersByTime(1);
  expect(runs).toHaveLength(2);
  runs[1]?.end();
  await running.stop();
});
