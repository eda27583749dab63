import { readFileSync } from "node:fs";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { buildSchema, GraphQLError, type GraphQLSchema } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { createYoga } from "graphql-yoga";
import { onTestFinished } from "vitest";
import { type WebSocket, WebSocketServer } from "ws";
import { Feed } from "./feed.test.support.ts";

/** What a field of a root type gives; of Kunna's server only the printed schema is known here. */
type Resolvers = Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>>;

export interface StubServer {
  readonly url: string;
  readonly feed: Feed;
  /** The headers of each HTTP request, in order. */
  readonly requests: IncomingHttpHeaders[];
  /** The tokens by which subscriptions were begun, in order. */
  readonly tokens: string[];
  /** The tokens that are good; all are while it is null. */
  goodTokens: readonly string[] | null;
  /** The sockets that are open. */
  readonly sockets: ReadonlySet<WebSocket>;
  /** Cuts every connection off, without a word. */
  drop(): void;
}

/** Kunna's schema over HTTP, server-sent events and WebSocket, on a free port, for the test that runs. */
export async function startStubServer(query: Resolvers = {}, mutation: Resolvers = {}): Promise<StubServer> {
  const schema = buildSchema(readFileSync(new URL("../../api/schema.graphql", import.meta.url), "utf8"));
  resolveBy(schema.getQueryType(), query);
  resolveBy(schema.getMutationType(), mutation);

  const feed = new Feed();
  const requests: IncomingHttpHeaders[] = [];
  const tokens: string[] = [];
  const begin = (name: string, { after }: Readonly<Record<string, unknown>>, authorization: unknown) => {
    const token = String(authorization).replace("Bearer ", "");
    tokens.push(token);
    if (stub.goodTokens && !stub.goodTokens.includes(token)) {
      throw new GraphQLError("Sign in first.", { extensions: { code: "UNAUTHENTICATED" } });
    }
    const shape = (event: unknown) => ({ [name]: name === "events" ? event : { event, ...about } });
    return feed.follow(typeof after === "string" ? after : null, shape);
  };
  subscribeBy(schema, begin);

  const yoga = createYoga({ schema, logging: false, maskedErrors: false });
  const server = createServer((request, response) => {
    requests.push(request.headers);
    response.setHeader("x-request-id", `request-${requests.length}`);
    void yoga(request, response);
  });
  const socketServer = new WebSocketServer({ server, path: "/graphql" });
  useServer(
    { schema, context: ({ connectionParams }) => ({ authorization: connectionParams?.authorization }) },
    socketServer,
  );
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const drop = () => {
    for (const socket of socketServer.clients) socket.terminate();
    server.closeAllConnections();
  };
  onTestFinished(async () => {
    drop();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const stub: StubServer = {
    url: `http://127.0.0.1:${port}/graphql`,
    feed,
    requests,
    tokens,
    goodTokens: null,
    sockets: socketServer.clients,
    drop,
  };
  return stub;
}

function resolveBy(type: ReturnType<GraphQLSchema["getQueryType"]>, resolvers: Resolvers): void {
  for (const [name, resolver] of Object.entries(resolvers)) {
    const field = type?.getFields()[name];
    if (!field) throw new Error(`The schema has no ${name}.`);
    field.resolve = (_root, args) => resolver(args);
  }
}

interface StubContext {
  readonly request?: Request;
  readonly authorization?: unknown;
}

/** What updates are about, whatever the event. */
const about = {
  waitsForYou: true,
  certificate: {
    ...{
      id: "c1",
      number: "7F3K",
      title: "Data",
      recipientName: "Ada",
      standing: "CERTIFIED",
      url: "http://kunna.test/c",
    },
    ...{ awardedAt: "2026-11-24T09:00:00Z", validFrom: "2026-11-24T09:00:00Z", expiresAt: null, opensAt: null },
  },
  evidence: { id: "v1", status: "SUBMITTED", submittedAt: null, person: { id: "p1", name: "Ada" }, requirements: [] },
};

function subscribeBy(
  schema: GraphQLSchema,
  begin: (name: string, args: Readonly<Record<string, unknown>>, authorization: unknown) => AsyncIterable<unknown>,
): void {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    field.subscribe = (_root, args, { request, authorization }: StubContext) =>
      begin(field.name, args, request ? request.headers.get("authorization") : authorization);
  }
}
