import { Redis, type RedisOptions } from "ioredis";
import type { ChannelListener } from "./driver.ts";
import type { SignalBus } from "./signal-bus.ts";

/** How often each connection is asked whether it still answers, in milliseconds: one may hang without ever being closed. */
const pulse = 1_000;
/** After this long without the answer to anything, a connection is given up. */
const patience = 2_000;
const lastRetry = 1_000;

/**
 * By Redis pub/sub. It is made whether or not Redis is there, and goes on by itself once it is.
 * @param url such as redis://:password@host:6379, or rediss:// for TLS
 * @param onChange told when it is lost, and when it is back
 */
export function openRedisBus(url: string, onChange: (isConnected: boolean) => void = () => {}): SignalBus {
  return new OpenRedisBus(url, onChange);
}

class OpenRedisBus implements SignalBus {
  readonly sendsFromSql = false;
  readonly #channels = new Map<string, Set<ChannelListener>>();
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #heart: NodeJS.Timeout;
  /** The subscriber's connection hears all channels. */
  #isListening = false;
  readonly #onChange: (isConnected: boolean) => void;
  #wasConnected = false;
  #isClosed = false;

  constructor(url: string, onChange: (isConnected: boolean) => void) {
    this.#onChange = onChange;
    this.#publisher = connect(url, "kunna publish");
    this.#subscriber = connect(url, "kunna listen");
    this.#subscriber.on("message", (channel: string, payload: string) => {
      for (const listener of this.#channels.get(channel) ?? []) listener.onMessage(payload);
    });
    this.#subscriber.on("ready", () => void this.#subscribe().catch(() => {}));
    this.#subscriber.on("close", () => {
      this.#isListening = false;
    });
    for (const connection of [this.#publisher, this.#subscriber])
      for (const event of ["ready", "close"]) connection.on(event, () => this.#look());
    this.#heart = setInterval(() => {
      for (const connection of [this.#publisher, this.#subscriber]) {
        // One that does not answer is given up by `socketTimeout`.
        if (connection.status === "ready") connection.ping().catch(() => {});
      }
    }, pulse).unref();
  }

  get isConnected(): boolean {
    return this.#isListening && this.#publisher.status === "ready";
  }

  async publish(channel: string, payload: string): Promise<void> {
    await this.#publisher.publish(channel, payload).catch(() => {});
  }

  async listen(channel: string, listener: ChannelListener): Promise<() => Promise<void>> {
    const known = this.#channels.get(channel);
    const listeners = known ?? new Set();
    this.#channels.set(channel, listeners.add(listener));
    // Without a connection it is subscribed to when there is one, and onGap says so.
    if (!known && this.#subscriber.status === "ready") await this.#subscriber.subscribe(channel).catch(() => {});
    return async () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#channels.get(channel) !== listeners) return;
      this.#channels.delete(channel);
      await this.#subscriber.unsubscribe(channel).catch(() => {});
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#heart);
    this.#channels.clear();
    for (const connection of [this.#publisher, this.#subscriber]) {
      connection.disconnect();
      // One that hangs would wait for the other side to close.
      connection.stream?.destroy();
    }
  }

  #look(): void {
    if (this.isConnected === this.#wasConnected || this.#isClosed) return;
    this.#wasConnected = this.isConnected;
    this.#onChange(this.#wasConnected);
  }

  async #subscribe(): Promise<void> {
    const channels = [...this.#channels.keys()];
    try {
      if (channels.length > 0) await this.#subscriber.subscribe(...channels);
    } catch {
      return; // The connection is lost again, or given up soon.
    }
    this.#isListening = true;
    this.#look();
    for (const listeners of this.#channels.values()) for (const listener of listeners) listener.onGap?.();
  }
}

function connect(url: string, connectionName: string): Redis {
  const options: RedisOptions = {
    connectionName,
    disableClientInfo: true,
    connectTimeout: patience,
    socketTimeout: patience,
    // What can't be sent now is of no use later.
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    // The bus subscribes by itself, to know when it has.
    autoResubscribe: false,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 5), lastRetry) * (0.5 + Math.random() / 2),
  };
  const redis = new Redis(url, options);
  redis.on("error", () => {}); // "close" follows.
  return redis;
}
