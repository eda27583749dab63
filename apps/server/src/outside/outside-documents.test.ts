import { lookup as systemLookup } from "node:dns";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo, LookupFunction } from "node:net";
import { OutsideDocumentUnavailable } from "@kunna/domain";
import { expect, it, onTestFinished } from "vitest";
import { type OutsideOptions, outsideDocuments } from "./outside-documents.ts";
import { isPublicAddress } from "./public-address.ts";

it.each([
  ["8.8.8.8", true],
  ["2606:4700::1111", true],
  ["127.0.0.1", false],
  ["127.255.255.254", false],
  ["0.0.0.0", false],
  ["10.0.0.1", false],
  ["172.16.0.1", false],
  ["172.31.255.255", false],
  ["172.32.0.1", true],
  ["192.168.1.1", false],
  ["169.254.169.254", false],
  ["100.64.0.1", false],
  ["100.128.0.1", true],
  ["192.0.2.1", false],
  ["198.18.0.1", false],
  ["224.0.0.1", false],
  ["255.255.255.255", false],
  ["::", false],
  ["::1", false],
  ["::ffff:127.0.0.1", false],
  ["::ffff:8.8.8.8", false],
  ["::127.0.0.1", false],
  ["::808:808", false],
  ["fe80::1", false],
  ["fe80::1%eth0", false],
  ["fc00::1", false],
  ["fd00:ec2::254", false],
  ["fec0::1", false],
  ["ff02::1", false],
  ["64:ff9b::7f00:1", false],
  ["64:ff9b:1::1", false],
  ["2002:7f00:1::", false],
  ["2001:0:7f00:1::", false],
  ["2001:db8::1", false],
  ["4000::1", false],
  ["localhost", false],
  ["", false],
])("R12 the address %s is public: %s", (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

/** A server on this machine, as a stranger's would be. */
async function serve(answer: RequestListener): Promise<{ port: number; asked: () => number }> {
  let asked = 0;
  // Connections are counted: each request has one of its own, and one that is not HTTP counts too.
  const server = createServer(answer).on("connection", () => asked++);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, asked: () => asked };
}

const json: RequestListener = (_request, response) =>
  void response.writeHead(200, { "content-type": "application/json" }).end('{"it":"is"}');

async function problemOf(url: string, options: OutsideOptions = {}): Promise<string> {
  try {
    await outsideDocuments(options).fetch(url);
    return "none";
  } catch (error) {
    if (error instanceof OutsideDocumentUnavailable) return error.problem;
    throw error;
  }
}

/** A name service that gives these addresses, one set each time it is asked; it counts how often. */
function names(...answers: string[][]): { lookup: LookupFunction; asked: () => number } {
  let asked = 0;
  return {
    asked: () => asked,
    lookup: (_hostname, _options, callback) => {
      const addresses = answers[Math.min(asked++, answers.length - 1)] ?? [];
      callback(
        null,
        addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
      );
    },
  };
}

it.each([
  "https://127.0.0.1/",
  "https://2130706433/",
  "https://017700000001/",
  "https://0x7f.1/",
  "https://127.1/",
  "https://①②⑦.0.0.1/",
  "https://[::1]/",
  "https://[::ffff:127.0.0.1]/",
  "https://[::ffff:7f00:1]/",
  "https://[64:ff9b::169.254.169.254]/",
  "https://[fd00:ec2::254]/",
  "https://169.254.169.254/latest/meta-data/",
  "https://100.100.100.200/",
  "https://localhost/",
  "https://user:secret@example.org/",
  "http://example.org/",
  "http://8.8.8.8/",
  "file:///etc/passwd",
  "data:application/json,{}",
  "not a url",
  "",
])("R12 %s is never asked", async (url) => {
  expect(await problemOf(url)).toBe("ADDRESS_REFUSED");
});

it.each([
  [["127.0.0.1"]],
  [["10.1.2.3"]],
  [["8.8.8.8", "169.254.169.254"]],
  [["2606:4700::1111", "::1"]],
  [["::ffff:127.0.0.1"]],
  [[]],
])("R12 a name that leads to %j is refused", async (addresses) => {
  expect(await problemOf("https://badges.example/", names(addresses))).toBe("ADDRESS_REFUSED");
  // Being allowed to reach this machine by its own name does not let another name lead to it.
  expect(await problemOf("https://badges.example/", { ...names(addresses), allowLoopback: true })).toBe(
    "ADDRESS_REFUSED",
  );
});

it("R12 a name that changes after it was checked is not asked again: the connection goes where the check looked", async () => {
  const { port, asked } = await serve(json);
  // A public address that leads nowhere (RFC 5737's are refused), and this machine from then on.
  const rebinding = names(["8.8.8.8"], ["127.0.0.1"]);
  expect(["NOT_REACHED", "TIMED_OUT"]).toContain(
    await problemOf(`https://rebinding.example:${port}/`, { lookup: rebinding.lookup, timeout: 500 }),
  );
  expect(rebinding.asked()).toBe(1);
  expect(asked()).toBe(0);
});

const local = { allowLoopback: true };

it("R12 brings what is there, from this machine only where that is allowed", async () => {
  const { port, asked } = await serve(json);
  for (const host of ["127.0.0.1", "localhost"])
    expect(await problemOf(`http://${host}:${port}/`)).toBe("ADDRESS_REFUSED");
  expect(asked()).toBe(0);
  const found = await outsideDocuments(local).fetch(`http://127.0.0.1:${port}/`);
  expect(Buffer.from(found).toString()).toBe('{"it":"is"}');
  const named = outsideDocuments({
    ...local,
    lookup: (name, options, done) => systemLookup(name, { ...options, family: 4, all: true }, done),
  });
  expect(await named.fetch(`http://localhost:${port}/`)).toEqual(found);
});

it.each([
  ["http://10.0.0.1/", "ADDRESS_REFUSED"],
  ["https://169.254.169.254/latest/meta-data/", "ADDRESS_REFUSED"],
  ["//192.168.0.1/", "ADDRESS_REFUSED"],
  ["http://example.org/", "ADDRESS_REFUSED"],
  ["file:///etc/passwd", "ADDRESS_REFUSED"],
  ["/again", "TOO_MANY_REDIRECTS"],
])("R12 a redirect to %s: %s", async (location, problem) => {
  const { port, asked } = await serve((_request, response) => void response.writeHead(302, { location }).end());
  expect(await problemOf(`http://127.0.0.1:${port}/`, local)).toBe(problem);
  expect(asked()).toBe(problem === "TOO_MANY_REDIRECTS" ? 4 : 1);
});

it("R12 follows a redirect to where it may go", async () => {
  const { port } = await serve((request, response) =>
    request.url === "/" ? void response.writeHead(301, { location: "/there" }).end() : json(request, response),
  );
  expect(await problemOf(`http://127.0.0.1:${port}/`, local)).toBe("none");
});

it.each<[name: string, answer: RequestListener, problem: string]>([
  [
    "too large, and says so",
    (_, answer) =>
      void answer.writeHead(200, { "content-type": "application/json", "content-length": "2000000" }).flushHeaders(),
    "TOO_LARGE",
  ],
  [
    "too large, without saying so",
    (_, answer) => {
      answer.writeHead(200, { "content-type": "application/json" });
      const more = () => {
        while (!answer.destroyed && answer.write("x".repeat(65_536)));
        if (!answer.destroyed) answer.once("drain", more);
      };
      more();
    },
    "TOO_LARGE",
  ],
  [
    "a web page",
    (_, answer) => void answer.writeHead(200, { "content-type": "text/html" }).end("<html>"),
    "UNEXPECTED_TYPE",
  ],
  ["of no type", (_, answer) => void answer.writeHead(200).end("{}"), "UNEXPECTED_TYPE"],
  [
    "packed",
    (_, answer) =>
      void answer.writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" }).end("x"),
    "UNEXPECTED_ANSWER",
  ],
  [
    "not found",
    (_, answer) => void answer.writeHead(404, { "content-type": "application/json" }).end("{}"),
    "UNEXPECTED_ANSWER",
  ],
  ["never", () => {}, "TIMED_OUT"],
  [
    "a byte at a time, for ever",
    (_, answer) => {
      answer.writeHead(200, { "content-type": "application/json" });
      const drip = setInterval(() => answer.write(" "), 20);
      answer.on("close", () => clearInterval(drip));
    },
    "TIMED_OUT",
  ],
  [
    "cut off",
    (_, answer) => {
      answer.writeHead(200, { "content-type": "application/json", "content-length": "100" }).write("{");
      setTimeout(() => answer.destroy(), 20);
    },
    "NOT_REACHED",
  ],
])("R12 an answer that is %s is refused", async (_name, answer, problem) => {
  const { port } = await serve(answer);
  expect(await problemOf(`http://127.0.0.1:${port}/`, { ...local, timeout: 400 })).toBe(problem);
});
