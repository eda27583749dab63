import type { Server } from "node:http";
import { type ApiContext, visibleError } from "@kunna/api";
import type { DocumentNode, ExecutionArgs, GraphQLError } from "graphql";
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
        // What is wrong with a document ends its own operation, and not the connection with all others.
        const document = checked(() => {
          const parsed: DocumentNode = parse(query);
          const errors: readonly GraphQLError[] = validate(schema, parsed);
          return errors.length > 0 ? errors : parsed;
        });
        if (!("kind" in document)) return document;
        return {
          schema,
          operationName: operationName ?? null,
          document,
          variableValues: variables ?? {},
          contextValue: await contextFactory(),
          rootValue: { execute, subscribe },
        };
      },
    },
    sockets,
  );
  return async () => {
    await dispose();
  };
}

/** The document, or what is wrong with it: the limits on a document throw, and validation answers with a list. */
function checked(check: () => DocumentNode | readonly GraphQLError[]): DocumentNode | readonly GraphQLError[] {
  try {
    const document = check();
    return "kind" in document ? document : document.map((error) => visibleError(error) ?? error);
  } catch (error) {
    const visible = visibleError(error);
    if (!visible) throw error;
    return [visible];
  }
}
