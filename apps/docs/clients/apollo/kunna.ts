import { ApolloClient, ApolloLink, type FieldPolicy, HttpLink, InMemoryCache, type TypePolicy } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { relayStylePagination } from "@apollo/client/utilities";
import { OperationTypeNode } from "graphql";
import { createClient } from "graphql-ws";
import { connections, lists, parts, possibleTypes } from "../generated/schema-facts.ts";
import { resuming } from "../resuming.ts";

/** Each thing with an id is kept once, by Apollo's own rule. What is said here is the rest. */
function createCache(): InMemoryCache {
  const typePolicies: Record<string, TypePolicy & { fields: Record<string, FieldPolicy> }> = {};
  for (const type of new Set([...parts, ...Object.keys(connections), ...Object.keys(lists)])) {
    const fields: Record<string, FieldPolicy> = {};
    // The pages of a connection are one list, for each set of the arguments that choose what is in it.
    for (const [field, args] of Object.entries(connections[type] ?? {})) fields[field] = relayStylePagination(args);
    for (const field of Object.keys(lists[type] ?? {})) fields[field] = { merge: false };
    // A part is kept in what it is of: what two queries ask of it is put together.
    typePolicies[type] = { fields, ...(parts.includes(type) && { merge: true }) };
  }
  // An event never changes, and its place in the feed is its own.
  return new InMemoryCache({ possibleTypes, typePolicies: { ...typePolicies, Event: { keyFields: ["cursor"] } } });
}

/** @param webSocket only where there is no global one, as in Node 20: that of the package ws */
export function createKunna(url: string, token: string, webSocket?: unknown): ApolloClient {
  const authorization = `Bearer ${token}`;
  const http = new HttpLink({ uri: url, headers: { authorization } });
  const live = new GraphQLWsLink(
    resuming(
      createClient({
        url: url.replace(/^http/, "ws"),
        webSocketImpl: webSocket,
        connectionParams: { authorization },
        keepAlive: 12_000,
        retryAttempts: Number.POSITIVE_INFINITY,
        shouldRetry: () => true,
      }),
    ),
  );
  const link = ApolloLink.split(({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION, live, http);
  return new ApolloClient({ link, cache: createCache() });
}
