// What the tests in a browser share: Kunna as its own process, where Chromium is, and what axe finds.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Debian's package `chromium`; CI installs it. */
export const chromiumPath = places.find((place) => existsSync(place)) ?? null;
/** Why a suite is skipped, for its name. */
export const chromiumSkip = chromiumPath ? "" : " (skipped: Chromium is not installed (Debian's package chromium))";

/** As headless Chromium starts where nothing outside can be reached. */
export const chromiumSwitches = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-sync",
];

export const sizes = { phone: { width: 375, height: 780 }, desktop: { width: 1280, height: 900 } } as const;

/** The sign-ins that the server wrote for its demo. */
export interface DemoFile {
  readonly graphql: string;
  readonly tokens: Readonly<Record<"admin" | "programOwner" | "reviewer" | "manager" | "learner", string>>;
}

export interface KunnaServer {
  readonly demoFile: string;
  readonly demo: DemoFile;
  stop(): Promise<void>;
}

const main = join(import.meta.dirname, "apps/server/dist/main.js");

export interface StartOptions {
  /** The name by which it is reached, when that is not 127.0.0.1. */
  readonly hostname?: string;
  /** What else is set for it. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** Kunna as `npm start` runs it, with its demo, in a folder of its own and on a free port. */
export async function startKunna({ hostname, environment }: StartOptions = {}): Promise<KunnaServer> {
  const folder = await mkdtemp(join(tmpdir(), "kunna-e2e-"));
  const port = await freePort();
  const publicUrl = hostname === undefined ? {} : { PUBLIC_URL: `http://${hostname}:${port}` };
  const server = spawn(process.execPath, [main, "serve"], {
    // Nothing of how the tests are run: what a newcomer has, too.
    env: { PORT: String(port), KUNNA_FOLDER: folder, ...publicUrl, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const out of [server.stdout, server.stderr]) {
    out.on("data", (text) => {
      said += text;
    });
  }
  const stop = () => end(server, folder);
  const demoFile = join(folder, "demo.json");
  for (const begun = Date.now(); Date.now() - begun < 150_000; await pause(200)) {
    if (server.exitCode !== null) break;
    if (!existsSync(demoFile)) continue;
    const demo = JSON.parse(readFileSync(demoFile, "utf8")) as DemoFile;
    if (await answers(demo)) return { demoFile, demo, stop };
  }
  await stop();
  throw new Error(`The server did not start:\n${said}`);
}

async function answers({ graphql, tokens }: DemoFile): Promise<boolean> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${tokens.learner}` };
  return fetch(graphql, { method: "POST", headers, body: '{"query":"{ viewer { name } }"}' }).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function end(server: ChildProcess, folder: string): Promise<void> {
  if (server.exitCode === null) {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
  await rm(folder, { recursive: true, force: true });
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

/** A page or a frame of Playwright's. */
interface Document {
  addScriptTag(options: { path: string }): Promise<unknown>;
  evaluate<Result>(code: string): Promise<Result>;
}

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const findViolations = `axe.run(document, { runOnly: { type: "tag", values: ${JSON.stringify(tags)} } }).then(
  ({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")),
)`;

/** What axe finds against WCAG 2.2 A and AA, and whether the page is wider than its window. @param axeFile axe.min.js */
export async function expectAccessibleBy(axeFile: string, page: Document): Promise<void> {
  await page.addScriptTag({ path: axeFile });
  expect(await page.evaluate<string[]>(findViolations)).toEqual([]);
  const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - window.innerWidth");
  expect(overflow, "the page is wider than its window").toBeLessThanOrEqual(0);
}
