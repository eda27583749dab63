import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Services } from "@kunna/api";
import { type Database, openDatabase, openFeedSignal, openRedisBus } from "@kunna/database";
import { defineConnector } from "@kunna/lms-kit";
import { xapi } from "@kunna/xapi";
import { type Logger, pino } from "pino";
import type { Environment } from "./environment.ts";
import { clearUnfinished, folderStorage } from "./files/folder-storage.ts";
import { openS3Storage } from "./files/s3-storage.ts";
import { connectorFetch } from "./lms/connector-fetch.ts";
import { launchAnswer } from "./lti/launch-answer.ts";
import { ltiServices } from "./lti/lti-services.ts";
import { platformFetch } from "./lti/platform-fetch.ts";
import { createLtiTools, type LtiTools } from "./lti/tools.ts";
import { fileSink } from "./mail/file-sink.ts";
import { smtpTransport } from "./mail/smtp.ts";
import { outsideDocuments } from "./outside/outside-documents.ts";
import { installationSecret } from "./secret.ts";
import { createMeters } from "./watch/meters.ts";
import { createWatch, type Watch } from "./watch/watch.ts";
import { webhookSender } from "./webhooks/webhook-sender.ts";
import { startWorker } from "./worker.ts";

/** Everything wired, without a transport. Closing it closes the database too. */
export interface Application {
  readonly services: Services;
  readonly watch: Watch;
  /** The LTI tools that LMSs launch. */
  readonly lti: LtiTools;
  close(): Promise<void>;
}

/** The data folder can't be made or used: one clear sentence. */
export class FolderUnavailable extends Error {
  readonly code = "FOLDER_UNAVAILABLE";
}

/** The database lacks migrations: one clear sentence. */
export class DatabaseNotMigrated extends Error {
  readonly code = "DATABASE_NOT_MIGRATED";
}

const quiet = pino({ level: "silent" });

/** Opens the database that the environment names, and the Redis beside it. @throws FolderUnavailable, DatabaseUnavailable */
export async function openDatabaseOf(
  { databaseUrl, redisUrl, folder }: Environment,
  logger: Logger = quiet,
): Promise<Database> {
  await mkdir(folder, { recursive: true }).catch(({ code }: NodeJS.ErrnoException) => {
    throw new FolderUnavailable(`The folder ${folder} can't be made (${code}): set KUNNA_FOLDER to one that can.`);
  });
  return openDatabase(
    databaseUrl === null
      ? { kind: "embedded", folder: join(folder, "database") }
      : { kind: "server", url: databaseUrl },
    redisUrl === null
      ? undefined
      : openRedisBus(redisUrl, (isConnected) =>
          isConnected
            ? logger.info("Redis is there: processes wake one another by it.")
            : logger.warn("Redis is away: the database is asked more often until it is back."),
        ),
  );
}

/**
 * Wires the services on an open, migrated database and starts the worker, where the role has one. When that fails, the database
 * is still the caller's to close.
 */
export async function startApplication(
  environment: Environment,
  database: Database,
  publicUrl: string,
  logger: Logger,
): Promise<Application> {
  const { services, watch, lti, close } = await wire(environment, database, publicUrl, logger);
  if (environment.role === "api") return { services, watch, lti, close };
  const worker = await startWorker(services, logger).catch(async (error: unknown) => {
    await services.feed.close();
    throw error;
  });
  return { services, watch, lti, close: () => worker.stop().finally(close) };
}

/**
 * Runs one command's work on the environment's database, without a relay: a server that runs beside it has one, and the next
 * that starts goes on from there.
 * @throws DatabaseUnavailable, DatabaseNotMigrated, and what the work throws
 */
export async function withServices<T>(environment: Environment, work: (services: Services) => Promise<T>): Promise<T> {
  const database = await openDatabaseOf(environment);
  let close = () => database.close();
  try {
    const { pending, problem } = await database.migrationStatus();
    if (problem) throw problem;
    if (pending.length > 0) {
      throw new DatabaseNotMigrated("The database is not up to date: run `kunna migrate`, or start the server once.");
    }
    const application = await wire(environment, database, environment.publicUrl ?? "", quiet);
    close = () => application.close();
    return await work(application.services);
  } finally {
    await close();
  }
}

async function wire(
  environment: Environment,
  database: Database,
  publicUrl: string,
  logger: Logger,
): Promise<Application> {
  const folder = join(environment.folder, "files");
  const files = environment.s3 ? await openS3Storage(environment.s3) : folderStorage(folder);
  if (!environment.s3) await clearUnfinished(folder, new Date());
  const secret = await installationSecret(environment.secret, environment.folder);
  const feed = await openFeedSignal(database, {
    onError: (err) => logger.warn({ err }, "The feeds could not be looked at; the next look follows."),
  });
  const meters = createMeters();
  const now = () => new Date();
  const lti = createLtiTools(
    { database, now, installationSecret: secret, publicUrl },
    {
      fetch: platformFetch({ allowLoopback: environment.outsideLoopback, allowPrivate: environment.ltiPrivate }),
      log: ({ level, message, ...facts }, err) => logger[level](err === undefined ? facts : { ...facts, err }, message),
      onLaunch: launchAnswer(() => services),
    },
  );
  const services: Services = {
    database,
    feed,
    now,
    metrics: meters.metrics,
    files,
    outside: outsideDocuments({ allowLoopback: environment.outsideLoopback }),
    webhooks: webhookSender({ allowPrivate: environment.webhookPrivate }),
    lti: ltiServices(lti, now),
    connectors: new Map([xapi].map((connector) => [connector.key, defineConnector(connector)])),
    connectorFetch: connectorFetch({ allowLoopback: environment.outsideLoopback }),
    publicUrl,
    feedKeptFor: environment.feedKeptFor,
    streamsPerToken: environment.streamsPerToken,
    maximumFileSize: environment.maximumFileSize,
    fileTypes: environment.fileTypes,
    filesOrigin: environment.filesOrigin,
    mail: environment.smtp
      ? smtpTransport(environment.smtp, environment.mailFrom)
      : fileSink(join(environment.folder, "mail"), environment.mailFrom),
    portalUrl: environment.portalUrl,
    installationSecret: secret,
  };
  return {
    services,
    watch: createWatch(services, meters),
    lti,
    close: () => feed.close().finally(() => database.close()),
  };
}
