import { mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileStorage } from "@kunna/api";
import { assertStorageKey } from "./storage-key.ts";

/** In milliseconds: no upload takes as long, in whichever process of several that share the folder. */
const unfinishedFor = 24 * 60 * 60 * 1_000;

/** Clears away what processes that were killed left half written. */
export async function clearUnfinished(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
    if (!name.endsWith(unfinishedSuffix)) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found && now.getTime() - found.mtimeMs > unfinishedFor) await rm(path, { force: true });
  }
}

const unfinishedSuffix = ".part";

/** Files in a folder of this machine. A file appears under its key only when it is whole. */
export function folderStorage(folder: string): FileStorage {
  const pathOf = (key: string) => {
    assertStorageKey(key);
    return join(folder, key);
  };
  return {
    async write(key, content) {
      const path = pathOf(key);
      const unfinished = `${path}${unfinishedSuffix}`;
      await mkdir(dirname(path), { recursive: true });
      // Opened before anything is read: a stream that fails at once would else be cleared away before the file is made.
      const file = await open(unfinished, "wx", 0o600);
      try {
        await pipeline(content, file.createWriteStream({ flush: true }));
        await rename(unfinished, path);
        await keepNames(dirname(path));
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    async read(key, range) {
      // Opened at once: what is removed while it is read is read to its end.
      const file = await open(pathOf(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return null;
        throw error;
      });
      return file ? file.createReadStream(range ? { start: range.start, end: range.end } : {}) : null;
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}

/** What is renamed is there after a power cut only once its folder is on the disk too. */
async function keepNames(folder: string): Promise<void> {
  const opened = await open(folder, "r");
  try {
    await opened.sync();
  } finally {
    await opened.close();
  }
}
