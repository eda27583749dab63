import { createRequire } from "node:module";
import { join } from "node:path";
import react from "@vitejs/plugin-react";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { createServer, type ViteDevServer } from "vite";
import { afterAll, beforeAll } from "vitest";
import {
  chromiumPath,
  chromiumSwitches,
  expectAccessibleBy,
  type KunnaServer,
  sizes,
  startKunna,
} from "../../../e2e.shared.ts";
import { demoSignIns } from "../demo-sign-ins.ts";

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
    browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumSwitches });
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

export const expectAccessible = (page: Page) => expectAccessibleBy(axeFile, page);
