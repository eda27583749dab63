import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { createMockKunna, type MockKunna, type MockOptions } from "./mock-kunna.ts";

export interface MockServer {
  readonly url: string;
  readonly mock: MockKunna;
  close(): Promise<void>;
}

/** Any page may ask it: it runs where people build, and knows no secret. */
const cors = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
  "access-control-expose-headers": "x-request-id",
};

/** The mock over HTTP on this machine, at /graphql, for apps that run in another process. */
export async function startMockServer({
  port = 0,
  ...options
}: MockOptions & { readonly port?: number }): Promise<MockServer> {
  const mock = createMockKunna(options);
  const server = createServer(async (request, response) => {
    const ended = new AbortController();
    response.on("close", () => ended.abort());
    if (request.method === "OPTIONS") {
      response.writeHead(204, cors).end();
      return;
    }
    const body = request.method === "POST" ? { body: Readable.toWeb(request) as ReadableStream, duplex: "half" } : {};
    const answer = await mock.fetch(`http://localhost${request.url}`, {
      method: request.method ?? "GET",
      headers: Object.entries(request.headers).map(([name, value]) => [name, String(value)] as [string, string]),
      ...body,
      signal: ended.signal,
    } as RequestInit);
    response.writeHead(answer.status, { ...Object.fromEntries(answer.headers), ...cors });
    Readable.fromWeb(answer.body as NodeStream)
      .on("error", () => response.destroy())
      .pipe(response);
  });
  await new Promise<void>((resolve, reject) => server.once("error", reject).listen(port, "127.0.0.1", resolve));
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/graphql`,
    mock,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
