import { spawnSync } from "node:child_process";
import { existsSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const peersFolder = fileURLToPath(new URL("../peers", import.meta.url));

/** The Node that runs both servers: PostGraphile 5 needs 22, and the same one is fair. */
export const benchNode = `${peersFolder}/node_modules/node/bin/node`;

/** Installs what we measure against and with. It is 500 MB, so it stands apart from the workspace's own install. */
export function installPeers(): void {
  const stamp = `${peersFolder}/node_modules/.package-lock.json`;
  const lockfile = `${peersFolder}/package-lock.json`;
  if (existsSync(benchNode) && existsSync(stamp) && statSync(stamp).mtimeMs >= statSync(lockfile).mtimeMs) return;
  console.error("Installing the peers (once, about a minute) ...");
  const { status } = spawnSync("npm", ["ci", "--loglevel=error"], { cwd: peersFolder, stdio: "inherit" });
  if (status !== 0) throw new Error("The peers could not be installed: see npm's message above.");
}
