import type { Database } from "./database.ts";

/** Null when messages may have been missed: then the feed is to be read again from where one stood. */
export type FeedListener = (position: bigint | null) => void;

/** Tells the readers of an organisation's feed, in this process, that it has grown: whichever process placed the events. */
export interface FeedSignal {
  /** Returns what stops it. */
  subscribe(organisationId: string, listener: FeedListener): () => void;
  /** The same, of every organisation. */
  subscribeAll(listener: () => void): () => void;
  close(): Promise<void>;
}

/** One LISTEN for all readers in the process. */
export async function openFeedSignal(database: Database): Promise<FeedSignal> {
  const listeners = new Map<string, Set<FeedListener>>();
  const ofAll = new Set<() => void>();
  const unlisten = await database.listen("kunna_feed", {
    onMessage(payload) {
      const [organisationId = "", position = ""] = payload.split(":");
      for (const listener of listeners.get(organisationId) ?? []) listener(BigInt(position));
      for (const listener of ofAll) listener();
    },
    onGap() {
      for (const each of listeners.values()) for (const listener of each) listener(null);
      for (const listener of ofAll) listener();
    },
  });
  return {
    subscribe(organisationId, listener) {
      const own = listeners.get(organisationId) ?? new Set();
      listeners.set(organisationId, own.add(listener));
      return () => {
        own.delete(listener);
        if (own.size === 0 && listeners.get(organisationId) === own) listeners.delete(organisationId);
      };
    },
    subscribeAll(listener) {
      const own = () => listener();
      ofAll.add(own);
      return () => ofAll.delete(own);
    },
    async close() {
      listeners.clear();
      ofAll.clear();
      await unlisten();
    },
  };
}
