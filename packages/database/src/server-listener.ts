import pg from "pg";
import type { ChannelListener } from "./driver.ts";

const firstRetryMs = 100;
const lastRetryMs = 5_000;

/** LISTEN on a connection of its own, made at the first use and made anew whenever it is lost. */
export class ServerListener {
  readonly #url: string;
  readonly #channels = new Map<string, Set<ChannelListener>>();
  #client: pg.Client | null = null;
  #connecting: Promise<void> | null = null;
  #retry: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(url: string) {
    this.#url = url;
  }

  get isListening(): boolean {
    return this.#client !== null;
  }

  async listen(channel: string, listener: ChannelListener): Promise<() => Promise<void>> {
    const listeners = this.#channels.get(channel) ?? new Set();
    this.#channels.set(channel, listeners.add(listener));
    try {
      if (this.#client) await this.#client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      else {
        await this.#connectOnce();
      }
    } catch (error) {
      listeners.delete(listener);
      throw error;
    }
    return async () => {
      listeners.delete(listener);
      if (listeners.size > 0 || this.#channels.get(channel) !== listeners) return;
      this.#channels.delete(channel);
      await this.#client?.query(`UNLISTEN ${pg.escapeIdentifier(channel)}`).catch(() => {});
    };
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#retry) clearTimeout(this.#retry);
    await this.#connecting?.catch(() => {});
    const client = this.#client;
    this.#client = null;
    this.#channels.clear();
    await client?.end().catch(() => {});
  }

  #connectOnce(): Promise<void> {
    this.#connecting ??= this.#connect();
    return this.#connecting;
  }

  async #connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.#url,
      application_name: "kunna listen",
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    try {
      client.on("error", () => {}); // "end" follows.
      client.on("notification", ({ channel, payload }) => {
        for (const listener of this.#channels.get(channel) ?? []) listener.onMessage(payload ?? "");
      });
      await client.connect();
      for (const channel of this.#channels.keys()) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      this.#client = client;
      client.on("end", () => this.#lost(client));
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    } finally {
      this.#connecting = null;
    }
  }

  #lost(client: pg.Client): void {
    if (this.#closed || this.#client !== client) return;
    this.#client = null;
    this.#reconnect(firstRetryMs);
  }

  #reconnect(delayMs: number): void {
    if (this.#closed) return;
    this.#retry = setTimeout(async () => {
      try {
        // Whoever has begun to listen meanwhile may have connected, or be about to.
        if (!this.#client) await this.#connectOnce();
      } catch {
        this.#reconnect(Math.min(delayMs * 2, lastRetryMs));
        return;
      }
      for (const listeners of this.#channels.values()) for (const listener of listeners) listener.onGap?.();
    }, delayMs);
  }
}
