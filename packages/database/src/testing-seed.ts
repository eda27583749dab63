import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Database } from "./database.ts";

/** What many tests begin with: it is put into a template once, and not by each of them. */
export interface TestSeed {
  /** Names all that makes it what it is: a change in that makes a new template. Lower-case hexadecimal digits. */
  readonly hash: string;
  readonly load: (database: Database) => Promise<void>;
}

/** How many seeded templates of a kind stay, newest first: states of the code that one goes back to, or tests beside. */
export const seedsKept = 8;

const packages = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Of all that decides what commands write: another state of it, another seed.
 * @param facts what else makes the seed what it is, such as its name
 */
export function hashOfSources(...facts: readonly string[]): string {
  const hash = createHash("sha256").update(facts.join());
  for (const name of ["api", "credentials", "database", "domain", "testing"]) {
    const folder = join(packages, name, "src");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((one) => /\.(ts|json|csv)$/.test(one) && !/\.test\./.test(one)).toSorted())
      hash.update(file).update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 16);
}

/** Waits until every event that is written has its place: a relay that runs gives it. */
export async function allPlaced(database: Database): Promise<void> {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await sleep(50)) {
    if ((await database.asSystem((tx) => tx.event.count({ where: { position: null } }))) === 0) return;
  }
  throw new Error("Events wait for their places: does a relay run?");
}
