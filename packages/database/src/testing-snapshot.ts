import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openDatabase } from "./database.ts";
import { seedsKept, type TestSeed } from "./testing-seed.ts";

/** In the workspace's node_modules, from src and from dist alike. */
const cache = fileURLToPath(new URL("../../../node_modules/.cache/kunna", import.meta.url));

/** A maker that was killed leaves its mark behind; after this long it is not believed. */
const makingTakesMs = 90_000;

const loaded = new Map<string, Promise<Blob>>();

/** A migrated embedded database as a file, and what a seed puts into it: made once on a machine for each state of both. */
export function embeddedSnapshot(hash: string, seed: TestSeed | null): Promise<Blob> {
  const name = seed ? `${hash}-${seed.hash}` : hash;
  const known = loaded.get(name) ?? load(join(cache, `embedded-${name}.tar`), seed);
  loaded.set(name, known);
  return known;
}

async function load(file: string, seed: TestSeed | null): Promise<Blob> {
  for (;;) {
    const bytes = await readFile(file).catch(() => null);
    if (bytes) return new Blob([bytes]);
    if (await makeAlone(file, seed)) continue;
    await sleep(100);
  }
}

/** False when another process is making it. */
async function makeAlone(file: string, seed: TestSeed | null): Promise<boolean> {
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
    await make(file, seed);
    return true;
  } finally {
    await rm(mark, { recursive: true, force: true });
  }
}

async function make(file: string, seed: TestSeed | null): Promise<void> {
  const database = await openDatabase({ kind: "embedded", folder: null });
  try {
    await database.migrate();
    await seed?.load(database);
    const snapshot = await database.snapshot();
    if (!snapshot) throw new Error("An embedded database has a snapshot.");
    const unfinished = `${file}.${process.pid}`;
    await writeFile(unfinished, Buffer.from(await snapshot.arrayBuffer()));
    await rename(unfinished, file);
  } finally {
    await database.close();
  }
  if (seed) await removeOldSeeded();
}

/** What earlier states of the code were seeded with, and what a maker that was killed has left. */
async function removeOldSeeded(): Promise<void> {
  const names = (await readdir(cache)).filter((name) => /^embedded-\w+-\w+\.tar(\.\d+)?$/.test(name));
  const aged = names.map(async (name) => {
    const { mtimeMs = 0 } = await stat(join(cache, name)).catch(() => ({}) as { mtimeMs?: number });
    return { name, mtimeMs };
  });
  const newestFirst = (await Promise.all(aged)).toSorted((one, other) => other.mtimeMs - one.mtimeMs);
  for (const { name } of newestFirst.slice(seedsKept)) await rm(join(cache, name), { force: true });
}
