import type { LookupFunction } from "node:net";
import { expect, it } from "vitest";
import { webhookSender } from "./webhook-sender.ts";
import { receiver } from "./webhooks.test.support.ts";

/** A name service that gives these addresses; none: it knows no name. */
function names(...addresses: string[]): LookupFunction {
  return (_hostname, _options, callback) => {
    if (addresses.length === 0) return callback(Object.assign(new Error("ENOTFOUND"), { code: "ENOTFOUND" }), "", 0);
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
}

const message = (url: string) => ({ url, headers: { "content-type": "application/json" }, body: "{}" });
const never = new AbortController().signal;

it.each([
  ["https://hooks.example/x?y=1", ["8.8.8.8"], null],
  ["https://8.8.8.8/", [], null],
  ["https://hooks.example/", ["10.0.0.1"], "PRIVATE_ADDRESS"],
  ["https://hooks.example/", ["8.8.8.8", "127.0.0.1"], "PRIVATE_ADDRESS"],
  ["https://hooks.example/", ["8.8.8.8", "fd00::1"], "PRIVATE_ADDRESS"],
  ["https://hooks.example/", [], "NAME_NOT_FOUND"],
  ["https://127.0.0.1/", [], "PRIVATE_ADDRESS"],
  ["https://2130706433/", [], "PRIVATE_ADDRESS"],
  ["https://[::ffff:10.0.0.1]/", [], "PRIVATE_ADDRESS"],
  ["https://169.254.169.254/latest/meta-data/", [], "PRIVATE_ADDRESS"],
  ["http://hooks.example/", ["8.8.8.8"], "NOT_HTTPS"],
  ["http://192.168.1.1/", [], "PRIVATE_ADDRESS"],
  ["https://user:secret@hooks.example/", ["8.8.8.8"], "MALFORMED"],
  ["https://hooks.example/#part", ["8.8.8.8"], "MALFORMED"],
  ["ftp://hooks.example/", ["8.8.8.8"], "MALFORMED"],
  ["hooks.example", ["8.8.8.8"], "MALFORMED"],
])("the address %s, whose name leads to %j, has the problem %s", async (url, addresses, problem) => {
  expect(await webhookSender({ lookup: names(...addresses) }).check(url)).toBe(problem);
});

it("a name whose name service never answers leads nowhere, in time", async () => {
  expect(await webhookSender({ lookup: () => {}, timeout: 50 }).check("https://hooks.example/")).toBe("NAME_NOT_FOUND");
});

it.each(["http://10.0.0.1/", "https://127.0.0.1/", "http://[::1]:8080/x"])(
  "the address %s is taken where whoever runs the installation allows private ones",
  async (url) => {
    expect(await webhookSender({ allowPrivate: true }).check(url)).toBeNull();
  },
);

it("an address that was public when it was created, and is private when it is sent to, is not connected to", async () => {
  const to = await receiver();
  const { port } = new URL(to.url);
  const sender = webhookSender({ lookup: names("127.0.0.1") });
  expect(await sender.send(message(`https://hooks.example:${port}/`), never)).toMatchObject({
    statusCode: null,
    error: "ADDRESS_REFUSED",
  });
  expect(await sender.send(message(to.url), never)).toMatchObject({ error: "ADDRESS_REFUSED" });
  expect(to.received).toEqual([]);
});

it("what is not there, hangs, or goes on for ever is answered in time, and the status counts once it has come", async () => {
  const sender = webhookSender({ allowPrivate: true, timeout: 300 });
  expect(await sender.send(message("http://127.0.0.1:1/"), never)).toMatchObject({ error: "NOT_REACHED" });
  const hanging = await receiver(() => ({ hang: true }));
  expect(await sender.send(message(hanging.url), never)).toMatchObject({ statusCode: null, error: "TIMED_OUT" });
  const stopped = AbortSignal.timeout(20);
  expect(await sender.send(message(hanging.url), stopped)).toMatchObject({ statusCode: null });
  const endless = await receiver(() => ({ endless: true }));
  const answer = await sender.send(message(endless.url), never);
  expect(answer).toMatchObject({ statusCode: 200, error: null });
  expect(answer.text).toHaveLength(500);
});
