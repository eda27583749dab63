import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stoppable } from "./stopping.ts";

/** An empty folder of one's own. */
export async function createFolder(): Promise<{ readonly path: string; remove(): Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), "kunna-bench-"));
  return { path, remove: stoppable(() => rm(path, { recursive: true, force: true })) };
}
