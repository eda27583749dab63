import { createRequire } from "node:module";
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from "playwright-core";
import { afterAll, beforeAll } from "vitest";
import {
  chromiumPath,
  chromiumSwitches,
  type DemoFile,
  expectAccessibleBy,
  type KunnaServer,
  sizes,
  startKunna,
} from "../../../e2e.shared.ts";
import type { LmsSession } from "../src/index.ts";
import { type Host, startCourse, startPages } from "./lms-host.test.support.ts";

type Size = keyof typeof sizes;
export type Who = keyof DemoFile["tokens"];

interface Launch extends Partial<LmsSession> {
  readonly as: Who;
}

interface OpenOptions {
  readonly size?: Size;
  readonly touch?: boolean;
}

/** Whom the pages ask. */
export interface Backend extends Pick<KunnaServer, "demo" | "stop"> {
  /** Has a new window reach it, where it is no server. */
  prepare?(context: BrowserContext): Promise<unknown>;
}

export interface LmsSuite<Asked extends Backend = KunnaServer> {
  /** A window of its own, launched as somebody of the demo. */
  launch(launch: Launch, options?: OpenOptions): Promise<Page>;
  /** The same in the frame of a course page of another site. */
  launchInCourse(launch: Launch, options?: OpenOptions): Promise<{ readonly course: Page; readonly frame: Frame }>;
  /** With no launch. */
  open(path?: string, options?: OpenOptions): Promise<Page>;
  readonly kunna: Asked;
}

/** The built pages, a real server with its demo and a real browser, for all tests of the suite that calls it. */
export const lmsSuite = (): LmsSuite => lmsSuiteOn(startKunna);

/** The same on another than that server. */
export function lmsSuiteOn<Asked extends Backend>(start: () => Promise<Asked>): LmsSuite<Asked> {
  let kunna: Asked;
  let pages: Host;
  let courses: Host;
  let browser: Browser;
  const contexts: BrowserContext[] = [];
  beforeAll(async () => {
    if (!chromiumPath) return;
    [kunna, pages, courses] = await Promise.all([start(), startPages(), startCourse()]);
    browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumSwitches });
  }, 240_000);
  afterAll(async () => {
    for (const context of contexts) await context.close();
    await browser?.close();
    await Promise.all([courses?.stop(), pages?.stop(), kunna?.stop()]);
  });

  const addressOf = ({ as, ...given }: Launch) => {
    const session: LmsSession = {
      token: kunna.demo.tokens[as],
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
      apiUrl: kunna.demo.graphql,
      locale: "en-GB",
      view: "learner",
      context: { title: "A course" },
      ...given,
    };
    return `http://127.0.0.1:${pages.port}/launch?session=${encodeURIComponent(JSON.stringify(session))}`;
  };
  const openAt = async (address: string, { size = "desktop", touch = false }: OpenOptions = {}) => {
    // axe is put into the page, which its policy would not allow.
    const options = {
      viewport: sizes[size],
      reducedMotion: "reduce",
      bypassCSP: true,
      hasTouch: touch,
      isMobile: touch,
    };
    const context = await browser.newContext(options as Parameters<Browser["newContext"]>[0]);
    contexts.push(context);
    await (kunna as Backend).prepare?.(context);
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    await page.goto(address);
    return page;
  };
  return {
    launch: async (launch, options) => openAt(addressOf(launch), options),
    async launchInCourse(launch, options) {
      const parentOrigin = `http://localhost:${courses.port}`;
      const src = addressOf({ frame: { parentOrigin }, ...launch });
      const course = await openAt(`${parentOrigin}/?src=${encodeURIComponent(src)}`, options);
      const element = await course.waitForSelector("iframe");
      const frame = await element.contentFrame();
      if (!frame) throw new Error("The course page has no frame.");
      return { course, frame };
    },
    open: async (path = "/embed/", options) => openAt(`http://127.0.0.1:${pages.port}${path}`, options),
    get kunna() {
      return kunna;
    },
  };
}

const axeFile = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
export const expectAccessible = (page: Page | Frame) => expectAccessibleBy(axeFile, page);
