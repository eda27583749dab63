import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { Comparison } from "./compare.ts";

/** A result as results.json has it, with whatever else its case measures. */
export interface Row {
  readonly case: string;
  /** In `unit`, as the peer's. */
  readonly kunna: number;
  readonly peer: number;
  readonly peerName: string;
  readonly ratio: number;
  readonly unit: string;
  /** The smallest and the largest ratio of a round. */
  readonly spread: readonly number[];
}

interface Result extends Comparison {
  readonly case: string;
  readonly peerName: string;
}

/** The row of a case that loads both with requests. */
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

const file = fileURLToPath(new URL("../results.json", import.meta.url));

/** Writes the rows among those of the cases that were not run. */
export async function writeResults(rows: readonly Row[], cases: readonly string[]): Promise<void> {
  const before = JSON.parse(await readFile(file, "utf8")) as Row[];
  const all = cases.map((name) => [...rows, ...before].find((each) => each.case === name)).filter(Boolean);
  await writeFile(file, `${JSON.stringify(all, null, 2)}\n`);
}
