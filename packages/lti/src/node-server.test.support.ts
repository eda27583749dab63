import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { nodeHandler } from "./node.ts";

/** A server on 127.0.0.1 that is also reached as localhost, which is another site; its handler may come later. */
export async function startServer(): Promise<{
  readonly port: number;
  handle: (request: Request) => Promise<Response | null>;
}> {
  const made = { port: 0, handle: async (_request: Request): Promise<Response | null> => null };
  const server = createServer((incoming, outgoing) => {
    const answer = nodeHandler((request) => made.handle(request), { origin: `http://${incoming.headers.host}` });
    answer(incoming, outgoing).then(
      (answered) => answered || outgoing.writeHead(404).end(),
      () => outgoing.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  made.port = (server.address() as AddressInfo).port;
  return made;
}
