import {
  approveLmsConnection,
  approveLtiDeployment,
  createLtiRegistrationLink,
  runCommandAs,
  type Services,
} from "@kunna/api";
import { createTestDatabase, type TestDatabaseKind } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import type { LmsSession } from "@kunna/embed";
import {
  createPlatform,
  firstForm,
  type KeyRing,
  newKeyRing,
  type Platform,
  type ToolRegistration,
} from "@kunna/lms-kit/testing";
import { createTestServer, demoActor } from "@kunna/testing";
import { pino } from "pino";
import { afterAll, beforeAll } from "vitest";
import { demoSeed } from "../demo-seed.test.support.ts";
import { createHttpServer, listenEarly } from "../http/server.ts";
import { launchAnswer } from "./launch-answer.ts";
import { ltiServices } from "./lti-services.ts";
import { platformFetch } from "./platform-fetch.ts";
import { createLtiTools, type LtiTools } from "./tools.ts";

/** A server with the demo on loopback, which platforms on loopback can register with. */
export interface LtiSuite {
  readonly url: string;
  readonly services: Services;
  readonly tools: LtiTools;
  readonly admin: Actor;
  readonly otherAdmin: Actor;
  /** What was logged, an object each. */
  readonly log: readonly { readonly code?: string; readonly level: number }[];
  /** A platform that listens on loopback, until the suite ends. */
  platform(options?: { readonly issuer?: string }): Promise<Platform>;
  /** The address that an administrator's link has. */
  link(admin?: Actor): Promise<string>;
  /** What a platform's administrator does with a link: opens it and presses the button. Gives the last page. */
  register(
    platform: Platform,
    link: string,
  ): Promise<{ readonly status: number; readonly tool: ToolRegistration | null }>;
  /** Takes the connections that wait into use, as an administrator does. */
  approve(admin?: Actor): Promise<void>;
  /** Approves a deployment of the platform that was registered last. */
  approveDeployment(deploymentId: string): Promise<void>;
  /** The data of an operation; a token's own, or nobody's. */
  ask(token: string | null, query: string, variables?: object): Promise<Answered>;
}

interface Answered {
  // biome-ignore lint/suspicious/noExplicitAny: what an operation gives is asserted by the test, field by field.
  readonly data?: any;
  readonly errors?: readonly { readonly message: string }[];
}

export function ltiSuite(kind: TestDatabaseKind): LtiSuite {
  let started: Omit<LtiSuite, "log"> | null = null;
  const closing: Array<() => Promise<void>> = [];
  const log: Array<{ code?: string; level: number }> = [];
  beforeAll(async () => {
    started = await start(kind, closing, log);
  });
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });
  const ready = () => {
    if (!started) throw new Error("The suite has not started.");
    return started;
  };
  return {
    log,
    get url() {
      return ready().url;
    },
    get services() {
      return ready().services;
    },
    get tools() {
      return ready().tools;
    },
    get admin() {
      return ready().admin;
    },
    get otherAdmin() {
      return ready().otherAdmin;
    },
    platform: (options) => ready().platform(options),
    link: (admin) => ready().link(admin),
    register: (platform, link) => ready().register(platform, link),
    approve: (admin) => ready().approve(admin),
    approveDeployment: (deploymentId) => ready().approveDeployment(deploymentId),
    ask: (token, query, variables) => ready().ask(token, query, variables),
  };
}

async function start(
  kind: TestDatabaseKind,
  closing: Array<() => Promise<void>>,
  log: object[],
): Promise<Omit<LtiSuite, "log">> {
  const database = await createTestDatabase(kind, demoSeed);
  closing.push(() => database.close());
  const api = await createTestServer(database);
  closing.push(() => api.close());
  const { server, port } = await listenEarly("127.0.0.1", 0);
  const url = `http://127.0.0.1:${port}`;
  const logger = pino({ level: "info" }, { write: (line: string) => void log.push(JSON.parse(line)) });
  const base = { ...api.services, publicUrl: url };
  const tools = createLtiTools(base, {
    fetch: platformFetch({ allowLoopback: true }),
    log: ({ level, message, ...facts }) => logger[level](facts, message),
    onLaunch: launchAnswer(() => services),
  });
  const services: Services = { ...base, lti: ltiServices(tools, base.now) };
  const http = createHttpServer(services, logger, server, { lti: tools });
  closing.push(() => http.close());
  const admin = await demoActor(services, "nordvik", "admin");
  const otherAdmin = await demoActor(services, "omsorg-nord", "otherAdmin");
  let keys: KeyRing | null = null;
  return {
    url,
    services,
    tools,
    admin,
    otherAdmin,
    async platform(options = {}) {
      keys ??= await newKeyRing();
      const platform = await createPlatform({ keys, ...options });
      await platform.listen();
      closing.push(() => platform.close());
      return platform;
    },
    link: async (by = admin) => (await runCommandAs(services, by, createLtiRegistrationLink, {})).url,
    async register(platform, link) {
      const browser = platform.browser({ placement: "TAB" });
      const invitation = platform.invite(link);
      const shown = await browser.open(invitation.url);
      const form = firstForm(await shown.response.text(), shown.url);
      if (!form) return { status: shown.response.status, tool: null };
      const { response } = await browser.submit(form);
      return { status: response.status, tool: invitation.registered() };
    },
    async approve(by = admin) {
      const waiting = await database.transact(by.organisationId, (tx) =>
        tx.lmsConnection.findMany({ where: { status: "PENDING" }, select: { id: true } }),
      );
      for (const { id: connectionId } of waiting) {
        const terms = { connectionId, instructorRoles: ["REVIEWER"], addsPeople: true } as const;
        await runCommandAs(services, by, approveLmsConnection, terms);
      }
    },
    async approveDeployment(deploymentId) {
      const { connectionId } = await database.transact(admin.organisationId, (tx) =>
        tx.ltiRegistration.findFirstOrThrow({ orderBy: { connectionId: "desc" } }),
      );
      await runCommandAs(services, admin, approveLtiDeployment, { connectionId, deploymentId });
    },
    async ask(token, query, variables = {}) {
      const response = await fetch(`${url}/graphql`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        },
        body: JSON.stringify({ query, variables }),
      });
      return (await response.json()) as Answered;
    },
  };
}

/** What a page inside an LMS was handed. */
export function sessionIn(page: string): LmsSession | null {
  const found = /<script type="application\/json" id="kunna-session"[^>]*>(.*?)<\/script>/s.exec(page)?.[1];
  return found === undefined ? null : (JSON.parse(found) as LmsSession | null);
}
