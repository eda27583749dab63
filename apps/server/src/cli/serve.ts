import type { Logger } from "pino";
import { openDatabaseOf, startApplication } from "../application.ts";
import { type DemoFile, ensureDemo, writeDemoFile } from "../demo.ts";
import type { Environment, Role } from "../environment.ts";
import { createHttpServer, type HttpOptions, listenEarly } from "../http/server.ts";
import { createWorkerServer } from "../http/worker-server.ts";
import { migrateDatabase } from "./migrate.ts";
import { progress } from "./output.ts";

/** A running server, as `serve` and the tests start it. */
export interface RunningServer {
  /** Where people reach it. */
  readonly url: string;
  /** Where this process listens. */
  readonly address: string;
  readonly role: Role;
  /** Null when the database has no demo. */
  readonly demo: DemoFile | null;
  close(): Promise<void>;
}

/**
 * Opens, migrates, loads the demo where there is nothing yet, and serves.
 * @throws PortUnavailable, and what opening and migrating throw
 */
export async function startServer(
  environment: Environment,
  logger: Logger,
  onStep: (step: string) => void = () => {},
  options: HttpOptions = {},
): Promise<RunningServer> {
  // The port first: a second start by mistake is told before it touches any data.
  const early = await listenEarly(environment.host, environment.port);
  try {
    onStep(environment.databaseUrl === null ? "Opening the embedded database" : "Connecting to the database server");
    const database = await openDatabaseOf(environment, logger);
    let closeAll = () => database.close();
    try {
      await migrateDatabase(database, onStep);
      const address = `http://${environment.host}:${early.port}`;
      const publicUrl = environment.publicUrl ?? address;
      const application = await startApplication(environment, database, publicUrl, logger);
      closeAll = () => application.close();
      const isWorker = environment.role === "worker";
      const hasDemo =
        environment.demo &&
        !isWorker &&
        (await ensureDemo(application.services, (step) => onStep(`Loading the demo: ${step}`)));
      const demo = hasDemo ? await writeDemoFile(application.services, environment.folder) : null;
      const { services, watch, lti } = application;
      const { metricsToken } = environment;
      const http = isWorker
        ? createWorkerServer(watch, { token: metricsToken, publicUrl }, logger, early.server)
        : createHttpServer(services, logger, early.server, { watch, metricsToken, lti, ...options });
      let closed: Promise<void> | null = null;
      return {
        url: publicUrl,
        address,
        role: environment.role,
        demo,
        close() {
          closed ??= http.close().finally(() => application.close());
          return closed;
        },
      };
    } catch (error) {
      // Why it can't start says more than what then can't be closed.
      await closeAll().catch(() => {});
      throw error;
    }
  } catch (error) {
    early.server.close();
    throw error;
  }
}

/** `kunna serve`: until it is told to stop. */
export async function serve(environment: Environment, logger: Logger): Promise<void> {
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => resolve());
  });
  const server = await startServer(environment, logger, progress);
  announce(server);
  await stopped;
  console.log("\nClosing.");
  await server.close();
}

function announce({ url, address, role, demo }: RunningServer): void {
  const graphql = role === "worker" ? "" : `  GraphQL and GraphiQL   ${url}/graphql\n`;
  const health = role === "worker" ? address : url;
  console.log(
    `\nKunna is running${role === "both" ? "" : ` as ${role}`}.\n\n${graphql}  Health                 ${health}/readyz\n`,
  );
  if (demo) {
    const width = Math.max(...Object.keys(demo.tokens).map((name) => name.length));
    console.log("Demo sign-ins (Authorization: Bearer <token>), also in .kunna/demo.json:\n");
    for (const [name, token] of Object.entries(demo.tokens)) console.log(`  ${name.padEnd(width)}   ${token}`);
    console.log("\nNow, in another terminal: npm run tour");
  }
  console.log("\nCtrl-C stops it.");
}
