import { authorizationEndpoint } from "./authorization-endpoint.ts";
import { type Course, type CourseInput, type LmsUser, newCourse } from "./course.ts";
import { paths } from "./endpoints.ts";
import { jwksEndpoint } from "./jwks-endpoint.ts";
import { type KeyRing, newKeyRing } from "./key-ring.ts";
import {
  type DeepLinkingOptions,
  type Launch,
  type LaunchOptions,
  type MessageSubject,
  newIntent,
  type SubmissionReviewOptions,
  walkLaunch,
} from "./launch.ts";
import type { LaunchIntent } from "./launch-intent.ts";
import { type Listener, listenOn } from "./listener.ts";
import type { Problem } from "./problems.ts";
import type { ServiceMisbehaviour } from "./service-misbehaviour.ts";
import { serviceEndpoint } from "./services.ts";
import { tokenEndpoint } from "./token-endpoint.ts";
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

export interface LmsUserInput {
  readonly id?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly email?: string | null;
  readonly locale?: string;
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
  /** What its services do wrong from now on; `{}`: nothing. */
  misbehave(how: ServiceMisbehaviour): void;
}

const givenNames = ["Ada", "Bo", "Cleo", "Dag", "Elin", "Farid", "Greta", "Hugo"];

/** A new platform, with its keys. It strictly checks what tools send, and does wrong only what it is told to. */
export async function createPlatform(options: PlatformOptions = {}): Promise<Platform> {
  const keys = options.keys ?? (await newKeyRing());
  const counts = new Map<string, number>();
  const problems: Problem[] = [];
  let listener: Listener | null = null;
  let misbehaviour: ServiceMisbehaviour = {};
  let faultsLeft = Number.POSITIVE_INFINITY;
  const url = () => listener?.url ?? options.url ?? "https://lms.example";

  async function network(request: Request): Promise<Response> {
    const { origin } = new URL(request.url);
    if (origin === new URL(url()).origin) return handle(request);
    for (const tool of world.tools.values()) {
      if (tool.handle !== null && new URL(tool.loginUrl).origin === origin) return tool.handle(request);
    }
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

  const authorize = authorizationEndpoint(new Map());
  async function handle(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === paths.jwks) return jwksEndpoint(request, world);
    if (pathname === paths.authorization) return authorize(request, world);
    if (pathname === paths.token) return tokenEndpoint(request, world);
    if (pathname.startsWith(paths.services))
      return serviceEndpoint(request, world, pathname.slice(paths.services.length));
    return new Response("Nothing is here.", { status: 404 });
  }

  function user(input: LmsUserInput = {}): LmsUser {
    const id = input.id ?? world.nextId("user");
    const givenName = input.givenName ?? givenNames[world.users.size % givenNames.length] ?? "Ada";
    const familyName = input.familyName ?? "Example";
    const made: LmsUser = {
      id,
      name: `${givenName} ${familyName}`,
      givenName,
      familyName,
      email: input.email === undefined ? `${id}@school.example` : input.email,
      locale: input.locale ?? "en",
    };
    world.users.set(id, made);
    return made;
  }

  function course(input: CourseInput = {}): Course {
    const made = newCourse(input, world.nextId);
    world.courses.set(made.id, made);
    return made;
  }

  const browser = (how: ToolBrowserOptions = {}) =>
    newToolBrowser(how, { platformUrl: url, network, now: () => world.now().getTime() });

  function send(how: LaunchOptions, message: Omit<MessageSubject, "user" | "course">): Promise<Launch> {
    const by = how.browser ?? browser();
    const subject = {
      ...message,
      user: how.user ?? user(),
      course: how.course === undefined ? ([...world.courses.values()][0] ?? course()) : how.course,
    };
    const intent: LaunchIntent = newIntent(world, { ...how, browser: by }, subject);
    return walkLaunch(world, intent, by, how);
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
    handle,
    fetch: network,
    async listen(port = 0) {
      listener ??= await listenOn(port, handle);
      return listener.url;
    },
    async close() {
      await listener?.close();
    },
    tool(input) {
      const made = toolRegistration(input, world.nextId("client"));
      world.tools.set(made.clientId, made);
      return made;
    },
    configurationFor: (tool) => ({
      issuer: world.issuer(),
      clientId: tool.clientId,
      deploymentIds: tool.deploymentIds,
      authorizationUrl: `${url()}${paths.authorization}`,
      tokenUrl: `${url()}${paths.token}`,
      jwksUrl: `${url()}${paths.jwks}`,
    }),
    user,
    course,
    browser,
    launch: (how = {}) => send(how, { messageType: "LtiResourceLinkRequest", forUser: null, deepLinking: null }),
    deepLink: ({ settings = {}, ...how } = {}) =>
      send(how, {
        messageType: "LtiDeepLinkingRequest",
        forUser: null,
        deepLinking: {
          acceptTypes: ["ltiResourceLink", "link"],
          acceptPresentationDocumentTargets: ["iframe", "window"],
          acceptMultiple: true,
          acceptLineItem: true,
          autoCreate: false,
          ...settings,
          data: settings.data ?? crypto.randomUUID(),
        },
      }),
    reviewSubmission: ({ forUser, ...how }) =>
      send(how, { messageType: "LtiSubmissionReviewRequest", forUser, deepLinking: null }),
    misbehave(how) {
      misbehaviour = how;
      faultsLeft = how.times ?? Number.POSITIVE_INFINITY;
    },
  };
}
