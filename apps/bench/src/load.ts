import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { benchNode, peersFolder } from "./peers.ts";

export interface LoadResult {
  readonly requests: number;
  readonly requestsPerSecond: number;
  /** Of one request, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface GraphqlRequest {
  readonly query: string;
  readonly token: string;
}

const concurrency = 32;
const autocannon = `${peersFolder}/node_modules/autocannon/autocannon.js`;

/** Sends one request over and over, from a process of its own, each as soon as its connection has the last answer. */
export async function load(url: string, { query, token }: GraphqlRequest, seconds: number): Promise<LoadResult> {
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/json" };
  const child = spawn(
    benchNode,
    [
      ...[autocannon, "--json", "--no-progress", "-m", "POST", "-c", String(concurrency), "-d", String(seconds)],
      ...Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}=${value}`]),
      ...["-b", JSON.stringify({ query }), url],
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const [output] = await Promise.all([text(child.stdout), once(child, "exit")]);
  const result = JSON.parse(output) as AutocannonResult;
  const failed = result.errors + result.timeouts + result.non2xx;
  if (failed > 0 || result["2xx"] === 0) throw new Error(`${failed} requests to ${url} failed under load.`);
  return {
    requests: result["2xx"],
    // Over the time that it took, and not as the mean of whole seconds.
    requestsPerSecond: result["2xx"] / result.duration,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}

/** One answer's data. Throws when it has errors. */
export async function ask(url: string, { query, token }: GraphqlRequest): Promise<unknown> {
  const response = await fetch(url, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
  if (errors || !data) throw new Error(`${url} refused the benchmark's query: ${JSON.stringify(errors)}`);
  return data;
}

interface AutocannonResult {
  readonly "2xx": number;
  readonly non2xx: number;
  readonly errors: number;
  readonly timeouts: number;
  /** In seconds. */
  readonly duration: number;
  readonly latency: { readonly p50: number; readonly p99: number };
}
