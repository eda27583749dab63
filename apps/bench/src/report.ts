import type { Comparison } from "./compare.ts";

export interface Result extends Comparison {
  readonly case: string;
  readonly peerName: string;
}

/** A result as results.json has it. */
export function row({ case: name, peerName, ours, peer, ratio, spread }: Result) {
  return {
    case: name,
    kunna: ours.requestsPerSecond,
    peer: peer.requestsPerSecond,
    peerName,
    ratio,
    unit: "requests/s",
    spread,
    latencyMs: { kunna: { p50: ours.p50, p99: ours.p99 }, peer: { p50: peer.p50, p99: peer.p99 } },
    processorMsPerRequest: { kunna: ours.processorTime, peer: peer.processorTime },
    memoryMb: { kunna: ours.memory, peer: peer.memory },
  };
}
