import { createClient, type Sink } from "graphql-ws";
import { Environment, type GraphQLResponse, Network, Observable, RecordSource, Store } from "relay-runtime";
import { resuming } from "../resuming.ts";

/**
 * Relay keeps each thing once by its `id`, a part in what it is of, and a connection by its `@connection`: nothing of
 * the schema has to be said here.
 * @param webSocket only where there is no global one, as in Node 20: that of the package ws
 */
export function createKunna(url: string, token: string, webSocket?: unknown): Environment {
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
  const network = Network.create(
    async ({ text }, variables) => {
      const response = await fetch(url, {
        method: "POST",
        headers: { authorization, "content-type": "application/json" },
        body: JSON.stringify({ query: text, variables }),
      });
      return (await response.json()) as GraphQLResponse;
    },
    ({ text }, variables) =>
      Observable.create((sink) => live.subscribe({ query: text ?? "", variables }, sink as unknown as Sink)),
  );
  return new Environment({ network, store: new Store(new RecordSource()) });
}
