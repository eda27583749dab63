import {
  ColumnTypeEnum,
  type SqlMigrationAwareDriverAdapterFactory,
  type SqlQuery,
  type SqlQueryable,
  type SqlResultSet,
} from "@prisma/driver-adapter-utils";
import type { TransactionScope } from "./scope.ts";

/** What a database is to the rest of this package; embedded-driver.ts and server-driver.ts are the two. */
export interface Driver {
  readonly kind: "embedded" | "server";
  /** Opens a transaction, in its scope before any other statement. */
  begin(scope: TransactionScope): Promise<OpenTransaction>;
  /** Runs `work` while no other process migrates this database. */
  whileMigrating<T>(work: (session: MigrationSession) => Promise<T>): Promise<T>;
  /** Whether a message to a channel that is listened to would arrive now. */
  readonly isListening: boolean;
  listen(channel: string, listener: ChannelListener): Promise<() => Promise<void>>;
  close(): Promise<void>;
}

export interface OpenTransaction {
  readonly queryable: SqlQueryable;
  /** The first value of the first row, undefined when there is none. For statements that build JSON (fast-read/). */
  readValue(sql: string, parameters: readonly unknown[]): Promise<unknown>;
  commit(): Promise<void>;
  rollback(): Promise<void>;
}

/** A connection of its own for the migrations. */
export interface MigrationSession {
  query(sql: string): Promise<Array<Record<string, unknown>>>;
  /** Lends the connection to Prisma's schema engine. */
  withEngineAdapter<T>(work: (factory: SqlMigrationAwareDriverAdapterFactory) => Promise<T>): Promise<T>;
}

/** Neither may throw: nobody would be told. */
export interface ChannelListener {
  onMessage(payload: string): void;
  /** The connection was lost and is back: what was sent meanwhile never arrives. */
  onGap?(): void;
}

/** Prisma's adapters keep their connection in `client` and run every statement on it. */
interface ConnectionHolder extends SqlQueryable {
  readonly client: unknown;
}

/**
 * The adapter's own code, run over one connection. The adapters begin their transactions themselves, without a way to
 * set the isolation level (PGlite) or in one round trip more (pg), so we begin ours and hand them the connection.
 */
export function overConnection(adapter: SqlQueryable, connection: unknown): SqlQueryable {
  if ((adapter as ConnectionHolder).client === undefined) {
    throw new Error("Prisma's driver adapter no longer keeps its connection in `client`.");
  }
  return Object.create(adapter, { client: { value: connection } }) as SqlQueryable;
}

/** The error as Prisma's adapter would give it, so that Prisma maps it to its codes. */
export function asAdapterError(adapter: SqlQueryable, error: unknown): unknown {
  try {
    (adapter as SqlQueryable & { onError(error: unknown): never }).onError(error);
  } catch (mapped) {
    return mapped;
  }
  return error;
}

/** The schema engine's view of an adapter: a script runs as one, in an implicit transaction, and is never split at semicolons. */
export function engineAdapterFactory(
  adapter: SqlQueryable,
  inner: SqlMigrationAwareDriverAdapterFactory,
  runScript: (script: string) => Promise<unknown>,
): SqlMigrationAwareDriverAdapterFactory {
  const engineAdapter = Object.create(adapter, {
    executeScript: {
      value: async (script: string): Promise<void> => {
        await runScript(script).catch((error: unknown) => {
          throw asAdapterError(adapter, error);
        });
      },
    },
    queryRaw: { value: async (query: SqlQuery) => asCharacters(await adapter.queryRaw(query)) },
    dispose: { value: async () => {} },
  });
  return {
    provider: inner.provider,
    adapterName: inner.adapterName,
    connect: async () => engineAdapter,
    connectToShadowDb: () => Promise.reject(new Error("Kunna's migrations need no shadow database.")),
  };
}

/** The engine panics on a check constraint whose type is not a character; the adapters say that the type "char" is text. */
function asCharacters(result: SqlResultSet): SqlResultSet {
  const columnTypes = result.columnTypes.map((type, index) =>
    result.columnNames[index] === "constraint_type" ? ColumnTypeEnum.Character : type,
  );
  return { ...result, columnTypes };
}
