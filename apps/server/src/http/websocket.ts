import type { Server } from "node:http";
import type { ApiContext } from "@kunna/api";
import type { ExecutionArgs } from "graphql";
import type { OperationResult } from "graphql-ws";
import { useServer } from "graphql-ws/use/ws";
import type { YogaServerInstance } from "graphql-yoga";
import { WebSocketServer } from "ws";
import { bearerToken } from "../authentication.ts";
import type { RequestFacts } from "./graphql.ts";

/** In bytes: a subscription is a short text. */
const maximumMessage = 256 * 1024;

interface OperationArgs extends ExecutionArgs {
  readonly rootValue: {
    execute: (args: ExecutionArgs) => OperationResult;
    subscribe: (args: ExecutionArgs) => OperationResult;
  };
}

/** GraphQL over WebSocket (graphql-ws) on the same port and path. Returns what closes it. */
export function attachWebSocket(
  server: Server,
  yoga: YogaServerInstance<RequestFacts, ApiContext>,
): () => Promise<void> {
  const sockets = new WebSocketServer({ server, path: "/graphql", maxPayload: maximumMessage });
  const { dispose } = useServer<{ authorization?: unknown }>(
    {
      // Yoga's own way in, so that every limit and mask that holds over HTTP holds here too.
      execute: (args) => (args as OperationArgs).rootValue.execute(args),
      subscribe: (args) => (args as OperationArgs).rootValue.subscribe(args),
      onSubscribe: async (connection, _id, { operationName, query, variables }) => {
        const { schema, execute, subscribe, contextFactory, parse, validate } = yoga.getEnveloped({
          requestId: crypto.randomUUID(),
          token: bearerToken(connection.connectionParams?.authorization),
          params: { operationName, query, variables },
        });
        const args = {
          schema,
          operationName: operationName ?? null,
          document: parse(query),
          variableValues: variables ?? {},
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe },
        };
        const errors = validate(args.schema, args.document);
        return errors.length > 0 ? errors : args;
      },
    },
    sockets,
  );
  return async () => {
    await dispose();
  };
}
