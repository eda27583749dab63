import { parseArgs } from "node:util";
import { table } from "./report.ts";
import { runChaos } from "./run.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string", default: "60" }, seed: { type: "string", default: "1" } },
});
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort());
const begun = performance.now();
const report = await runChaos({
  seconds: Number(values.seconds),
  seed: Number(values.seed),
  signal: interrupted.signal,
  onStep: (step) => console.log(`${((performance.now() - begun) / 1_000).toFixed(1).padStart(6)} s  ${step}`),
});
console.log(`\n${table(report)}`);
// What a server wrote that ended by itself was told when it did.
for (const problem of report.problems.slice(0, 50)) console.log(`\n${problem.split("\n", 1)[0]}`);
const isWhole = report.deliveries.every(({ lost, duplicated, outOfOrder }) => lost + duplicated + outOfOrder === 0);
const haveCome = report.webhooks.every(({ lost, outOfOrder }) => lost + outOfOrder === 0);
process.exit(isWhole && haveCome && report.problems.length === 0 ? 0 : 1);
