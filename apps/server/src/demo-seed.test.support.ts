import { join } from "node:path";
import { allPlaced, hashOfSources, seedFolder, type TestSeed } from "@kunna/database/testing";
import { createTestServer, loadDemo, loadDemoHistory } from "@kunna/testing";

/** The demo as a first start loads it, once a day for all tests: its past ends on the day that it is loaded. */
export const demoSeed: TestSeed = {
  hash: hashOfSources("server", new Date().toISOString().slice(0, 10)),
  async load(database) {
    const server = await createTestServer(database);
    try {
      await loadDemo(server.services);
      await loadDemoHistory(server.services);
      await allPlaced(database);
    } finally {
      await server.close();
    }
  },
};

/** For a server on a database that has the demo: the secret that its keys are kept under. */
export const demoVariables = {
  KUNNA_DEMO: "true",
  KUNNA_SECRET: Buffer.from(new Uint8Array(32).fill(7)).toString("base64"),
};

/** What a server's environment needs to begin on the embedded database with the demo in it. */
export async function demoIn(folder: string): Promise<typeof demoVariables> {
  await seedFolder(join(folder, "database"), demoSeed);
  return demoVariables;
}
