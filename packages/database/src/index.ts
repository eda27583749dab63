export { type Database, openDatabase } from "./database.ts";
export type { ChannelListener } from "./driver.ts";
export {
  DatabaseUnavailable,
  ImmutableRow,
  isConnectionLost,
  ReadOnlyClient,
  sqlState,
  TransactionAborted,
  TransactionConflict,
  violatedConstraint,
} from "./errors.ts";
export { type FeedListener, type FeedSignal, type FeedSignalOptions, openFeedSignal } from "./feed-signal.ts";
export type * from "./generated/prisma/client.ts";
export { Prisma } from "./generated/prisma/client.ts";
export * from "./generated/prisma/enums.ts";
export type { DatabaseLocation } from "./location.ts";
export { createMigration } from "./migrations/create.ts";
export {
  MigrationEdited,
  MigrationFailed,
  MigrationMissing,
  type MigrationProblem,
  SchemaDrift,
} from "./migrations/errors.ts";
export type { MigrationResult } from "./migrations/migrate.ts";
export type { MigrationStatus } from "./migrations/status.ts";
export {
  appendEvents,
  type FeedEnd,
  type NewEvent,
  placeEvents,
} from "./outbox.ts";
export type { QueryEvent, QueryListener } from "./queries.ts";
export type { Reader } from "./reader.ts";
export { openRedisBus } from "./redis-bus.ts";
export { type Relay, type RelayOptions, relayLag, startRelay } from "./relay.ts";
export type { SignalBus } from "./signal-bus.ts";
export { organisationOf, type SystemTransaction, type TenantTransaction } from "./transactions.ts";
export { uuidv7 } from "./uuid.ts";
