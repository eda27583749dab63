import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import { chromiumPath, chromiumSwitches, type KunnaServer, startKunna } from "../../../e2e.shared.ts";
import { type MoodleSite, moodleAddress, openMoodle, pictureFolder } from "./moodle-site.test.support.ts";
import { removeTool } from "./moodle-tool.test.support.ts";

const address = moodleAddress();

/** Why the suite is skipped, for its name; "": it is not. */
export const moodleSkip = !chromiumPath
  ? " (skipped: Chromium is not installed (Debian's package chromium))"
  : address
    ? ""
    : " (skipped: no Moodle is named: set KUNNA_TEST_MOODLE_URL, KUNNA_TEST_MOODLE_ADMIN and KUNNA_TEST_MOODLE_PASSWORD)";

export interface MoodleSuite {
  readonly kunna: KunnaServer;
  readonly site: MoodleSite;
  /** Takes a tool of the site away in the end. */
  removeLater(toolId: string): void;
  /** Asks Kunna as the organisation's administrator. @throws what GraphQL has against it, or a refusal says */
  ask<Data>(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Data>;
  /** A picture for the guide, if KUNNA_TEST_MOODLE_PICTURES names a folder for them. */
  picture(page: Page, name: string): Promise<void>;
}

/** A Moodle and Kunna beside it, for all tests of the suite that calls it. Both are reached by the same name: without https, browsers take cookies in a frame only so. */
export function moodleSuite(): MoodleSuite {
  let kunna: KunnaServer;
  let site: MoodleSite;
  let browser: Browser;
  const tools: string[] = [];
  beforeAll(async () => {
    if (!chromiumPath || !address) return;
    const { hostname } = new URL(address.url);
    browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumSwitches });
    kunna = await startKunna({ hostname, environment: { KUNNA_OUTSIDE_LOOPBACK: "true" } });
    site = await openMoodle(browser, address);
  }, 300_000);
  afterAll(async () => {
    for (const toolId of tools) await removeTool(site, toolId);
    await site?.close();
    await browser?.close();
    await kunna?.stop();
  }, 300_000);
  return {
    get kunna() {
      return kunna;
    },
    get site() {
      return site;
    },
    removeLater: (toolId) => tools.push(toolId),
    ask: (query, variables) => askKunna(kunna, query, variables),
    async picture(page, name) {
      const folder = pictureFolder();
      if (!folder) return;
      mkdirSync(folder, { recursive: true });
      await page.screenshot({ path: join(folder, `${name}.png`) });
    },
  };
}

async function askKunna<Data>(
  { demo: { graphql, tokens } }: KunnaServer,
  query: string,
  variables: Readonly<Record<string, unknown>> = {},
): Promise<Data> {
  const headers = { "content-type": "application/json", authorization: `Bearer ${tokens.admin}` };
  const response = await fetch(graphql, { method: "POST", headers, body: JSON.stringify({ query, variables }) });
  const { data, errors } = (await response.json()) as { data?: Data; errors?: unknown };
  if (!data || errors) throw new Error(JSON.stringify(errors));
  return data;
}
