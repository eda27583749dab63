import { mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openDatabase } from "./database.ts";

/** In the workspace's node_modules, from src and from dist alike. */
const cache = fileURLToPath(new URL("../../../node_modules/.cache/kunna", import.meta.url));

/** A maker that was killed leaves its mark behind; after this long it is not believed. */
const makingTakesMs = 90_000;

let loaded: Promise<Blob> | null = null;

/** A migrated embedded database as a file: made once on a machine for each state of the migrations. */
export function embeddedSnapshot(hash: string): Promise<Blob> {
  loaded ??= load(join(cache, `embedded-${hash}.tar`));
  return loaded;
}

async function load(file: string): Promise<Blob> {
  for (;;) {
    const bytes = await readFile(file).catch(() => null);
    if (bytes) return new Blob([bytes]);
    if (await makeAlone(file)) continue;
    await sleep(100);
  }
}

/** False when another process is making it. */
async function makeAlone(file: string): Promise<boolean> {
  const mark = `${file}.making`;
  await mkdir(cache, { recursive: true });
  try {
    await mkdir(mark);
  } catch {
    const { mtimeMs = Date.now() } = await stat(mark).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > makingTakesMs) await rm(mark, { recursive: true, force: true });
    return false;
  }
  try {
    await make(file);
    return true;
  } finally {
    await rm(mark, { recursive: true, force: true });
  }
}

async function make(file: string): Promise<void> {
  const database = await openDatabase({ kind: "embedded", folder: null });
  try {
    await database.migrate();
    const snapshot = await database.snapshot();
    if (!snapshot) throw new Error("An embedded database has a snapshot.");
    const unfinished = `${file}.${process.pid}`;
    await writeFile(unfinished, Buffer.from(await snapshot.arrayBuffer()));
    await rename(unfinished, file);
  } finally {
    await database.close();
  }
}
