/** How a live stream reaches its reader. */
export type StreamTransport = "sse" | "websocket";

/**
 * What is counted for whoever watches the installation. Every label has few values and names no organisation, person or
 * document: a code of ours, a job's name, a transport.
 */
export interface Metrics {
  /** A live stream begins. */
  streamOpened(transport: StreamTransport): void;
  /** A live stream has ended; `reason` is a stable code, such as RIGHTS_CHANGED or CLIENT_CLOSED. */
  streamEnded(transport: StreamTransport, reason: string): void;
  /** Events were handed to live streams, one a stream. */
  eventsDelivered(count: number): void;
  /** Events were executed for live streams, each for as many as may share the answer. */
  executions(count: number): void;
  /** A GraphQL operation has been answered; `outcome` is OK, or the code of its first error. */
  operationAnswered(kind: "query" | "mutation" | "subscription" | "unknown", outcome: string): void;
  /** A job has run once. */
  jobRan(job: string, outcome: "ok" | "failed", seconds: number): void;
}

/** Counts nothing. */
export const noMetrics: Metrics = {
  streamOpened() {},
  streamEnded() {},
  eventsDelivered() {},
  executions() {},
  operationAnswered() {},
  jobRan() {},
};
