import { type Course, type CourseInput, type LmsUser, newCourse } from "./course.ts";
import type { DeepLinkingResponse } from "./deep-linking.ts";
import { paths } from "./endpoints.ts";
import { type KeyRing, newKeyRing } from "./key-ring.ts";
import {
  type DeepLinkingOptions,
  type Launch,
  type LaunchOptions,
  type SubmissionReviewOptions,
  walkLaunch,
} from "./launch.ts";
import type { DeepLinkingSettings, LaunchIntent } from "./launch-intent.ts";
import { type Listener, listenOn } from "./listener.ts";
import { storageFrameName, toolPageUrl } from "./lms-pages.ts";
import { deepLinkingRequest, type MessageKind, resourceLinkRequest, submissionReviewRequest } from "./message-kind.ts";
import { newIntent } from "./new-intent.ts";
import { type LmsUserInput, newUser } from "./people.ts";
import type { Problem } from "./problems.ts";
import {
  invite,
  type RegistrationInvitation,
  type RegistrationOptions,
  type RegistrationVisit,
} from "./registration-invitation.ts";
import { route } from "./router.ts";
import type { ServiceMisbehaviour } from "./service-misbehaviour.ts";
import { newToolBrowser, type ToolBrowser, type ToolBrowserOptions } from "./tool-browser.ts";
import { type ToolRegistration, type ToolRegistrationInput, toolRegistration } from "./tool-registration.ts";
import type { World } from "./world.ts";

export interface PlatformOptions {
  /** Where the platform is, until it listens on a port. Left out: https://lms.example. */
  readonly url?: string;
  /** Left out: the URL. */
  readonly issuer?: string;
  readonly name?: string;
  /** Left out: new ones. Making keys takes a second: tests that don't look at them can share some, by `newKeyRing`. */
  readonly keys?: KeyRing;
  /** The platform's clock. Left out: the machine's. */
  readonly now?: () => Date;
  /** The way to tools that are not in this process. Left out: the global fetch. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** What a tool's admin enters for the platform. */
export interface PlatformConfiguration {
  readonly issuer: string;
  readonly clientId: string;
  readonly deploymentIds: readonly string[];
  readonly authorizationUrl: string;
  readonly tokenUrl: string;
  readonly jwksUrl: string;
}

export interface PageOptions extends LaunchOptions {
  /** Where the platform stores for tools: nowhere, in the page itself, or in a frame beside the tool's. Left out: NONE. */
  readonly storage?: "NONE" | "PARENT" | "FRAME";
  /** A deep linking request in place of a resource link launch. */
  readonly deepLinking?: Partial<DeepLinkingSettings>;
}

/** An LMS, as far as a tool can see one. */
export interface Platform {
  /** Changes once, at `listen`. */
  readonly url: string;
  readonly issuer: string;
  readonly keys: KeyRing;
  /** What tools did against a specification, oldest first. */
  readonly problems: readonly Problem[];
  /** Answers a request to the platform, in this process. */
  handle(request: Request): Promise<Response>;
  /** The network as the tool sees it: the platform, tools in this process, and the real network for all else. */
  fetch(request: Request): Promise<Response>;
  /** Listens on 127.0.0.1 and gives its URL. Register tools afterwards: the platform's URLs are others then. */
  listen(port?: number): Promise<string>;
  close(): Promise<void>;
  /** Registers a tool. */
  tool(input: ToolRegistrationInput): ToolRegistration;
  /** Begins a dynamic registration: gives the URL that an admin's browser opens. */
  invite(toolUrl: string): RegistrationInvitation;
  /** A dynamic registration, from the tool's URL to its last page. */
  register(options: RegistrationOptions): Promise<RegistrationVisit>;
  configurationFor(tool: ToolRegistration): PlatformConfiguration;
  user(input?: LmsUserInput): LmsUser;
  course(input?: CourseInput): Course;
  browser(options?: ToolBrowserOptions): ToolBrowser;
  /** A resource link launch, from the login to the tool's page. */
  launch(options?: LaunchOptions): Promise<Launch>;
  /** A deep linking request. */
  deepLink(options?: DeepLinkingOptions): Promise<Launch>;
  /** A submission review request. */
  reviewSubmission(options: SubmissionReviewOptions): Promise<Launch>;
  /** What tools answered to deep linking requests, oldest first; only what was taken. */
  readonly deepLinkingResponses: readonly DeepLinkingResponse[];
  /** The URL of a page of the LMS that shows the tool in a frame: for a real browser, and so for a platform that listens. */
  page(options?: PageOptions): string;
  /** What its services do wrong from now on; `{}`: nothing. */
  misbehave(how: ServiceMisbehaviour): void;
}

/** A new platform, with its keys. It strictly checks what tools send, and does wrong only what it is told to. */
export async function createPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const keys = options.keys ?? (await newKeyRing());
  const counts = new Map<string, number>();
  const problems: Problem[] = [];
  const handlers = new Map<string, (request: Request) => Promise<Response> | Response>();
  let listener: Listener | null = null;
  let misbehaviour: ServiceMisbehaviour = {};
  let faultsLeft = Number.POSITIVE_INFINITY;
  const url = () => listener?.url ?? options.url ?? "https://lms.example";

