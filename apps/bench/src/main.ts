// `npm run bench`: each case, ours and its peer in turn, into results.json; `npm run bench -- fan-out` runs that one alone.
// BENCH_QUICK=1 makes it short and writes nothing.
import { availableParallelism, constants, cpus } from "node:os";
import { fanOut } from "./cases/fan-out.ts";
import { ltiLaunch } from "./cases/lti-launch.ts";
import { nestedList } from "./cases/nested-list.ts";
import { describeServer } from "./database.ts";
import { installPeers } from "./peers.ts";
import { type Row, writeResults } from "./report.ts";
import { stopAll } from "./stopping.ts";

const quick = process.env.BENCH_QUICK === "1";
const serverUrl = process.env.DATABASE_URL || "postgres://postgres@127.0.0.1:5432/postgres";

const cases: Record<string, () => Promise<Row>> = {
  "nested-list": () =>
    quick
      ? nestedList(
          serverUrl,
          { learners: 400, programs: 8, certificates: 2_000 },
          { rounds: 3, seconds: 2, warmUpSeconds: 2 },
        )
      : nestedList(
          serverUrl,
          { learners: 20_000, programs: 40, certificates: 50_000 },
          { rounds: 9, seconds: 6, warmUpSeconds: 8 },
        ),
  "fan-out": () =>
    fanOut(
      serverUrl,
      quick ? { subscribers: 300, rounds: 3, messages: 3 } : { subscribers: 5_000, rounds: 9, messages: 10 },
    ),
  "lti-launch": () => ltiLaunch(quick ? { rounds: 3, launches: 100 } : { rounds: 9, launches: 1_000 }),
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !Object.hasOwn(cases, name));
if (unknown.length > 0) {
  console.error(`There is no case ${unknown.join(", ")}. The cases are ${Object.keys(cases).join(", ")}.`);
  process.exit(2);
}

let stopping: Promise<never> | null = null;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stopping ??= stopAll().then(() => process.exit(128 + constants.signals[signal]));
  });
}

installPeers();
console.error(`${await describeServer(serverUrl)}, ${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"})`);
const rows: Row[] = [];
for (const [name, run] of Object.entries(cases)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`${name} ...`);
  rows.push(
    await run().catch(async (error: unknown) => {
      // What is stopped from outside fails within.
      await stopping;
      throw error;
    }),
  );
}
console.log(JSON.stringify(rows, null, 2));
if (!quick) await writeResults(rows, Object.keys(cases));
