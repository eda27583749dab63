import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createPlatform, type Platform } from "@kunna/lms-kit/testing";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { registrationOf, sharedKeys } from "./fixture.test.support.ts";
import { createLtiTool, createRegistrationToken, memoryStorage, scope } from "./index.ts";
import { startServer } from "./node-server.test.support.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
if (!executablePath) it("a launch in a browser", ({ skip }) => skip("there is no Chromium on this machine"));

/**
 * The tool is on 127.0.0.1 and the LMS on localhost: two sites, so that the tool's cookies inside the LMS's page are
 * third-party ones. Chromium still keeps partitioned ones: for the strictest of browsers, none are sent into a frame.
 */
async function worlds(cookiesInFrames: "PARTITIONED" | "NONE") {
  const server = await startServer();
  const lms = await startServer();
  const origin = `http://127.0.0.1:${server.port}`;
  const platform: Platform = await createPlatform({ url: `http://localhost:${lms.port}`, keys: await sharedKeys() });
  const storage = memoryStorage();
  const codes: string[] = [];
  const secrets: string[] = [];
  const tool = createLtiTool({
    storage,
    urls: {
      login: `${origin}/lti/login`,
      launch: `${origin}/lti/launch`,
      jwks: `${origin}/lti/jwks`,
      register: `${origin}/lti/register`,
    },
    tool: { name: "Tool", scopes: Object.values(scope), personalData: { en: "To greet you.", sv: "För att hälsa." } },
    onLaunch: ({ user }) => new Response(`Welcome ${user.subject}`, { headers: { "content-type": "text/html" } }),
    fetch: (request) => platform.fetch(request),
    now: () => new Date(),
    log: ({ code }) => codes.push(code),
  });
  server.handle = async (request) => {
    const response = await tool.handle(request);
    const [, secret] = /data-secret="([\w-]{43})"/.exec((await response?.clone().text()) ?? "") ?? [];
    if (secret !== undefined) secrets.push(secret);
    if (cookiesInFrames === "NONE" && request.headers.get("sec-fetch-dest") === "iframe") {
      response?.headers.delete("set-cookie");
    }
    return response;
  };
  const registered = platform.tool({
    loginUrl: `${origin}/lti/login`,
    redirectUris: [`${origin}/lti/launch`],
    handle: async () => new Response(null, { status: 404 }),
  });
  storage.setRegistration(registrationOf(platform, registered, "registration-1"));
  const pages = new Map<string, string>();
  lms.handle = async (request) => {
    const page = pages.get(new URL(request.url).pathname);
    if (page === undefined) return platform.handle(request);
    return new Response(page, { headers: { "content-type": "text/html" } });
  };
  /** A page of the LMS with the tool in a frame, where the login is begun. */
  const course = (keeps: "NONE" | "PARENT" | "FRAME" = "NONE"): string =>
    platform.page({ storage: keeps, user: platform.user({ id: "7" }) });
  return { origin, platform, storage, codes, secrets, course, pages };
}

/** Waits for the tool's own word: Playwright may lose a frame that goes from one site's process to another's and back. */
async function launched(codes: readonly string[]): Promise<void> {
  await expect.poll(() => codes, { timeout: 20_000 }).toContain("LAUNCHED");
}

