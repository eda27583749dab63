import type { KunnaClient } from "@kunna/client";
import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { LiveFeeds } from "./live-feeds.ts";

interface Kunna {
  readonly client: KunnaClient;
  readonly feeds: LiveFeeds;
}

const KunnaContext = createContext<Kunna | null>(null);

/**
 * Gives a client to the hooks below it. What is cached belongs to its client: for another person, make another client, and
 * nobody sees what the one before them saw. TanStack Query's own `QueryClientProvider` stands above it.
 */
export function KunnaProvider({
  client,
  children,
}: {
  readonly client: KunnaClient;
  readonly children: ReactNode;
}): ReactNode {
  const kunna = useMemo(() => ({ client, feeds: new LiveFeeds(client) }), [client]);
  useEffect(() => () => kunna.feeds.close(), [kunna]);
  return <KunnaContext value={kunna}>{children}</KunnaContext>;
}

/** The client of the nearest KunnaProvider. */
export function useKunna(): KunnaClient {
  return useProvided().client;
}

/** For the hooks of this package. */
export function useProvided(): Kunna {
  const kunna = useContext(KunnaContext);
  if (!kunna) throw new Error("There is no <KunnaProvider> above this component.");
  return kunna;
}
