import { randomBytes } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EnvironmentRefused } from "./environment.ts";

/** The installation's secret: the one that is set, or the one in the folder, made at the first start. Whoever loses it can sign nothing new with the old keys. */
export async function installationSecret(set: Uint8Array | null, folder: string): Promise<Uint8Array> {
  if (set) return set;
  const path = join(folder, "secret");
  const kept = (await readKept(path)) ?? (await make(path));
  const secret = Buffer.from(kept.trim(), "base64");
  if (secret.byteLength !== 32)
    throw new EnvironmentRefused(
      `${path} is broken: put the 32 bytes in base64 back from a backup, or remove it to begin with a new secret.`,
    );
  return secret;
}

async function readKept(path: string): Promise<string | null> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
}

/** Of several processes that start at once, one makes it, whole, and all have the same. */
async function make(path: string): Promise<string> {
  const own = `${path}.${randomBytes(8).toString("hex")}.part`;
  await writeFile(own, `${randomBytes(32).toString("base64")}\n`, { mode: 0o600, flag: "wx" });
  try {
    await link(own, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(own, { force: true });
  }
  return readFile(path, "utf8");
}
