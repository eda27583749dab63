import { maxAliasesPlugin } from "@escape.tech/graphql-armor-max-aliases";
import { maxDirectivesPlugin } from "@escape.tech/graphql-armor-max-directives";
import { maxTokensPlugin } from "@escape.tech/graphql-armor-max-tokens";
import { renderGraphiQL } from "@graphql-yoga/render-graphiql";
import { type ApiContext, createContext, hashOfToken, type Services, schema, visibleError } from "@kunna/api";
import { GraphQLError } from "graphql";
import { createYoga, type YogaServerInstance } from "graphql-yoga";
import type { Logger } from "pino";
import { type Authenticator, bearerToken } from "../authentication.ts";
import { countOperations } from "./count-operations.ts";

/** What is known of a request before its context is made. */
export interface RequestFacts {
  readonly requestId: string;
  /** What a WebSocket's connection parameters brought; left out: the request's header is asked. */
  readonly token?: string | null;
  /** After which event a stream goes on, where its transport says so. */
  readonly resumeAfter?: bigint | null;
  /** Whether the document is only looked at: what is wrong with it is told, and counted, when it is asked to be answered. */
  readonly isLookedAt?: boolean;
}

/** What one document may hold, before its cost is counted. */
const documentLimits = { aliases: 30, directives: 30, tokens: 4_000 };
/** How many operations one request may batch. */
const batchLimit = 10;

const firstQuery = `# Put a token of .kunna/demo.json
# into the headers below, then press play.
query FirstQuery {
  viewer {
    name
    roles
  }
  programs(first: 5) {
    totalCount
    nodes {
      key
      title
    }
  }
}
`;

/** GraphQL over HTTP and server-sent events, at /graphql. */
export function createGraphqlHandler(
  services: Services,
  authenticator: Authenticator,
  logger: Logger,
): YogaServerInstance<RequestFacts, ApiContext> {
  return createYoga<RequestFacts, ApiContext>({
    schema,
    graphqlEndpoint: "/graphql",
    landingPage: false,
    logging: false,
    batching: { limit: batchLimit },
    // Who asks is told by a header that no browser sends by itself: so any page may ask.
    cors: { origin: "*", credentials: false, exposedHeaders: ["x-request-id"] },
    multipart: true,
    // guard.ts bounds bodies by their type, before any is read.
    maxRequestBodySize: false,
    renderGraphiQL,
    graphiql: {
      title: "Kunna",
      defaultQuery: firstQuery,
      headers: JSON.stringify({ authorization: "Bearer <token>" }, null, 2),
      subscriptionsProtocol: "WS",
    },
    maskedErrors: { maskError: (error, message) => maskError(error, message, logger) },
    plugins: [
      maxAliasesPlugin({ n: documentLimits.aliases }),
      maxDirectivesPlugin({ n: documentLimits.directives }),
      maxTokensPlugin({ n: documentLimits.tokens }),
      countOperations(services.metrics),
    ],
    context: ({ request, token = bearerToken(request?.headers.get("authorization")), resumeAfter = null }) =>
      contextFor(services, authenticator, token, resumeAfter),
  });
}

/** The context of a request or of a subscription, by its token. */
export async function contextFor(
  services: Services,
  authenticator: Authenticator,
  token: string | null,
  resumeAfter: bigint | null = null,
): Promise<ApiContext> {
  const actor = await authenticator.actorOf(token);
  const tokenHash = token === null ? null : hashOfToken(token);
  return createContext(services, actor, {
    currentActor: () => authenticator.actorOf(token),
    tokenHash,
    resumeAfter,
  });
}

/**
 * What is not meant for the client is logged under an id, and only the id is told.
 * @param eventId what was answered for many: then it is no one request's
 */
export function maskError(error: unknown, message: string, logger: Logger, eventId?: string): GraphQLError {
  const visible = visibleError(error);
  const cause = error instanceof GraphQLError ? error.originalError : error;
  if (visible?.extensions.code === "UNAVAILABLE") logger.warn({ err: cause }, "The database did not answer.");
  if (visible) return visible;
  const errorId = crypto.randomUUID();
  logger.error({ err: cause, errorId, ...(eventId ? { eventId, requestId: undefined } : {}) }, "An operation failed.");
  return new GraphQLError(message, {
    ...(error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {}),
    extensions: { code: "INTERNAL_SERVER_ERROR", errorId },
  });
}
