import { allPlaced, hashOfSources, type TestSeed } from "@kunna/database/testing";
import { loadDemo } from "./load-demo.ts";
import { createTestServer, fixedClock } from "./test-server.ts";

/** When the demo of the tests was loaded. */
export const demoStart = "2026-11-24T09:00:00Z";

/** The demo organisations, loaded once for all tests. */
export const demoSeed: TestSeed = {
  hash: hashOfSources("testing", demoStart),
  async load(database) {
    const server = await createTestServer(database, { now: fixedClock(demoStart).now });
    try {
      await loadDemo(server.services);
      await allPlaced(database);
    } finally {
      await server.close();
    }
  },
};
