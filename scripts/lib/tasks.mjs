// What each npm script does. Every function answers with the exit code.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { build, install } from "./prepare.mjs";
import { foreground, root } from "./process.mjs";

const server = join(root, "apps/server/dist/main.js");

const tasks = {
  async start(args) {
    await build("@kunna/server");
    return foreground(process.execPath, [server, "serve", ...args]);
  },
  async tour(args) {
    await build("@kunna/server");
    return foreground(process.execPath, [server, "tour", ...args]);
  },
  /** The example portal, on a server that runs: `npm start` in another terminal. */
  async portal(args) {
    await build("@kunna/react");
    const env = await install();
    await foreground("pnpm", ["--silent", "--dir", "apps/portal", "run", "generate"], env);
    return foreground("pnpm", ["--silent", "--dir", "apps/portal", "run", "dev", ...args], env);
  },
  async kunna(args) {
    await build("@kunna/server");
    return foreground(process.execPath, [server, ...args]);
  },
  async chaos(args) {
    await build("@kunna/server");
    return foreground(process.execPath, [join(root, "apps/server/dist/chaos/main.js"), ...args]);
  },
  async bench(args) {
    if (!existsSync(join(root, "apps/bench/package.json"))) {
      console.error("There are no benchmarks yet: apps/bench is empty.");
      return 1;
    }
    await build("@kunna/bench");
    return foreground(process.execPath, [join(root, "apps/bench/dist/main.js"), ...args]);
  },
  async format(args) {
    const env = await install();
    return foreground("biome", ["check", "--write", ...args], env);
  },
  /** Raises the versions by the changesets, and keeps the schema that they are released with. Publishes nothing. */
  async release(args) {
    const env = await install();
    const code = await foreground("changeset", ["version", ...args], env);
    if (code !== 0) return code;
    return foreground("pnpm", ["--silent", "--filter", "@kunna/api", "run", "keep-released"], env);
  },
  async test(args) {
    const { test } = await import("../test.mjs");
    return test(args);
  },
};

export async function runTask(name, args) {
  if (!Object.hasOwn(tasks, name ?? "")) {
    console.error(`Usage: node scripts/run.mjs ${Object.keys(tasks).join("|")} [arguments]`);
    return 2;
  }
  return tasks[name](args);
}
