import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { textFrame } from "./text-frame.ts";

it("frames texts of any length as a client reads them, in order with what ws itself sends", async () => {
  const texts = [0, 1, 125, 126, 65_535, 65_536, 200_000].map((length) => "å".padEnd(length, "x").slice(0, length));
  const server = new WebSocketServer({ port: 0, host: "127.0.0.1" });
  server.on("connection", (socket, { socket: wire }) => {
    for (const text of texts) {
      const bytes = Buffer.from(text);
      wire.write(textFrame(bytes.subarray(0, 1), bytes.subarray(1)));
      socket.send("between");
    }
    socket.close();
  });
  await once(server, "listening");
  const client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const received: string[] = [];
  client.on("message", (data, isBinary) => received.push(isBinary ? "binary" : data.toString()));
  await once(client, "close");
  server.close();
  expect(received).toEqual(texts.flatMap((text) => [text, "between"]));
});
