import type { EventFilterInput, KunnaClient, KunnaEvent } from "@kunna/client";

/** How a live feed is: `ended` when waiting does not mend what went wrong, such as a token that is no good. */
export interface LiveState {
  readonly status: "connecting" | "open" | "waiting" | "ended";
  readonly error: Error | null;
  /** Follows again after it has ended; what happened meanwhile is not told, but what is shown is asked again. */
  readonly retry: () => void;
}

export interface LiveListener {
  readonly onEvent: (event: KunnaEvent) => void;
  /** The stream has begun at a place of which nothing is known: what was read before may be of an older state. */
  readonly onBegin: () => void;
}

/** How long a feed that nobody follows is kept open, in milliseconds: a component that comes back finds it. */
const kept = 1_000;

/** The feeds that components follow: those with the same filter share one stream. */
export class LiveFeeds {
  readonly #client: KunnaClient;
  readonly #feeds = new Map<string, SharedFeed>();

  constructor(client: KunnaClient) {
    this.#client = client;
  }

  of(filter: EventFilterInput): SharedFeed {
    const key = JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)));
    const feed = this.#feeds.get(key) ?? new SharedFeed(this.#client, filter);
    this.#feeds.set(key, feed);
    return feed;
  }

  close(): void {
    for (const feed of this.#feeds.values()) feed.close();
  }
}

/** One stream of events, followed by any number of components. */
export class SharedFeed {
  readonly #client: KunnaClient;
  readonly #filter: EventFilterInput;
  readonly #listeners = new Set<LiveListener>();
  readonly #watchers = new Set<() => void>();
  #stop: AbortController | null = null;
  #leaving: ReturnType<typeof setTimeout> | undefined;

  constructor(client: KunnaClient, filter: EventFilterInput) {
    this.#client = client;
    this.#filter = filter;
  }

  readonly #retry = () => {
    if (!this.#stop && this.#listeners.size > 0) void this.#run();
  };

  #state = this.#stateOf("connecting");

  readonly state = (): LiveState => this.#state;

  readonly watch = (onChange: () => void): (() => void) => {
    this.#watchers.add(onChange);
    return () => this.#watchers.delete(onChange);
  };

  /** @returns what ends it */
  follow(listener: LiveListener): () => void {
    clearTimeout(this.#leaving);
    this.#listeners.add(listener);
    if (!this.#stop) void this.#run();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#leaving = setTimeout(() => this.close(), kept);
    };
  }

  close(): void {
    clearTimeout(this.#leaving);
    this.#stop?.abort();
    this.#stop = null;
    this.#state = this.#stateOf("connecting");
  }

  #stateOf(status: LiveState["status"], error: Error | null = null): LiveState {
    return { status, error, retry: this.#retry };
  }

  async #run(): Promise<void> {
    const stop = new AbortController();
    this.#stop = stop;
    let hasPlace = false;
    const onState = (status: "connecting" | "open" | "waiting") => {
      if (this.#stop !== stop) return;
      this.#become(this.#stateOf(status));
      if (status === "open" && !hasPlace) this.#tell(({ onBegin }) => onBegin());
    };
    try {
      for await (const event of this.#client.events({ filter: this.#filter, signal: stop.signal, onState })) {
        hasPlace = true;
        this.#tell(({ onEvent }) => onEvent(event));
      }
    } catch (error) {
      if (this.#stop !== stop) return;
      this.#stop = null;
      this.#become(this.#stateOf("ended", error instanceof Error ? error : new Error(String(error))));
    }
  }

  /** One listener's failure is its own: the others are told all the same. */
  #tell(how: (listener: LiveListener) => void): void {
    for (const listener of [...this.#listeners]) {
      try {
        how(listener);
      } catch (error) {
        reportError(error);
      }
    }
  }

  #become(state: LiveState): void {
    this.#state = state;
    for (const onChange of this.#watchers) onChange();
  }
}
