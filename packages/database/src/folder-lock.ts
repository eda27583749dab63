import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { DatabaseUnavailable } from "./errors.ts";

/** The folders that this process holds: tells its own lock from one that an earlier process with the same pid left (as in a container). */
const held = new Set<string>();

/**
 * Takes the data folder for this process by a file with its pid beside it: two PGlite on one folder destroy it. A lock
 * whose process is dead is taken over. Throws DatabaseUnavailable when another holds it; returns what gives it back.
 */
export function lockFolder(folder: string): () => void {
  const file = `${resolve(folder)}.lock`;
  mkdirSync(dirname(file), { recursive: true });
  if (held.has(file)) throw inUse(folder, file, process.pid);
  if (!create(file)) {
    const owner = readOwner(file);
    if (owner !== null && owner !== process.pid && isAlive(owner)) throw inUse(folder, file, owner);
    takeOver(file, folder);
  }
  held.add(file);
  return () => {
    held.delete(file);
    if (readOwner(file) === process.pid) rmSync(file, { force: true });
  };
}

function create(file: string): boolean {
  try {
    writeFileSync(file, `${process.pid}\n`, { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

/** Of two processes that take over at once, the rename lets one move the dead lock away and the other find it gone. */
function takeOver(file: string, folder: string): void {
  const dead = `${file}.${process.pid}`;
  try {
    renameSync(file, dead);
    rmSync(dead, { force: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  if (!create(file)) throw inUse(folder, file, readOwner(file));
}

function readOwner(file: string): number | null {
  try {
    const pid = Number.parseInt(readFileSync(file, "utf8"), 10);
    return Number.isInteger(pid) && pid > 0 ? pid : null;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function inUse(folder: string, file: string, owner: number | null): DatabaseUnavailable {
  return new DatabaseUnavailable(
    `The data folder ${folder} is in use by process ${owner ?? "unknown"}: stop that process, or, if it is not Kunna, delete ${file}.`,
  );
}
