import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import type { FileStorage } from "@kunna/api";

/** Files in a folder of this machine. A file appears under its key only when it is whole. */
export function folderStorage(folder: string): FileStorage {
  const pathOf = (key: string) => {
    // Keys are made by the API; this holds even if that should ever change.
    if (!/^[0-9a-f-]{36}\/[0-9a-f-]{36}$/.test(key))
      throw new Error("A storage key must be two UUIDs with a slash between.");
    return join(folder, key);
  };
  return {
    async write(key, content) {
      const path = pathOf(key);
      const unfinished = `${path}.part`;
      await mkdir(dirname(path), { recursive: true });
      try {
        await pipeline(content, createWriteStream(unfinished, { flags: "wx", mode: 0o600, flush: true }));
        await rename(unfinished, path);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },
    async read(key) {
      const path = pathOf(key);
      const found = await stat(path).catch(() => null);
      return found ? createReadStream(path) : null;
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}
