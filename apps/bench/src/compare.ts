import { type GraphqlRequest, type LoadResult, load } from "./load.ts";
import type { RunningServer } from "./servers.ts";
import { median, round } from "./statistics.ts";

export interface Contender {
  readonly server: RunningServer;
  readonly request: GraphqlRequest;
}

/** How long a run is. */
export interface RunLength {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
}

/** One contender's medians. */
export interface Measured {
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p99: number;
  /** The server process's own processor time for one request, in ms: other load on the machine hardly changes it. */
  readonly processorTime: number | null;
  /** Resident, in MB, the largest after a round. */
  readonly memory: number | null;
}

export interface Comparison {
  readonly ours: Measured;
  readonly peer: Measured;
  /** The median of the rounds' ratios; more than 1: ours is faster. */
  readonly ratio: number;
  /** The smallest and the largest ratio of a round. */
  readonly spread: readonly [number, number];
}

/**
 * Loads both in turn, ours first in one round and the peer first in the next: what else the machine does then meets
 * both, and a ratio within a round says more than a figure alone.
 */
export async function compare(ours: Contender, peer: Contender, length: RunLength): Promise<Comparison> {
  for (const { server, request } of [ours, peer]) await load(server.url, request, length.warmUpSeconds);
  const rounds: Array<{ ours: Sample; peer: Sample }> = [];
  for (let index = 0; index < length.rounds; index += 1) {
    const measureOurs = () => sample(ours, length.seconds);
    const measurePeer = () => sample(peer, length.seconds);
    const round =
      index % 2 === 0
        ? { ours: await measureOurs(), peer: await measurePeer() }
        : { peer: await measurePeer(), ours: await measureOurs() };
    rounds.push(round);
    const speeds = [round.ours, round.peer].map(({ requestsPerSecond }) => requestsPerSecond.toFixed(0));
    console.error(`  round ${index + 1} of ${length.rounds}: ${speeds.join(" : ")} requests/s`);
  }
  const ratios = rounds.map((round) => round.ours.requestsPerSecond / round.peer.requestsPerSecond);
  return {
    ours: summary(rounds.map((round) => round.ours)),
    peer: summary(rounds.map((round) => round.peer)),
    ratio: round(median(ratios), 2),
    spread: [round(Math.min(...ratios), 2), round(Math.max(...ratios), 2)],
  };
}

type Sample = LoadResult & { readonly memory: number | null; readonly processorTime: number | null };

async function sample({ server, request }: Contender, seconds: number): Promise<Sample> {
  const before = server.processorTime();
  const result = await load(server.url, request, seconds);
  const after = server.processorTime();
  const processorTime = before === null || after === null ? null : (after - before) / result.requests;
  return { ...result, processorTime, memory: server.memory() };
}

function summary(samples: readonly Sample[]): Measured {
  const memories = samples.map(({ memory }) => memory).filter((memory) => memory !== null);
  const times = samples.map(({ processorTime }) => processorTime).filter((time) => time !== null);
  return {
    requestsPerSecond: round(median(samples.map(({ requestsPerSecond }) => requestsPerSecond)), 0),
    p50: median(samples.map(({ p50 }) => p50)),
    p99: median(samples.map(({ p99 }) => p99)),
    processorTime: times.length === 0 ? null : round(median(times), 2),
    memory: memories.length === 0 ? null : Math.max(...memories),
  };
}
