import type { IncomingMessage, Server } from "node:http";
import type { Writable } from "node:stream";
import {
  type ApiContext,
  type EventAnswer,
  FeedStream,
  type MaskError,
  type Metrics,
  type Outlet,
  subscribeToFeed,
} from "@kunna/api";
import type { DocumentNode, ExecutionArgs, GraphQLError } from "graphql";
import type { Context, OperationResult } from "graphql-ws";
import { useServer } from "graphql-ws/use/ws";
import type { YogaServerInstance } from "graphql-yoga";
import { type WebSocket, WebSocketServer } from "ws";
import { bearerToken } from "../authentication.ts";
import { endOf } from "./event-stream.ts";
import type { RequestFacts } from "./graphql.ts";
import { inRequest } from "./request-log.ts";
import { textFrame } from "./text-frame.ts";

/** In bytes: a subscription is a short text. */
const maximumMessage = 256 * 1024;
/** How long a client may take to say goodbye when the server closes, in milliseconds. */
const partingTime = 3_000;

interface OperationArgs extends ExecutionArgs {
  readonly rootValue: {
    execute: (args: ExecutionArgs) => OperationResult;
    requestId: string;
  };
}

/** GraphQL over WebSocket (graphql-ws) on the same port and path. Returns what closes it. */
export function attachWebSocket(
  server: Server,
  yoga: YogaServerInstance<RequestFacts, ApiContext>,
  metrics: Metrics,
  mask: MaskError,
): () => Promise<void> {
  const sockets = new WebSocketServer({ server, path: "/graphql", maxPayload: maximumMessage });
  const { dispose } = useServer<{ authorization?: unknown }>(
    {
      // Yoga's own way in, so that every limit and mask that holds over HTTP holds here too.
      execute: (args) => {
        const { execute, requestId } = (args as OperationArgs).rootValue;
        return inRequest(requestId, () => execute(args));
      },
      subscribe: (args) => inRequest((args as OperationArgs).rootValue.requestId, () => subscribeToFeed(args, mask)),
      onOperation: (connection, id, _payload, _args, result) =>
        result instanceof FeedStream ? intoSocket(result, connection, id, metrics) : undefined,
      onSubscribe: async (connection, _id, { operationName, query, variables }) => {
        const requestId = crypto.randomUUID();
        const { schema, execute, contextFactory, parse, validate } = yoga.getEnveloped({
          requestId,
          token: bearerToken(connection.connectionParams?.authorization),
          params: { operationName, query, variables },
        });
        // What is wrong with an operation ends it, and not the connection with all others. The limits on a document throw,
        // and validation answers with a list.
        try {
          const document: DocumentNode = parse(query);
          const errors: readonly GraphQLError[] = validate(schema, document);
          if (errors.length > 0) return errors.map((error) => mask(error));
          return {
            schema,
            operationName: operationName ?? null,
            document,
            variableValues: variables ?? {},
            contextValue: await contextFactory(),
            rootValue: { execute, requestId },
          };
        } catch (error) {
          return [inRequest(requestId, () => mask(error))];
        }
      },
    },
    sockets,
  );
  // Each is told of by the server or graphql-ws, which listen once: a second error must not end the process.
  sockets.on("error", () => {});
  sockets.on("connection", (socket) => socket.on("error", () => {}));
  return async () => {
    const impatience = setTimeout(() => {
      for (const socket of sockets.clients) socket.terminate();
    }, partingTime);
    await dispose();
    clearTimeout(impatience);
  };
}

/** What graphql-ws knows of a connection. */
type Connection = Context<
  { authorization?: unknown },
  { readonly socket: WebSocket; readonly request: IncomingMessage }
>;

/**
 * Leads a stream to its socket past graphql-ws, which would write each answer anew for each subscriber. What is returned
 * gives graphql-ws nothing until the stream has ended, and lets it end the stream.
 */
function intoSocket(
  stream: FeedStream,
  connection: Connection,
  id: string,
  metrics: Metrics,
): AsyncGenerator<never, void> {
  const { socket, request } = connection.extra;
  let finish: () => void = () => {};
  const ended = new Promise<void>((resolve) => {
    finish = resolve;
  });
  metrics.streamOpened("websocket");
  const outlet = new SocketOutlet(socket, request.socket, id, (error) => {
    metrics.streamEnded("websocket", endOf(error));
    if (error) {
      socket.send(JSON.stringify({ id, type: "error", payload: [error] }));
      // An error is the last message of its subscription: no `complete` follows it.
      delete connection.subscriptions[id];
    }
    finish();
  });
  stream.into(outlet);
  const nothing: AsyncGenerator<never, void> = {
    next: () => ended.then(() => ({ done: true, value: undefined })),
    async return() {
      stream.end();
      return { done: true, value: undefined };
    },
    throw: (error) => Promise.reject(error),
    [Symbol.asyncIterator]: () => nothing,
  };
  return nothing;
}

const after = Buffer.from("}");

class SocketOutlet implements Outlet {
  readonly #socket: WebSocket;
  readonly #wire: Writable;
  readonly #before: Buffer;
  readonly end: (error: GraphQLError | null) => void;

  constructor(socket: WebSocket, wire: Writable, id: string, end: (error: GraphQLError | null) => void) {
    this.#socket = socket;
    this.#wire = wire;
    this.#before = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
    this.end = end;
  }

  get waiting(): number {
    return this.#socket.bufferedAmount;
  }

  /**
   * Past `ws` too, which would write the frame's head and its text apart, the text encoded anew for each. It sends what is
   * not compressed at once, so that all stays in order.
   */
  send({ bytes }: EventAnswer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#wire.write(textFrame(this.#before, bytes, after));
  }
}
