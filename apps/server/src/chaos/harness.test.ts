import { once } from "node:events";
import { connect } from "node:net";
import { expect, it } from "vitest";
import { seededRandom } from "./random.ts";
import { startReaper } from "./reaper.ts";
import { startWebhookReceiver } from "./webhook-receiver.ts";
import type { World } from "./world.ts";

it("goes on receiving webhooks after one that it can't read, and after one whose sender was killed", async () => {
  const receiver = await startWebhookReceiver({ apis: [], organisations: [] } as unknown as World, new Map(), {
    ...seededRandom(1),
    next: () => 1,
  });
  try {
    await expect(fetch(receiver.url, { method: "POST", body: "no JSON" })).rejects.toThrow();
    expect(receiver.problems).toContainEqual(expect.stringContaining("could not be taken"));
    const known = receiver.problems.length;
    const { hostname, port } = new URL(receiver.url);
    const killed = connect(Number(port), hostname);
    await once(killed, "connect");
    killed.write("POST / HTTP/1.1\r\nhost: h\r\ncontent-length: 9\r\n\r\nhalf");
    killed.resetAndDestroy();
    const body = JSON.stringify({ subject: "s", data: { cursor: "c" } });
    expect((await fetch(receiver.url, { method: "POST", body })).status).toBe(204);
    // The last one is not signed.
    expect(receiver.problems).toHaveLength(known + 1);
  } finally {
    await receiver.close();
  }
});

it("says what the reaper could not do", async () => {
  const failing = () => Promise.reject(new Error("It can't be killed."));
  const server = { name: "server", role: "both", kill: () => {}, freeze: () => {} };
  const world = { apis: [server], servers: [server], redis: { kill: failing }, database: { asSystem: failing } };
  const reaper = startReaper(world as unknown as World, seededRandom(1), { least: 0, most: 0 }, () => {});
  await expect(reaper.ended).rejects.toThrow("It can't be killed.");
  await expect(reaper.stop()).rejects.toThrow("It can't be killed.");
});
