import type { Database } from "./database.ts";
import { feedPositions } from "./outbox.ts";
import { feedChannel } from "./signal-bus.ts";

/** Told where the feed ends now. */
export type FeedListener = (position: bigint) => void;

/** Tells the readers of an organisation's feed, in this process, that it has grown: whichever process placed the events. */
export interface FeedSignal {
  /** Returns what stops it. */
  subscribe(organisationId: string, listener: FeedListener): () => void;
  /** The same, of every organisation. */
  subscribeAll(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface FeedSignalOptions {
  /** How often the database is asked although messages arrive, in milliseconds: what finds one that was lost. */
  readonly pollMs?: number;
  /** The same, while no message can arrive. */
  readonly pollMsAlone?: number;
  /** Told of a look into the database that failed, and of a listener that threw; the next look follows. */
  readonly onError?: (error: unknown) => void;
}

/**
 * One listener for all readers in the process. It also looks into the database by itself, in one statement for all of them:
 * often while the bus is away, and now and then always.
 */
export async function openFeedSignal(database: Database, options: FeedSignalOptions = {}): Promise<FeedSignal> {
  const signal = new OpenFeedSignal(database, options);
  await signal.open();
  return signal;
}

class OpenFeedSignal implements FeedSignal {
  readonly #database: Database;
  readonly #options: Required<FeedSignalOptions>;
  readonly #listeners = new Map<string, Set<FeedListener>>();
  readonly #ofAll = new Set<() => void>();
  /** How far the readers of an organisation have been told. */
  readonly #told = new Map<string, bigint>();
  /** How far the feeds of all have been told, added up. */
  #toldOfAll: bigint | null = null;
  #unlisten: () => Promise<void> = async () => {};
  #timer: NodeJS.Timeout | undefined;
  #polling: Promise<void> | null = null;
  #isPollWanted = false;
  #lastPoll = performance.now();
  #isClosed = false;

  constructor(database: Database, { pollMs = 5_000, pollMsAlone = 500, onError = () => {} }: FeedSignalOptions) {
    this.#database = database;
    this.#options = { pollMs, pollMsAlone, onError };
  }

  async open(): Promise<void> {
    this.#unlisten = await this.#database.signals.listen(feedChannel, {
      onMessage: (payload) => {
        const [organisationId = "", position = ""] = payload.split(":");
        if (/^\d+$/.test(position)) this.#tell(organisationId, BigInt(position));
        this.#tellOfAll();
      },
      onGap: () => this.#pollNow(),
    });
    // Nobody but this process writes to an embedded database, and it loses no message.
    if (this.#database.kind === "embedded") return;
    const { pollMs, pollMsAlone } = this.#options;
    this.#timer = setInterval(
      () => {
        const every = this.#database.signals.isConnected ? pollMs : pollMsAlone;
        if (performance.now() - this.#lastPoll >= every) this.#pollNow();
      },
      Math.min(pollMs, pollMsAlone),
    ).unref();
  }

  subscribe(organisationId: string, listener: FeedListener): () => void {
    const own = this.#listeners.get(organisationId) ?? new Set();
    this.#listeners.set(organisationId, own.add(listener));
    return () => {
      own.delete(listener);
      if (own.size > 0 || this.#listeners.get(organisationId) !== own) return;
      this.#listeners.delete(organisationId);
      this.#told.delete(organisationId);
    };
  }

  subscribeAll(listener: () => void): () => void {
    const own = () => listener();
    this.#ofAll.add(own);
    return () => this.#ofAll.delete(own);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#timer);
    this.#listeners.clear();
    this.#ofAll.clear();
    await this.#polling;
    await this.#unlisten();
  }

  #tell(organisationId: string, position: bigint): void {
    const listeners = this.#listeners.get(organisationId);
    // Whoever came after that was told has read the feed since.
    if (!listeners || position <= (this.#told.get(organisationId) ?? -1n)) return;
    this.#told.set(organisationId, position);
    for (const listener of listeners) this.#call(() => listener(position));
  }

  #tellOfAll(): void {
    for (const listener of this.#ofAll) this.#call(listener);
  }

  /** What goes wrong in one listener is neither the others' business nor the connection's. */
  #call(listener: () => void): void {
    try {
      listener();
    } catch (error) {
      this.#options.onError(error);
    }
  }

  #pollNow(): void {
    this.#lastPoll = performance.now();
    // One that is under way may have read before what is asked for: it is followed by another.
    this.#isPollWanted = true;
    this.#polling ??= this.#pollWhileWanted().finally(() => {
      this.#polling = null;
    });
  }

  async #pollWhileWanted(): Promise<void> {
    while (this.#isPollWanted && !this.#isClosed) {
      this.#isPollWanted = false;
      if (this.#listeners.size > 0 || this.#ofAll.size > 0) await this.#poll().catch(this.#options.onError);
    }
  }

  async #poll(): Promise<void> {
    const { ends, sum } = await feedPositions(this.#database, [...this.#listeners.keys()], this.#ofAll.size > 0);
    for (const { organisationId, position } of ends) this.#tell(organisationId, position);
    if (sum === null || sum === this.#toldOfAll) return;
    this.#toldOfAll = sum;
    this.#tellOfAll();
  }
}
