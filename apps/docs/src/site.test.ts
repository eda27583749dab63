import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { chromiumPath, launch, serveSite } from "./site.test.support.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const path = chromiumPath();
const sizes = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };
const shown = [
  "/",
  "/start.html",
  "/guide/webhooks.html",
  "/permissions.html",
  "/reference/api/errors.html",
  "/sv/start.html",
];

let browser: Browser;
let site: Awaited<ReturnType<typeof serveSite>>;

/** Opens a page of the site, does something on it, and closes it; what it logs as an error fails the test. */
async function on(
  address: string,
  size: keyof typeof sizes,
  scheme: "light" | "dark",
  act: (page: Page) => Promise<void>,
) {
  const page = await browser.newPage({ viewport: sizes[size], colorScheme: scheme, reducedMotion: "reduce" });
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  page.on("requestfailed", (request) => errors.push(request.url()));
  await page.goto(site.url + address, { waitUntil: "networkidle" });
  await act(page);
  await page.close();
  expect(errors).toEqual([]);
}

/** What axe finds against WCAG 2.2 A and AA, and where. */
async function barriersOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    return axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
  });
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${target.join(" ")}: ${failureSummary}`),
  );
}

describe.skipIf(path === null)(
  path === null ? "the site, skipped: there is no Chromium on this machine" : "the site",
  () => {
    beforeAll(async () => {
      site = await serveSite();
      browser = await launch(path ?? "");
    });
    afterAll(async () => {
      await browser?.close();
      site?.server.close();
    });

    it.each(shown)("%s has no barriers, and nothing is wider than the screen", async (address) => {
      for (const [size, scheme] of [
        ["phone", "light"],
        ["desktop", "dark"],
      ] as const)
        await on(address, size, scheme, async (page) => {
          expect(await barriersOf(page)).toEqual([]);
          expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        });
    });

    it("finds a code, a type and a page by their words", async () => {
      await on("/", "desktop", "light", async (page) => {
        for (const [words, where] of [
          ["ALREADY_ENROLLED", "errors"],
          ["claimRenewal", "mutations"],
          ["Last-Event-ID", "events"],
        ] as const) {
          await page.keyboard.press("Control+k");
          await page.getByRole("searchbox").fill(words);
          await page.locator(`.results a[href*="${where}"]`).first().waitFor();
          await page.keyboard.press("Escape");
        }
      });
    });

    it("is read in Swedish from its switch", async () => {
      await on("/start.html", "desktop", "light", async (page) => {
        await page.getByRole("button", { name: "Change language" }).hover();
        await page.getByRole("link", { name: "Svenska" }).first().click();
        await page.getByRole("heading", { level: 1 }).filter({ hasText: "Bevis på vad människor kan" }).waitFor();
        expect(await page.locator("html").getAttribute("lang")).toBe("sv");
      });
    });
  },
);
