import { existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "playwright-core";
import { rolldown } from "rolldown";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { startStubServer } from "./server.test.support.ts";

const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
  existsSync(path),
);
if (!executablePath) it("the client in a page", ({ skip }) => skip("there is no Chromium on this machine"));

describe.runIf(executablePath)("in a page", () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? "", args: ["--no-sandbox", "--disable-gpu"] });
  });
  afterAll(() => browser?.close());

  /** A page of another origin than the server's, that can import the client as a bundler makes it. */
  async function open(): Promise<Page> {
    const build = await rolldown({
      input: { client: fileURLToPath(new URL("./index.ts", import.meta.url)) },
      platform: "browser",
    });
    const { output } = await build.generate({ format: "esm", minify: true });
    await build.close();
    const files = new Map(output.map((file) => [`/${file.fileName}`, file.type === "chunk" ? file.code : ""]));
    const server = createServer(({ url = "" }, response) => {
      const code = files.get(url);
      response.writeHead(200, { "content-type": code === undefined ? "text/html" : "text/javascript" }).end(code ?? "");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    onTestFinished(async () => {
      await page.close();
      server.close();
    });
    return page;
  }

  /** What a function body gives there, with `kunna` and what is given. */
  async function inPage<Result>(page: Page, body: string, given: object): Promise<Result> {
    const run = `import("/client.js").then((kunna) => (async (given) => { ${body} })(${JSON.stringify(given)}))`;
    return (await page.evaluate(run)) as Result;
  }

  it("an upload tells how far it is, is what was sent, and ends by the signal", async () => {
    const taken: { name: string; size: number; key: unknown }[] = [];
    const { url, requests } = await startStubServer(
      {},
      {
        uploadFile: ({ file, idempotencyKey }) => {
          const { name, size } = file as File;
          taken.push({ name, size, key: idempotencyKey });
          return { __typename: "EvidenceFile", id: "f1", name, mediaType: "text/plain", size, sha256: "00" };
        },
      },
    );
    const page = await open();
    const uploaded = await inPage<{ told: { sent: number; total: number }[]; id: string; failure: string }>(
      page,
      `const told = [];
      const me = kunna.createKunnaClient({ url: given.url, token: "t" });
      const file = new Blob(["x".repeat(3_000_000)], { type: "text/plain" });
      const made = kunna.unwrap(await me.evidence.upload(file, "Över allt.txt", { onProgress: (one) => told.push(one) }));
      const ended = new AbortController();
      const onProgress = () => ended.abort();
      const end = await me.evidence.upload(file, "b", { onProgress, signal: ended.signal }).catch(({ name }) => name);
      const early = await me.evidence.upload(file, "c", { onProgress, signal: ended.signal }).catch(({ name }) => name);
      const away = kunna.createKunnaClient({ url: "http://127.0.0.1:1/graphql", token: "t" });
      const lost = await away.evidence.upload(file, "d", { onProgress }).catch(({ code }) => code);
      return { told, id: made.id, failure: [end, early, lost].join() };`,
      { url },
    );
    expect(taken[0]).toEqual({ name: "Över allt.txt", size: 3_000_000, key: expect.any(String) });
    expect(requests.some((headers) => headers["x-kunna-upload"] === "1" && headers.authorization === "Bearer t")).toBe(
      true,
    );
    const { told, id, failure } = uploaded;
    expect(id).toBe("f1");
    expect(told.at(-1)?.sent).toBe(told.at(-1)?.total);
    expect(told.at(-1)?.total).toBeGreaterThan(3_000_000);
    expect(failure).toBe("AbortError,AbortError,NETWORK");
  });

  it.each(["server-sent events", "WebSocket"])(
    "the feed goes on after a lost connection over %s",
    async (transport) => {
      const server = await startStubServer();
      server.feed.add("c0", "c1");
      const page = await open();
      const cursors = inPage<string[]>(
        page,
        `const webSocket = given.transport === "WebSocket" ? { webSocket: WebSocket } : {};
      const me = kunna.createKunnaClient({ url: given.url, token: "t", ...webSocket });
      const cursors = [];
      for await (const { cursor } of me.events({ after: "c0" })) if (cursors.push(cursor) === 3) break;
      return cursors;`,
        { url: server.url, transport },
      );
      await expect.poll(() => server.feed.followers).toBe(1);
      await expect.poll(() => server.feed.starts).toEqual(["c0"]);
      await page.waitForTimeout(100);
      server.drop();
      server.feed.add("c2", "c3");
      expect(await cursors).toEqual(["c1", "c2", "c3"]);
    },
  );
});
