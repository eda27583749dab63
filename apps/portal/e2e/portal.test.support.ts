import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll, expect } from "vitest";
import { demoSignIns } from "../demo-sign-ins.ts";
import { type KunnaServer, startKunna } from "./kunna-server.test.support.ts";

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** Debian's package `chromium`; CI installs it. */
export const chromiumPath = places.find((place) => existsSync(place)) ?? null;

/** As headless Chromium starts where nothing outside can be reached. */
const switches = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--disable-background-networking",
  "--disable-sync",
];

export const sizes = { phone: { width: 375, height: 780 }, desktop: { width: 1280, height: 900 } } as const;

export interface PortalSuite {
  /** A new browser window, in which somebody has signed in by the demo's button. */
  open(who: "learner" | "reviewer" | "manager", size?: keyof typeof sizes, language?: "en" | "sv"): Promise<Page>;
  /** The portal with nobody signed in. */
  openSignIn(size?: keyof typeof sizes, language?: "en" | "sv"): Promise<Page>;
  readonly kunna: KunnaServer;
}

/** The portal, a real server with its demo and a real browser, for all tests of the suite that calls it. */
export function portalSuite(): PortalSuite {
  let kunna: KunnaServer;
  let portal: ViteDevServer;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    if (!chromiumPath) return;
    kunna = await startKunna();
    portal = await createServer({
      root: join(import.meta.dirname, ".."),
      configFile: false,
      logLevel: "error",
      plugins: [react(), demoSignIns(kunna.demoFile)],
      server: { port: 0, host: "127.0.0.1", hmr: false },
    });
    await portal.listen();
    browser = await chromium.launch({ executablePath: chromiumPath, args: switches });
  }, 240_000);
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await portal?.close();
    await kunna?.stop();
  });
  const openSignIn = async (size: keyof typeof sizes = "desktop", language = "en") => {
    const locale = language === "sv" ? "sv-SE" : "en-GB";
    const context = await browser.newContext({ viewport: sizes[size], locale, reducedMotion: "reduce" });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(portal.resolvedUrls?.local[0] ?? "");
    return page;
  };
  return {
    openSignIn,
    async open(who, size = "desktop", language = "en") {
      const page = await openSignIn(size, language);
      const names = {
        en: { learner: "As a learner", reviewer: "As a reviewer", manager: "As a manager" },
        sv: { learner: "Som lärande", reviewer: "Som granskare", manager: "Som chef" },
      };
      await page.getByRole("button", { name: names[language][who] }).click();
      await page.getByRole("navigation").getByRole("link").first().waitFor();
      return page;
    },
    get kunna() {
      return kunna;
    },
  };
}

const axeFile = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

/** What axe finds against WCAG 2.2 A and AA, and whether the page is wider than its window. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.addScriptTag({ path: axeFile });
  const found = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(on: Document, options: object): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
    const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
  expect(found).toEqual([]);
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(overflow, "the page is wider than its window").toBeLessThanOrEqual(0);
}
