import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import ipaddr from "ipaddr.js";
import { bearerToken } from "../authentication.ts";
import { type Answer, refusal } from "./answer.ts";

/** What decides who may read the metrics. */
export interface MetricsAccess {
  /** KUNNA_METRICS_TOKEN; null: only this machine itself may, where nothing passes requests on. */
  readonly token: string | null;
  /** Where people reach the installation. */
  readonly publicUrl: string;
}

/** What a proxy says of a request that it passes on. Some say nothing: so this alone is not relied on. */
const forwardingHeaders = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];

/**
 * Why the metrics are not told, or null. With a token, whoever has it may read them, and nobody else. Without, only a request from
 * this machine, to this machine by its own name, in an installation that is not reached from elsewhere: behind a proxy on the same machine
 * every request comes from this machine, and not every proxy says so.
 */
export function refuseMetrics({ token, publicUrl }: MetricsAccess, request: IncomingMessage): Answer | null {
  if (token !== null) {
    const given = bearerToken(request.headers.authorization);
    return given !== null && isSame(given, token)
      ? null
      : refusal(401, "UNAUTHENTICATED", "Send KUNNA_METRICS_TOKEN as `Authorization: Bearer <token>`.");
  }
  const isLocal =
    isLoopback(request.socket.remoteAddress ?? "") &&
    isLoopback(hostOf(`http://${request.headers.host ?? ""}`)) &&
    isLoopback(hostOf(publicUrl)) &&
    forwardingHeaders.every((name) => request.headers[name] === undefined);
  return isLocal ? null : refusal(403, "NOT_PERMITTED", "Set KUNNA_METRICS_TOKEN, and send it as a bearer token.");
}

/** In a time that says nothing of where they differ. */
function isSame(given: string, token: string): boolean {
  const [one, other] = [given, token].map((text) => createHash("sha256").update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[|\]$/g, "") : "";
}

function isLoopback(host: string): boolean {
  return host === "localhost" || (ipaddr.isValid(host) && ipaddr.process(host).range() === "loopback");
}