  async function network(request: Request): Promise<Response> {
    const { origin } = new URL(request.url);
    if (origin === new URL(url()).origin) return route(request, world);
    const inProcess = handlers.get(origin);
    if (inProcess !== undefined) return inProcess(request);
    return options.fetch === undefined ? fetch(request) : options.fetch(request);
  }

  const world: World = {
    name: options.name ?? "Platform simulator",
    url,
    issuer: () => options.issuer ?? url(),
    now: options.now ?? (() => new Date()),
    keys,
    tools: new Map(),
    courses: new Map(),
    users: new Map(),
    intents: new Map(),
    usedNonces: new Set(),
    usedJwtIds: new Set(),
    accessTokens: new Map(),
    sentTokens: new Map(),
    deepLinkingResponses: [],
    registrationTokens: new Map(),
    misbehaviour: () => misbehaviour,
    fault(service) {
      const fault = misbehaviour[service];
      if (fault === undefined || faultsLeft <= 0) return undefined;
      faultsLeft -= 1;
      return fault;
    },
    report(request, found) {
      const { pathname, search } = new URL(request.url);
      problems.push({ ...found, request: `${request.method} ${pathname}${search}` });
    },
    network,
    nextId(kind) {
      const count = (counts.get(kind) ?? 0) + 1;
      counts.set(kind, count);
      return `${kind}-${count}`;
    },
  };

  function course(input: CourseInput = {}): Course {
    const made = newCourse(input, world.nextId);
    world.courses.set(made.id, made);
    return made;
  }

  const browser = (how: ToolBrowserOptions = {}) =>
    newToolBrowser(how, { platformUrl: url, network, now: () => world.now().getTime() });

  function intentOf(how: LaunchOptions, message: MessageKind): LaunchIntent {
    const subject = {
      ...message,
      user: how.user ?? newUser(world, {}),
      course: how.course === undefined ? ([...world.courses.values()][0] ?? course()) : how.course,
    };
    return newIntent(world, how, subject);
  }

  function send(how: LaunchOptions, message: MessageKind): Promise<Launch> {
    const by = how.browser ?? browser();
    return walkLaunch(world, intentOf({ ...how, browser: by }, message), by, how);
  }

  return {
    get url() {
      return url();
    },
    get issuer() {
      return world.issuer();
    },
    keys,
    problems,
    handle: (request) => route(request, world),
    fetch: network,
    async listen(port = 0) {
      listener ??= await listenOn(port, (request) => route(request, world));
      return listener.url;
    },
    async close() {
      await listener?.close();
    },
    tool(input) {
      const made = toolRegistration(input, world.nextId("client"));
      world.tools.set(made.clientId, made);
      if (made.handle !== null) handlers.set(new URL(made.loginUrl).origin, made.handle);
      return made;
    },
    invite: (toolUrl) => invite(world, toolUrl),
    async register({ url: toolUrl, handle, browser: by = browser() }) {
      if (handle !== undefined) handlers.set(new URL(toolUrl).origin, handle);
      const invitation = invite(world, toolUrl);
      const visit = await by.open(invitation.url);
      return { ...visit, invitation, tool: invitation.registered() };
    },
    configurationFor: (tool) => ({
      issuer: world.issuer(),
      clientId: tool.clientId,
      deploymentIds: tool.deploymentIds,
      authorizationUrl: `${url()}${paths.authorization}`,
      tokenUrl: `${url()}${paths.token}`,
      jwksUrl: `${url()}${paths.jwks}`,
    }),
    user: (input = {}) => newUser(world, input),
    course,
    browser,
    launch: (how = {}) => send(how, resourceLinkRequest),
    deepLink: ({ settings, ...how } = {}) => send(how, deepLinkingRequest(settings)),
    reviewSubmission: ({ forUser, ...how }) => send(how, submissionReviewRequest(forUser)),
    get deepLinkingResponses() {
      return world.deepLinkingResponses;
    },
    page: ({ storage = "NONE", deepLinking, ...how } = {}) => {
      const storageTarget = { NONE: null, PARENT: "_parent", FRAME: storageFrameName }[storage];
      const message = deepLinking === undefined ? resourceLinkRequest : deepLinkingRequest(deepLinking);
      return toolPageUrl(world, intentOf({ ...how, ...(storageTarget === null ? {} : { storageTarget }) }, message));
    },
    misbehave(how) {
      misbehaviour = how;
      faultsLeft = how.times ?? Number.POSITIVE_INFINITY;
    },
  };
}
