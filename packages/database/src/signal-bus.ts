import type { ChannelListener, Driver } from "./driver.ts";

/** Where the relays hear that events were written. */
export const outboxChannel = "kunna_outbox";
/** Where the readers hear that a feed has grown. */
export const feedChannel = "kunna_feed";

/**
 * Carries short messages between all processes of an installation. They are hints: whoever hears one looks into the database,
 * and whoever hears none looks there too, a little later. So a bus may lose messages, and may be away.
 */
export interface SignalBus {
  /** True when `pg_notify` within a transaction is how to send: its messages go out at the commit. */
  readonly sendsFromSql: boolean;
  /** Whether messages arrive now; while it is false they are lost, and `onGap` follows once they arrive again. */
  readonly isConnected: boolean;
  /** To every listener of the channel, in every process. It may be lost, and never throws for that. */
  publish(channel: string, payload: string): Promise<void>;
  /** Returns what stops it. */
  listen(channel: string, listener: ChannelListener): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

/** By NOTIFY and LISTEN: nothing is needed beside the database. */
export function databaseBus(driver: Driver, notify: (channel: string, payload: string) => Promise<void>): SignalBus {
  return {
    sendsFromSql: true,
    get isConnected() {
      return driver.isListening;
    },
    publish: (channel, payload) => notify(channel, payload).catch(() => {}),
    listen: (channel, listener) => driver.listen(channel, listener),
    async close() {}, // The driver's own.
  };
}
