import {
  type Job,
  lmsMappingJob,
  lmsPushJob,
  lmsResultJob,
  lmsSyncJob,
  ltiClearanceJob,
  mailClearanceJob,
  mailJob,
  moveJob,
  notificationJob,
  retentionJob,
  type Services,
  startJob,
  sweepJob,
  webhookClearanceJob,
  webhookJob,
} from "@kunna/api";
import { startRelay } from "@kunna/database";
import type { Logger } from "pino";

/** How often the relay looks by itself for events whose call was lost, in milliseconds. */
const relayPoll = 1_000;

/** What is done beside requests. */
const jobs: readonly Job[] = [
  sweepJob,
  moveJob,
  webhookJob,
  webhookClearanceJob,
  notificationJob,
  mailJob,
  mailClearanceJob,
  retentionJob,
  ltiClearanceJob,
  lmsSyncJob,
  lmsMappingJob,
  lmsResultJob,
  lmsPushJob,
];

/** The relay and the jobs. Any number of processes may have one. */
export interface Worker {
  /** Stops after the steps under way. */
  stop(): Promise<void>;
}

export async function startWorker(services: Services, logger: Logger): Promise<Worker> {
  const relay = await startRelay(services.database, {
    pollMs: relayPoll,
    onError: (err) => logger.error({ err }, "The relay failed; it goes on."),
  });
  const running = jobs.map((job) =>
    startJob(services, job, {
      onError: (err, { name }) => logger.error({ err, job: name }, "A job failed; it goes on."),
    }),
  );
  return {
    async stop() {
      await Promise.all(running.map((job) => job.stop()));
      await relay.stop();
    },
  };
}
