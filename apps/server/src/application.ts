import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Services } from "@kunna/api";
import { type Database, openDatabase, openFeedSignal, startRelay } from "@kunna/database";
import type { Logger } from "pino";
import type { Environment } from "./environment.ts";
import { folderStorage } from "./file-storage.ts";
import { installationSecret } from "./secret.ts";

/** How often the relay looks by itself for events whose call was lost, in milliseconds. */
const relayPoll = 1_000;

/** Everything wired, without a transport. */
export interface Application {
  readonly services: Services;
  close(): Promise<void>;
}

/** Opens the database that the environment names. @throws DatabaseUnavailable */
export async function openDatabaseOf({ databaseUrl, folder }: Environment): Promise<Database> {
  await mkdir(folder, { recursive: true });
  return openDatabase(
    databaseUrl === null
      ? { kind: "embedded", folder: join(folder, "database") }
      : { kind: "server", url: databaseUrl },
  );
}

/** Wires the services on an open, migrated database and starts the relay. Closing it closes the database too. */
export async function startApplication(
  environment: Environment,
  database: Database,
  publicUrl: string,
  logger: Logger,
): Promise<Application> {
  const secret = await installationSecret(environment.secret, environment.folder);
  const feed = await openFeedSignal(database);
  const relay = await startRelay(database, {
    pollMs: relayPoll,
    onError: (err) => logger.error({ err }, "The relay failed; it goes on."),
  });
  return {
    services: {
      database,
      feed,
      now: () => new Date(),
      files: folderStorage(join(environment.folder, "files")),
      publicUrl,
      installationSecret: secret,
    },
    async close() {
      await relay.stop();
      await feed.close();
      await database.close();
    },
  };
}
