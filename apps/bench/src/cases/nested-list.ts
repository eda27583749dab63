import { isDeepStrictEqual } from "node:util";
import { compare, type RunLength } from "../compare.ts";
import { createBenchDatabase } from "../database.ts";
import { createFolder } from "../folder.ts";
import { ask } from "../load.ts";
import { row } from "../report.ts";
import { type SeedSize, seed } from "../seed.ts";
import { type RunningServer, startKunna, startPostGraphile } from "../servers.ts";
import { nestedListQueries } from "./nested-list-queries.ts";

/** A page of certificates with what belongs to them: Kunna, and PostGraphile over the same tables. */
export async function nestedList(serverUrl: string, size: SeedSize, length: RunLength) {
  const database = await createBenchDatabase(serverUrl);
  const folder = await createFolder();
  const servers: RunningServer[] = [];
  try {
    console.error(`Seeding ${size.certificates} certificates ...`);
    const seeded = await seed(database, size);
    const [kunna, peer] = [await startKunna(database.url, folder.path), await startPostGraphile(database.url, seeded)];
    servers.push(kunna, peer);
    const ours = { server: kunna, request: { query: nestedListQueries.kunna.query, token: seeded.token } };
    const theirs = { server: peer, request: { query: nestedListQueries.postgraphile.query, token: seeded.token } };
    const answer = nestedListQueries.kunna.read(await ask(kunna.url, ours.request));
    if (answer.length !== 20 || answer.some(({ evidence }) => evidence.length !== 3))
      throw new Error("Kunna did not answer with 20 certificates of 3 evidences each.");
    if (!isDeepStrictEqual(answer, nestedListQueries.postgraphile.read(await ask(peer.url, theirs.request))))
      throw new Error("The two servers do not answer with the same data.");
    return row({ case: "nested-list", peerName: "PostGraphile 5", ...(await compare(ours, theirs, length)) });
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await database.drop();
    await folder.remove();
  }
}
