import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EnvironmentRefused } from "./environment.ts";

/** The installation's secret: the one that is set, or the one in the folder, made at the first start. Whoever loses it can sign nothing new with the old keys. */
export async function installationSecret(set: Uint8Array | null, folder: string): Promise<Uint8Array> {
  if (set) return set;
  const path = join(folder, "secret");
  const kept = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return null;
    throw error;
  });
  if (kept === null) {
    const secret = randomBytes(32);
    await writeFile(path, `${secret.toString("base64")}\n`, { mode: 0o600, flag: "wx" });
    return secret;
  }
  const secret = Buffer.from(kept.trim(), "base64");
  if (secret.byteLength !== 32)
    throw new EnvironmentRefused(
      `${path} is broken: put the 32 bytes in base64 back from a backup, or remove it to begin with a new secret.`,
    );
  return secret;
}
