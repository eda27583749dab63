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

/** What an LMS's page does for tools: the postMessages of 1EdTech LTI postMessage Storage 0.1, for one tool. */
const storageScript = `
  globalThis.kept = new Map();
  addEventListener("message", ({ data, origin, source }) => {
    if (!data || !/^lti\\.(put|get)_data$/.test(data.subject)) return;
    if (data.subject === "lti.put_data") kept.set(origin + data.key, data.value);
    const value = kept.get(origin + data.key) ?? null;
    source.postMessage({ subject: data.subject + ".response", message_id: data.message_id, key: data.key, value }, origin);
  });`;

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
  async function course(options: { readonly storageTarget?: string } = {}): Promise<string> {
    // The walk in process makes the platform expect this login; it stops at the tool, which is not in process.
    const begun = await platform.launch({ ...options, user: platform.user({ id: "7" }), loginMethod: "GET" });
    const address = begun.steps[0]?.url ?? "";
    pages.set(
      "/course",
      `<!doctype html><title>Course</title><script>${storageScript}</script><iframe src="${address.replaceAll("&", "&amp;")}" width="600" height="400"></iframe>`,
    );
    return `${platform.url}/course`;
  }
  return { origin, platform, storage, codes, course, pages };
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
    const { course } = await worlds("PARTITIONED");
    const page = await (await newContext()).newPage();
    await page.goto(await course());
    await page.frameLocator("iframe").getByText("Welcome 7").waitFor();
  });

  it("without any cookie, a launch in a frame works by the platform's storage", async () => {
    const { course, codes } = await worlds("NONE");
    const page = await (await newContext()).newPage();
    await page.goto(await course({ storageTarget: "_parent" }));
    // By the log: Playwright may lose sight of a frame that goes between two sites this fast.
    await expect.poll(() => codes, { timeout: 15_000 }).toContain("LAUNCHED");
  });

  it("without cookie and storage, it works by a button that opens a window", async () => {
    const { course, codes } = await worlds("NONE");
    const context = await newContext();
    const page = await context.newPage();
    await page.goto(await course());
    const button = page.frameLocator("iframe").getByRole("link", { name: "Open in a new window" });
    await button.waitFor();
    expect(codes).toEqual([]);
    const [opened] = await Promise.all([context.waitForEvent("page"), button.click()]);
    await opened.getByText("Welcome 7").waitFor();
  });

  it("a stranger's page that posts a login of its own opens nothing, though the platform keeps data", async () => {
    const { course, platform, codes, pages, origin } = await worlds("NONE");
    // The stranger begins a login in a browser of their own, and brings what the platform gave them to somebody else.
    const stranger = await (await newContext()).newPage();
    let taken: string | null = null;
    await stranger.route(`${origin}/lti/launch`, (route) => {
      taken ??= route.request().postData();
      return route.abort();
    });
    await stranger.goto(await course({ storageTarget: "_parent" }));
    await expect.poll(() => taken).not.toBeNull();
    const fields = Object.fromEntries(new URLSearchParams(taken ?? ""));
    // In their own frame of the LMS they can read the secret too.
    const secret = await stranger.evaluate(
      () => [...(globalThis as never as { kept: Map<string, string> }).kept.values()][0],
    );
    expect(secret).toMatch(/^[\w-]{43}$/);
    const page = await (await newContext("sv-SE")).newPage();
    for (const brought of [fields, { ...fields, lti_storage_secret: secret ?? "" }]) {
      const inputs = Object.entries(brought).map(([name, value]) => `<input name="${name}" value="${value}">`);
      pages.set(
        "/evil",
        `<title>Evil</title><script>${storageScript}</script><iframe name="in"></iframe>
        <form target="in" method="post" action="${origin}/lti/launch">${inputs.join("")}</form><script>document.forms[0].submit()</script>`,
      );
      await page.goto(`${platform.url}/evil`);
      await page.frameLocator("iframe").getByText("STATE_OTHER_BROWSER").waitFor();
    }
    expect(codes).toEqual(["STATE_OTHER_BROWSER", "STATE_OTHER_BROWSER"]);
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
      await page.goto(await course());
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
