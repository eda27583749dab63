import type { ChannelListener, Driver } from "./driver.ts";
import { EmbeddedDriver } from "./embedded-driver.ts";
import { PrismaClient } from "./generated/prisma/client.ts";
import type { DatabaseLocation } from "./location.ts";
import { type MigrationResult, migrate, retryMigration } from "./migrations/migrate.ts";
import { type MigrationStatus, migrationStatus } from "./migrations/status.ts";
import { prismaAdapterFactory } from "./prisma-adapter.ts";
import { type QueryListener, QueryLog } from "./queries.ts";
import { createReader, type Reader } from "./reader.ts";
import { ServerDriver } from "./server-driver.ts";
import { databaseBus, outboxChannel, type SignalBus } from "./signal-bus.ts";
import { type Outbox, runSystem, runWriter, type SystemTransaction, type TenantTransaction } from "./transactions.ts";

const defaultPoolSize = 10;

/** An open database. Nothing reads or writes but in an organisation's scope, or as the system. */
export interface Database {
  readonly kind: DatabaseLocation["kind"];

  /**
   * Runs `work` in one transaction of an organisation, as the role kunna_app. Throws TransactionConflict (try again),
   * ImmutableRow (R1, R3, R13), TransactionAborted, and what `work` throws; then nothing is written.
   */
  transact<T>(organisationId: string, work: (tx: TenantTransaction) => Promise<T>): Promise<T>;

  /** The reads of one request in an organisation. */
  reader(organisationId: string): Reader;

  /** Runs `work` in one transaction as the owner, past row-level security: for what has no organisation yet, and the relay. */
  asSystem<T>(work: (tx: SystemTransaction) => Promise<T>): Promise<T>;

  /**
   * Applies the migrations that are missing. Throws, and applies none, MigrationEdited, MigrationMissing,
   * MigrationFailed or SchemaDrift. Several processes may call it at once.
   */
  migrate(): Promise<MigrationResult>;

  /** What `migrate` would find and do. Throws only when the database can't be read. */
  migrationStatus(): Promise<MigrationStatus>;

  /** After a failed migration was corrected: lets the next `migrate` try it again. Its statements were rolled back as one. */
  retryMigration(name: string): Promise<void>;

  /** Sends to every listener of the channel, in every process. */
  notify(channel: string, payload: string): Promise<void>;

  /** Hears what is sent to a channel; `onGap` tells that messages may have been missed. Returns what stops it. */
  listen(channel: string, listener: ChannelListener | ((payload: string) => void)): Promise<() => Promise<void>>;

  /** Carries the hints between processes: by the database itself, or by what it was opened with. */
  readonly signals: SignalBus;

  /** Wakes the relays: for events written otherwise than by appendEvents. */
  nudge(): Promise<void>;

  /** Hears of each statement that goes to the database. Returns what stops it. */
  onQuery(listener: QueryListener): () => void;

  /** The whole of an embedded database, to open another with; null on a server. */
  snapshot(): Promise<Blob | null>;

  close(): Promise<void>;
}

/**
 * Opens a database; `migrate` is the caller's to call. Throws DatabaseUnavailable.
 * @param signals instead of LISTEN and NOTIFY; it is closed with the database
 */
export async function openDatabase(location: DatabaseLocation, signals?: SignalBus): Promise<Database> {
  try {
    const driver =
      location.kind === "embedded"
        ? await EmbeddedDriver.open(location.folder, location.snapshot)
        : await ServerDriver.open(location.url, location.poolSize ?? defaultPoolSize);
    return new OpenDatabase(driver, signals);
  } catch (error) {
    await signals?.close();
    throw error;
  }
}

class OpenDatabase implements Database {
  readonly kind: DatabaseLocation["kind"];
  readonly #driver: Driver;
  readonly #log = new QueryLog();
  readonly #client: PrismaClient;
  readonly signals: SignalBus;
  readonly #outbox: Outbox;

  constructor(driver: Driver, signals?: SignalBus) {
    this.kind = driver.kind;
    this.signals = signals ?? databaseBus(driver, (channel, payload) => this.notify(channel, payload));
    this.#outbox = { sendsFromSql: this.signals.sendsFromSql, nudge: () => void this.nudge() };
    this.#driver = driver;
    this.#client = new PrismaClient({ adapter: prismaAdapterFactory(driver, this.#log) });
  }

  transact<T>(organisationId: string, work: (tx: TenantTransaction) => Promise<T>): Promise<T> {
    return runWriter(this.#client, organisationId, this.#outbox, work);
  }

  reader(organisationId: string): Reader {
    return createReader({ client: this.#client, driver: this.#driver, log: this.#log }, organisationId);
  }

  asSystem<T>(work: (tx: SystemTransaction) => Promise<T>): Promise<T> {
    return runSystem(this.#client, work);
  }

  migrate(): Promise<MigrationResult> {
    return migrate(this.#driver);
  }

  migrationStatus(): Promise<MigrationStatus> {
    return this.#driver.whileMigrating(migrationStatus);
  }

  retryMigration(name: string): Promise<void> {
    return retryMigration(this.#driver, name);
  }

  async notify(channel: string, payload: string): Promise<void> {
    await this.asSystem((tx) => tx.$queryRaw`SELECT pg_notify(${channel}, ${payload})::text`);
  }

  listen(channel: string, listener: ChannelListener | ((payload: string) => void)): Promise<() => Promise<void>> {
    return this.#driver.listen(channel, typeof listener === "function" ? { onMessage: listener } : listener);
  }

  nudge(): Promise<void> {
    return this.signals.publish(outboxChannel, "");
  }

  onQuery(listener: QueryListener): () => void {
    return this.#log.subscribe(listener);
  }

  async snapshot(): Promise<Blob | null> {
    return this.#driver instanceof EmbeddedDriver ? this.#driver.snapshot() : null;
  }

  async close(): Promise<void> {
    try {
      await this.#client.$disconnect();
    } finally {
      await this.#driver.close().finally(() => this.signals.close());
    }
  }
}
