import { Client, fetchExchange, subscriptionExchange } from "@urql/core";
import { cacheExchange, type KeyGenerator, type Resolver } from "@urql/exchange-graphcache";
import { relayPagination } from "@urql/exchange-graphcache/extras";
import { createClient, type Sink } from "graphql-ws";
import { introspection } from "../generated/introspection.ts";
import { connections, parts } from "../generated/schema-facts.ts";
import { resuming } from "../resuming.ts";

/** Each thing with an id is kept once, by Graphcache's own rule. What is said here is the rest. */
function createCache() {
  const keys: Record<string, KeyGenerator> = {};
  // A part is kept in what it is of.
  for (const name of parts) keys[name] = () => null;
  // An event never changes, and its place in the feed is its own.
  keys.Event = ({ cursor }) => cursor as string;
  // The pages of a connection are one list, for each set of its other arguments.
  const resolvers: Record<string, Record<string, Resolver>> = {};
  for (const [name, lists] of Object.entries(connections)) {
    resolvers[name] = Object.fromEntries(Object.keys(lists).map((field) => [field, relayPagination()]));
  }
  return cacheExchange({ keys, resolvers, schema: introspection });
}

/** @param webSocket only where there is no global one, as in Node 20: that of the package ws */
export function createKunna(url: string, token: string, webSocket?: unknown): Client {
  const authorization = `Bearer ${token}`;
  const live = resuming(
    createClient({
      url: url.replace(/^http/, "ws"),
      webSocketImpl: webSocket,
      connectionParams: { authorization },
      keepAlive: 12_000,
      retryAttempts: Number.POSITIVE_INFINITY,
      shouldRetry: () => true,
    }),
  );
  const subscriptions = subscriptionExchange({
    forwardSubscription: ({ query = "", variables }) => ({
      subscribe: (sink) => ({
        unsubscribe: live.subscribe({ query, variables: variables as Record<string, unknown> }, sink as Sink),
      }),
    }),
  });
  return new Client({
    url,
    preferGetMethod: false,
    fetchOptions: { headers: { authorization } },
    exchanges: [createCache(), fetchExchange, subscriptions],
  });
}
