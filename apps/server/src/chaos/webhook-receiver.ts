import { createHmac } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createKunnaClient } from "@kunna/client";
import { createWebhookEndpoint } from "./operations.ts";
import type { Random } from "./random.ts";
import type { World } from "./world.ts";

/** What came to the endpoint of an organisation, in the order in which it was taken. */
export interface Received {
  readonly organisationId: string;
  readonly cursor: string;
  readonly subject: string;
}

export interface WebhookReceiver {
  /** Followed by an organisation's id. */
  readonly url: string;
  readonly received: readonly Received[];
  /** How many were sent away, to come again. */
  readonly refused: number;
  /** Whatever came that ought not to. */
  readonly problems: readonly string[];
  close(): Promise<void>;
}

export const webhookTypes = ["PERSON_CREATED", "PERSON_CHANGED"] as const;

/** How many in a hundred it sends away, as a receiver does that is being restarted. */
const refusedShare = 0.02;

/** An endpoint for each organisation, from the cursor that it begins after. */
export async function startWebhookReceiver(
  { apis, organisations }: World,
  starts: ReadonlyMap<string, string>,
  random: Random,
): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const problems: string[] = [];
  const secrets = new Map<string, string>();
  const counts = { refused: 0 };
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const organisationId = request.url?.slice(1) ?? "";
    const { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures } = request.headers;
    const key = Buffer.from(secrets.get(organisationId) ?? "", "base64");
    const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
    if (!String(signatures).split(" ").includes(`v1,${signature}`)) problems.push(`A webhook is not signed: ${body}`);
    if (random.next() < refusedShare) {
      counts.refused += 1;
      response.writeHead(503).end();
      return;
    }
    const { subject, data } = JSON.parse(body) as { subject: string; data: { cursor: string } };
    received.push({ organisationId, cursor: data.cursor, subject });
    response.writeHead(204).end();
  };
  const server = createServer((request, response) => {
    take(request, response).catch((error: unknown) => {
      // Where it came whole; otherwise its sender was killed, and another sends it again.
      if (request.complete) problems.push(`A webhook could not be taken: ${error}`);
      response.destroy();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const url = `http://127.0.0.1:${address !== null && typeof address === "object" ? address.port : 0}/`;
  for (const { id, token } of organisations) {
    const client = createKunnaClient({ url: apis[0]?.url ?? "", token });
    const input = { url: url + id, description: "Chaos", types: webhookTypes, after: starts.get(id) ?? null };
    const made = (await client.mutate(createWebhookEndpoint, { input })).createWebhookEndpoint;
    if (made.secret === undefined) throw new Error(`No endpoint was made: ${made.__typename} ${made.code}.`);
    secrets.set(id, made.secret.replace(/^whsec_/, ""));
  }
  return {
    url,
    received,
    problems,
    get refused() {
      return counts.refused;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
