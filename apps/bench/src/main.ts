// `npm run bench`: each case, ours and its peer in turn, into results.json. BENCH_QUICK=1 makes it short and writes nothing.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { availableParallelism, cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isDeepStrictEqual } from "node:util";
import { nestedList } from "./cases/nested-list.ts";
import { compare } from "./compare.ts";
import { createBenchDatabase, describeServer } from "./database.ts";
import { ask } from "./load.ts";
import { installPeers } from "./peers.ts";
import { type Result, row } from "./report.ts";
import { seed } from "./seed.ts";
import { type RunningServer, startKunna, startPostGraphile } from "./servers.ts";

const quick = process.env.BENCH_QUICK === "1";
const serverUrl = process.env.DATABASE_URL || "postgres://postgres@127.0.0.1:5432/postgres";
const size = quick
  ? { learners: 400, programs: 8, certificates: 2_000 }
  : { learners: 20_000, programs: 40, certificates: 50_000 };
const length = quick ? { rounds: 3, seconds: 2, warmUpSeconds: 2 } : { rounds: 9, seconds: 6, warmUpSeconds: 8 };

async function runNestedList(): Promise<Result> {
  const database = await createBenchDatabase(serverUrl);
  const folder = await mkdtemp(join(tmpdir(), "kunna-bench-"));
  const servers: RunningServer[] = [];
  try {
    console.error(`Seeding ${size.certificates} certificates ...`);
    const seeded = await seed(database, size);
    const [kunna, peer] = [await startKunna(database.url, folder), await startPostGraphile(database.url, seeded)];
    servers.push(kunna, peer);
    const ours = { server: kunna, request: { query: nestedList.kunna.query, token: seeded.token } };
    const theirs = { server: peer, request: { query: nestedList.postgraphile.query, token: seeded.token } };
    const answer = nestedList.kunna.read(await ask(kunna.url, ours.request));
    if (answer.length !== 20 || answer.some(({ evidence }) => evidence.length !== 3))
      throw new Error("Kunna did not answer with 20 certificates of 3 evidences each.");
    if (!isDeepStrictEqual(answer, nestedList.postgraphile.read(await ask(peer.url, theirs.request))))
      throw new Error("The two servers do not answer with the same data.");
    return { case: "nested-list", peerName: "PostGraphile 5", ...(await compare(ours, theirs, length)) };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

installPeers();
console.error(`${await describeServer(serverUrl)}, ${availableParallelism()} cores (${cpus()[0]?.model ?? "unknown"})`);
const results = [await runNestedList()];
const rows = results.map(row);
console.log(JSON.stringify(rows, null, 2));
if (!quick) {
  await writeFile(fileURLToPath(new URL("../results.json", import.meta.url)), `${JSON.stringify(rows, null, 2)}\n`);
}
