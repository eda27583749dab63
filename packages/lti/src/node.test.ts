import { createServer, request as httpRequest } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { type NodeOptions, nodeHandler } from "./node.ts";

async function serve(handle: (request: Request) => Promise<Response | null>, more: Partial<NodeOptions> = {}) {
  const answer = nodeHandler(handle, { origin: "https://tool.example", ...more });
  const server = createServer((incoming, outgoing) => {
    answer(incoming, outgoing).then((answered) => {
      if (answered) return;
      outgoing.writeHead(404).write("Not mine");
      incoming.pipe(outgoing);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("gives method, address, headers and body, and every cookie of the answer", async () => {
  const url = await serve(async (request) => {
    const headers = new Headers({ "x-seen": `${request.method} ${request.url} ${request.headers.get("cookie")}` });
    for (const cookie of ["a=1", "b=2"]) headers.append("set-cookie", cookie);
    return new Response(await request.text(), { status: 201, headers });
  });
  const response = await fetch(`${url}/lti/launch?a=1?b`, {
    method: "POST",
    body: "state=å",
    headers: { cookie: "c=3" },
  });
  expect(response.status).toBe(201);
  expect(response.headers.get("x-seen")).toBe("POST https://tool.example/lti/launch?a=1?b c=3");
  expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
  expect(await response.text()).toBe("state=å");
});

test("takes the origin from its options, whatever a request says", async () => {
  const url = await serve(async (request) => new Response(request.url));
  const seen = await new Promise<string>((resolve, reject) => {
    const sent = httpRequest(
      url,
      { path: "//elsewhere.example/lti/login", headers: { host: "elsewhere.example" } },
      (response) => {
        response.setEncoding("utf8").on("data", resolve);
      },
    );
    sent.on("error", reject).end();
  });
  expect(new URL(seen).origin).toBe("https://tool.example");
});

test("leaves what is not the tool's to others, whole, and says no to a body that is too large", async () => {
  const url = await serve(async () => null, { bodyLimit: 1_000 });
  expect(await (await fetch(url)).text()).toBe("Not mine");
  const posted = await fetch(url, { method: "POST", body: "x".repeat(1_001) });
  expect(await posted.text()).toBe(`Not mine${"x".repeat(1_001)}`);

  const reading = await serve(async (request) => new Response(await request.text()), { bodyLimit: 1_000 });
  expect((await fetch(reading, { method: "POST", body: "x".repeat(1_000) })).status).toBe(200);
  expect((await fetch(reading, { method: "POST", body: "x".repeat(1_001) })).status).toBe(413);
});

test("answers 405 to TRACE", async () => {
  const url = await serve(async () => new Response("reached"));
  const status = await new Promise((resolve, reject) => {
    httpRequest(url, { method: "TRACE" }, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
  expect(status).toBe(405);
});

test("ends quietly when a body breaks off", async () => {
  let begun = () => {};
  const reading = new Promise<void>((resolve) => {
    begun = resolve;
  });
  const outcome = new Promise((resolve) => {
    const answer = nodeHandler(
      async (request) => {
        begun();
        return new Response(await request.text());
      },
      { origin: "https://tool.example" },
    );
    const server = createServer((incoming, outgoing) => answer(incoming, outgoing).then(resolve, resolve));
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo;
      const sent = httpRequest({ port, host: "127.0.0.1", method: "POST", headers: { "content-length": 100 } });
      sent.on("error", () => {});
      sent.write("half");
      reading.then(() => sent.destroy());
    });
    onTestFinished(() => void server.close());
  });
  expect(await outcome).toBe(true);
});