describe.runIf(executablePath)("In a browser that blocks third-party cookies", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--test-third-party-cookie-phaseout"],
    });
  });
  afterAll(() => browser?.close());

  async function newContext(locale = "en-GB"): Promise<BrowserContext> {
    const context = await browser.newContext({ locale, viewport: { width: 375, height: 700 } });
    onTestFinished(() => context.close());
    return context;
  }

  it("a launch in a frame works by a partitioned cookie", async () => {
    const { course, codes } = await worlds("PARTITIONED");
    const page = await (await newContext()).newPage();
    await page.goto(course());
    await launched(codes);
  });

  it.each(["PARENT", "FRAME"] as const)(
    "without any cookie, a launch in a frame works by storage of the platform's %s",
    async (keeps) => {
      const { course, codes } = await worlds("NONE");
      const page = await (await newContext()).newPage();
      await page.goto(course(keeps));
      await launched(codes);
    },
  );

  it("without cookie and storage, it works by a button that opens a window", async () => {
    const { course, codes } = await worlds("NONE");
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(course());
    const button = page.frameLocator("#tool").getByRole("link", { name: "Open in a new window" });
    await button.waitFor();
    expect(codes).toEqual([]);
    const [opened] = await Promise.all([context.waitForEvent("page"), button.click()]);
    await opened.getByText("Welcome 7").waitFor();
  });

  it("a stranger's page that posts a login of its own opens nothing, though the platform keeps data", async () => {
    const { course, platform, codes, secrets, pages, origin } = await worlds("NONE");
    // The stranger begins a login in a browser of their own, and brings what the platform gave them to somebody else.
    const stranger = await (await newContext()).newPage();
    let taken: string | null = null;
    await stranger.route(`${origin}/lti/launch`, (route) => {
      taken ??= route.request().postData();
      return route.abort();
    });
    await stranger.goto(course("PARENT"));
    await expect.poll(() => taken).not.toBeNull();
    const fields = Object.fromEntries(new URLSearchParams(taken ?? ""));
    // It is their own login: they can read its secret too.
    const [secret = ""] = secrets;
    expect(secret).toHaveLength(43);
    // The page of the LMS itself, with all that it keeps for tools, and the stranger's form in the frame of the tool.
    const lmsPage = await (await fetch(course("PARENT"))).text();
    const framed = lmsPage.replace(/<iframe id="tool"[^>]*>/, '<iframe id="tool" name="in">');
    const page = await (await newContext("sv-SE")).newPage();
    for (const brought of [fields, { ...fields, lti_storage_secret: secret }]) {
      const inputs = Object.entries(brought).map(([name, value]) => `<input name="${name}" value="${value}">`);
      const form = `<form target="in" method="post" action="${origin}/lti/launch">${inputs.join("")}</form>`;
      pages.set("/evil", `${framed}${form}<script>document.forms[0].submit()</script>`);
      const refused = codes.length;
      await page.goto(`${platform.url}/evil`);
      await expect.poll(() => codes.slice(refused), { timeout: 20_000 }).toEqual(["STATE_OTHER_BROWSER"]);
    }
  });

  it("the pages pass axe, in both languages and in a phone's width", async () => {
    const { course, origin, storage } = await worlds("NONE");
    const configuration = "https://lms.example/openid-configuration";
    for (const locale of ["en-GB", "sv-SE"]) {
      const page = await (await newContext(locale)).newPage();
      const grant = { grant: "one", expiresAt: new Date(Date.now() + 60_000), registerUrl: `${origin}/lti/register` };
      const { url } = await createRegistrationToken(storage, grant);
      await page.goto(`${url}&openid_configuration=${encodeURIComponent(configuration)}`);
      await page.getByRole("button", { name: locale === "sv-SE" ? "Anslut" : "Connect" }).waitFor();
      await expectAccessible(page);
      await page.goto(`${origin}/lti/launch`);
      await page.getByText("METHOD_REFUSED").waitFor();
      await expectAccessible(page);
      await page.goto(course());
      const frame = page.frames()[1];
      await frame?.getByText("BROWSER_STORAGE_BLOCKED").waitFor();
      if (frame) await expectAccessible(frame);
    }
  });
});

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function expectAccessible(page: Pick<Page, "evaluate">): Promise<void> {
  // By evaluate, which the page's content security policy is not asked about.
  await page.evaluate(axe);
  const found = await page.evaluate(`axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag22aa", "best-practice"] })
    .then(({ violations }) => violations.map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))`);
  expect(found).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth - window.innerWidth")).toBeLessThanOrEqual(0);
}
