import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createTestDatabase, type TestDatabaseKind } from "@kunna/database/testing";
import { type Logger, pino } from "pino";
import { afterAll, beforeAll } from "vitest";
import { type RunningServer, startServer } from "./cli/serve.ts";
import type { DemoFile } from "./demo.ts";
import { demoIn, demoSeed, demoVariables } from "./demo-seed.test.support.ts";
import { readEnvironment } from "./environment.ts";

export type SignIn = keyof DemoFile["tokens"];

/** What the tests of one suite share: a server takes seconds to start. */
export interface ServerSuite {
  readonly url: string;
  readonly folder: string;
  /** What the server has logged, a JSON object each. */
  readonly log: readonly string[];
  token(who: SignIn): string;
  /** The data of an operation that must have no errors. */
  ask<Data>(who: SignIn, query: string, variables?: Record<string, unknown>): Promise<Data>;
  /** Ends it before its time. */
  close(): Promise<void>;
}

/** A server with the demo on a free port, on an empty database of the kind, for all tests of the suite that calls it. */
export function serverSuite(kind: TestDatabaseKind): ServerSuite {
  const log: string[] = [];
  const logger = pino({ level: "error" }, { write: (line: string) => void log.push(line) });
  let running: { server: RunningServer; folder: string; close: () => Promise<void> } | null = null;
  beforeAll(async () => {
    running = await start(kind, logger);
  });
  const ready = () => {
    if (!running) throw new Error("The server has not started, or is closed.");
    return running;
  };
  const close = async () => {
    const open = running;
    running = null;
    await open?.close();
  };
  afterAll(close);
  const suite: ServerSuite = {
    log,
    close,
    get url() {
      return ready().server.url;
    },
    get folder() {
      return ready().folder;
    },
    token(who) {
      const { demo } = ready().server;
      if (!demo) throw new Error("The server has no demo.");
      return demo.tokens[who];
    },
    async ask<Data>(who: SignIn, query: string, variables: Record<string, unknown> = {}) {
      const response = await postGraphql(suite, { query, variables }, { authorization: `Bearer ${suite.token(who)}` });
      const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
      if (errors) throw new Error(`The operation failed: ${JSON.stringify(errors)}`);
      return data;
    },
  };
  return suite;
}

async function start(kind: TestDatabaseKind, logger: Logger) {
  const folder = await mkdtemp(join(tmpdir(), "kunna-server-"));
  const database = kind === "postgres" ? await createTestDatabase(kind, demoSeed) : null;
  const url = database?.location.kind === "server" ? { DATABASE_URL: database.location.url } : {};
  const demo = database ? demoVariables : await demoIn(folder);
  const environment = readEnvironment({ PORT: "0", KUNNA_FOLDER: folder, ...demo, ...url }, folder);
  const server = await startServer(environment, logger);
  const close = async () => {
    await server.close();
    await database?.close();
    await rm(folder, { recursive: true, force: true });
  };
  return { server, folder, close };
}

export function postGraphql({ url }: { readonly url: string }, body: object, headers: Record<string, string> = {}) {
  return fetch(`${url}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
}

/** A new enrolment of the learner on a demo program that they are not on yet. Gives its id. */
export async function enrolLearner(suite: ServerSuite, programKey: string): Promise<string> {
  const { program } = await suite.ask<{ program: { id: string } }>(
    "learner",
    "query ($programKey: String!) { program(key: $programKey) { id } }",
    { programKey },
  );
  const { enrol } = await suite.ask<{ enrol: { id: string } }>(
    "learner",
    "mutation ($programId: ID!) { enrol(input: { programId: $programId }) { ... on Enrolment { id } } }",
    { programId: program.id },
  );
  return enrol.id;
}
