import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlatform, type Platform } from "./index.ts";
import { startStorageTool } from "./storage-tool.test.support.ts";

/** Debian's package `chromium`; CI installs it. */
const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = places.find((place) => existsSync(place));
const skipped = executablePath === undefined ? " (skipped: Chromium is not installed, Debian's package chromium)" : "";

describe.skipIf(executablePath === undefined)(`the page of the LMS in a browser${skipped}`, () => {
  let platform: Platform;
  let browser: Browser;
  let stopTool: () => Promise<unknown>;
  beforeAll(async () => {
    platform = await createPlatform();
    await platform.listen();
    stopTool = await startStorageTool(platform);
    browser = await chromium.launch({
      ...(executablePath === undefined ? {} : { executablePath }),
      args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"],
    });
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await stopTool?.();
    await platform?.close();
  });

  test.each([
    ["PARENT", "BOUND, 333 pixels", "333px"],
    ["FRAME", "BOUND, 333 pixels", "333px"],
    ["NONE", "NO STORAGE", ""],
  ] as const)("a tool without cookies, and storage %s: %s", { timeout: 60_000 }, async (storage, text, height) => {
    const page = await browser.newPage();
    await page.goto(platform.page({ storage }));
    const said = await page.waitForFunction("ltiMessages.find(({ subject }) => subject === 'said')?.text");
    expect(await said.jsonValue()).toBe(text);
    expect(await page.locator("#tool").getAttribute("style")).toBe(height === "" ? null : `height: ${height};`);
    expect(platform.problems).toEqual([]);
    await page.close();
  });
});
