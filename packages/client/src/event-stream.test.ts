import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it, onTestFinished } from "vitest";
import { openEventStream } from "./event-stream.ts";
import { EventsDocument } from "./generated/operations.ts";

it("leaves a stream by which nothing comes any more, though nobody closed it", async () => {
  let close = () => {};
  const closed = new Promise<void>((resolve) => {
    close = resolve;
  });
  const server = createServer((_request, response) => {
    response.on("close", close);
    response.writeHead(200, { "content-type": "text/event-stream", "x-request-id": "r1" });
    let beats = 0;
    const heartbeat = setInterval(() => {
      response.write(":\n\n");
      if (++beats < 13) return;
      clearInterval(heartbeat);
      // What comes before the silence is heard: heartbeats kept the stream open for longer than it may be silent.
      response.write('event: next\ndata: {"data":{"events":{"cursor":"c1"}}}\n\n');
    }, 100);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const { signal } = new AbortController();
  const stream = openEventStream({ url, token: "t" }, EventsDocument, {}, signal, () => {}, 1_000);
  expect(await stream.next()).toMatchObject({ value: { events: { cursor: "c1" } } });
  await expect(stream.next()).rejects.toMatchObject({ name: "KunnaError", code: "NETWORK", requestId: "r1" });
  await closed;
});
