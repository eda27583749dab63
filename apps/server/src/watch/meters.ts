import type { Metrics } from "@kunna/api";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** What is counted in this process, as Prometheus reads it. */
export interface Meters {
  readonly registry: Registry;
  /** What the API counts by. */
  readonly metrics: Metrics;
  /** @param seconds null: of a stream, whose time says nothing */
  requestAnswered(route: string, status: number, seconds: number | null): void;
}

/** How many values a label takes at most that are codes: beyond, they are one. */
const codesAtMost = 60;

/** Labels have few values, and none names an organisation, a person or a document. */
export function createMeters(): Meters {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const streams = new Gauge({
    name: "kunna_streams_open",
    help: "Live streams that are open.",
    labelNames: ["transport"],
    registers,
  });
  for (const transport of ["sse", "websocket"]) streams.set({ transport }, 0);
  const streamsEnded = new Counter({
    name: "kunna_streams_ended_total",
    help: "Live streams that have ended, by why.",
    labelNames: ["transport", "reason"],
    registers,
  });
  const delivered = new Counter({
    name: "kunna_events_delivered_total",
    help: "Events handed to live streams, one a stream.",
    registers,
  });
  const executions = new Counter({
    name: "kunna_event_executions_total",
    help: "Executions of an event for live streams, each for as many as may share its answer.",
    registers,
  });
  const operations = new Counter({
    name: "kunna_graphql_operations_total",
    help: "GraphQL operations, by kind and outcome.",
    labelNames: ["kind", "outcome"],
    registers,
  });
  const jobRuns = new Counter({
    name: "kunna_job_runs_total",
    help: "Runs of the jobs beside requests.",
    labelNames: ["job", "outcome"],
    registers,
  });
  const jobTimes = new Histogram({
    name: "kunna_job_duration_seconds",
    help: "How long the runs of a job take.",
    labelNames: ["job"],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers,
  });
  const requests = new Counter({
    name: "kunna_http_requests_total",
    help: "HTTP requests, by class of route and status.",
    labelNames: ["route", "status"],
    registers,
  });
  const requestTimes = new Histogram({
    name: "kunna_http_request_duration_seconds",
    help: "How long HTTP requests take, streams left out.",
    labelNames: ["route"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const reasons = new Codes();
  const outcomes = new Codes();
  return {
    registry,
    metrics: {
      streamOpened: (transport) => streams.inc({ transport }),
      streamEnded(transport, reason) {
        streams.dec({ transport });
        streamsEnded.inc({ transport, reason: reasons.label(reason) });
      },
      eventsDelivered: (count) => delivered.inc(count),
      executions: (count) => executions.inc(count),
      operationAnswered: (kind, outcome) => operations.inc({ kind, outcome: outcomes.label(outcome) }),
      jobRan(job, outcome, seconds) {
        jobRuns.inc({ job, outcome });
        jobTimes.observe({ job }, seconds);
      },
    },
    requestAnswered(route, status, seconds) {
      requests.inc({ route, status });
      if (seconds !== null) requestTimes.observe({ route }, seconds);
    },
  };
}

/** Codes as labels: what is none, or one too many, is OTHER. */
class Codes {
  readonly #known = new Set<string>();

  label(code: string): string {
    if (this.#known.has(code)) return code;
    if (this.#known.size >= codesAtMost || !/^[A-Z][A-Z_]{1,39}$/.test(code)) return "OTHER";
    this.#known.add(code);
    return code;
  }
}
