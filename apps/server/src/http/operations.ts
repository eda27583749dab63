import type { IncomingMessage } from "node:http";
import type { Watch } from "../watch/watch.ts";
import { type Answer, json } from "./answer.ts";
import { type MetricsAccess, refuseMetrics } from "./metrics-access.ts";

/** From when on a part of the work is called late, in seconds. */
const lateFrom = { relay: 30, sweep: 120, webhooks: 120, notifications: 600 };

/** What the operator's tools ask of a process, whatever its role; null when the path is none of theirs. */
export async function operationsAnswer(
  watch: Watch,
  access: MetricsAccess,
  request: IncomingMessage,
  path: string,
): Promise<Answer | null> {
  switch (path) {
    case "/healthz":
      return json(200, { status: "ok" });
    case "/readyz":
      return readiness(watch);
    case "/metrics":
      return refuseMetrics(access, request) ?? metrics(watch);
    default:
      return null;
  }
}

/**
 * Whether it can do its work now: the database answers, and has the schema that this program was built for. Work that is late, or
 * signals that don't arrive, or lags that can't be looked up in time, make it degraded, and ready still. Told to anybody, so nothing in it is of one organisation.
 */
async function readiness(watch: Watch): Promise<Answer> {
  const reason = await watch.unavailable();
  if (reason !== null) return json(503, { status: "unavailable", reason });
  const lags = await watch.lags();
  const late = Object.entries(lateFrom).filter(([of, from]) => lags && lags[of as keyof typeof lags] >= from);
  const degraded = [
    ...(watch.areSignalsConnected() ? [] : ["SIGNALS_AWAY"]),
    ...(lags ? [] : ["LAG_UNKNOWN"]),
    ...late.map(([of]) => `${of.toUpperCase()}_LATE`),
  ];
  const lagSeconds = lags && Object.fromEntries(Object.entries(lags).map(([of, seconds]) => [of, Math.floor(seconds)]));
  return json(200, { status: degraded.length > 0 ? "degraded" : "ok", degraded, lagSeconds });
}

async function metrics(watch: Watch): Promise<Answer> {
  const { contentType, text } = await watch.metricsText();
  return { status: 200, headers: { "content-type": contentType, "cache-control": "no-store" }, body: text };
}
