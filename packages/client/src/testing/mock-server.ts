import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
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
  "access-control-expose-headers": "x-request-id",
};

/** The mock over HTTP on this machine, at /graphql, for apps that run in another process. */
export async function startMockServer({
  port = 0,
  ...options
}: MockOptions & { readonly port?: number }): Promise<MockServer> {
  const mock = createMockKunna(options);
  const server = createServer((request, response) => {
    serve(mock, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(400, cors).end(String(error));
    });
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

async function serve(mock: MockKunna, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const ended = new AbortController();
  response.on("close", () => ended.abort());
  if (request.method === "OPTIONS") {
    // A wildcard would not cover `authorization` (Fetch standard, CORS-preflight fetch).
    const asked = request.headers["access-control-request-headers"] ?? "*";
    response.writeHead(204, { ...cors, "access-control-allow-headers": asked }).end();
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
  await pipeline(Readable.fromWeb(answer.body as NodeStream), response);
}
