import type { ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import type { Answer } from "./answer.ts";

/** Writes an answer out. */
export async function send(response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  response.writeHead(status, headers);
  if (typeof body === "string") response.end(response.req.method === "HEAD" ? undefined : body);
  else await pipeline(body, response);
}
