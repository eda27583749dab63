import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { TestSeed } from "@kunna/database/testing";
import { vi } from "vitest";
import { loadDemo } from "./load-demo.ts";
import { createTestServer, fixedClock } from "./test-server.ts";

/** When the demo of the tests was loaded. */
export const demoStart = "2026-11-24T09:00:00Z";

const packages = fileURLToPath(new URL("../..", import.meta.url));
let seed: TestSeed | null = null;

/** The demo organisations, loaded once for all tests: whatever of our code might load them otherwise makes it anew. */
export function demoSeed(): TestSeed {
  seed ??= { hash: hashOfSources(), load };
  return seed;
}

function hashOfSources(): string {
  const hash = createHash("sha256");
  for (const name of ["api", "credentials", "database", "domain", "testing"]) {
    const folder = join(packages, name, "src");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((one) => /(?<!\.test|\.test\.support)\.(ts|json|csv)$/.test(one)).toSorted())
      hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

const load: TestSeed["load"] = async (database) => {
  const server = await createTestServer(database, { now: fixedClock(demoStart).now });
  try {
    await loadDemo(server.services);
    // Its events have their places too.
    await vi.waitFor(
      async () => {
        const left = await database.asSystem((tx) => tx.event.count({ where: { position: null } }));
        if (left > 0) throw new Error(`${left} events wait for their place.`);
      },
      { timeout: 60_000, interval: 50 },
    );
  } finally {
    await server.close();
  }
};
