import type { EventFilterInput, KunnaEvent, TypedDocument } from "@kunna/client";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useEffectEvent, useRef, useSyncExternalStore } from "react";
import { useProvided } from "./kunna-provider.tsx";
import { documentKey, kunnaKey } from "./kunna-query.ts";
import type { LiveState } from "./live-feeds.ts";
import { useKunnaSuspenseQuery } from "./use-kunna-query.ts";

/** How long events are gathered before what they change is asked again, in milliseconds. */
const gathered = 300;

const all: EventFilterInput = {};

/**
 * Follows the feed while the component is there: each event once and in order, over lost connections too. Components with
 * the same filter share one stream.
 */
export function useLiveEvents(onEvent: (event: KunnaEvent) => void, filter: EventFilterInput = all): LiveState {
  return useFeed(filter, onEvent, () => {});
}

/**
 * Asks again what is shown, when something has happened: once for events that come together, and when a stream begins,
 * for what happened before that is not told.
 * @param document only its queries; left out: all of the client
 */
export function useLiveRefresh<Result, Variables>(
  filter: EventFilterInput = all,
  document?: TypedDocument<Result, Variables>,
): LiveState {
  const { client } = useProvided();
  const cache = useQueryClient();
  const queryKey = document ? documentKey(client, document) : kunnaKey(client);
  const isWaiting = useRef(false);
  const refresh = () => {
    if (isWaiting.current) return;
    isWaiting.current = true;
    setTimeout(() => {
      isWaiting.current = false;
      // While a mutation is under way, what it is expected to do is shown; it asks again itself when it is done.
      if (cache.isMutating({ mutationKey: kunnaKey(client) }) === 0) void cache.invalidateQueries({ queryKey });
    }, gathered);
  };
  return useFeed(filter, refresh, refresh);
}

/** A query's data, kept true by the events that the filter names. */
export function useLiveQuery<Result, Variables extends object>(
  document: TypedDocument<Result, Variables>,
  variables: Variables,
  filter: EventFilterInput = all,
): Result {
  useLiveRefresh(filter, document);
  return useKunnaSuspenseQuery(document, variables);
}

function useFeed(filter: EventFilterInput, onEvent: (event: KunnaEvent) => void, onBegin: () => void): LiveState {
  const { feeds } = useProvided();
  const feed = feeds.of(filter);
  const listener = { onEvent: useEffectEvent(onEvent), onBegin: useEffectEvent(onBegin) };
  // biome-ignore lint/correctness/useExhaustiveDependencies: effect events are not dependencies
  useEffect(() => feed.follow(listener), [feed]);
  return useSyncExternalStore(feed.watch, feed.state, feed.state);
}
