import { createPlatform, type KeyRing, newKeyRing, type Platform, type ToolRegistration } from "@kunna/lms-kit/testing";
import {
  createLtiTool,
  type LtiLaunch,
  type LtiLogEntry,
  type LtiSigningKey,
  type LtiTool,
  type LtiToolOptions,
  type MemoryStorage,
  memoryStorage,
  rotateSigningKey,
  scope,
} from "./index.ts";

export const toolUrls = {
  login: "https://tool.example/lti/login",
  launch: "https://tool.example/lti/launch",
  jwks: "https://tool.example/lti/jwks",
  register: "https://tool.example/lti/register",
} as const;

let shared: Promise<KeyRing> | null = null;
/** One ring for all tests that leave keys alone: making keys takes a second. */
export function sharedKeys(): Promise<KeyRing> {
  shared ??= newKeyRing();
  return shared;
}

let signing: Promise<readonly LtiSigningKey[]> | null = null;
/** One signing key for all tools under test, for the same reason. */
function sharedSigningKeys(): Promise<readonly LtiSigningKey[]> {
  const storage = memoryStorage();
  signing ??= rotateSigningKey(storage, { now: new Date() }).then(() => storage.signingKeys());
  return signing;
}

/** A tool and a platform that knows it, with what came of its launches and what was logged. */
export interface Fixture {
  readonly platform: Platform;
  readonly registered: ToolRegistration;
  readonly tool: LtiTool;
  readonly storage: MemoryStorage;
  readonly launches: LtiLaunch[];
  readonly log: LtiLogEntry[];
  /** Moves the clock of both. */
  readonly clock: { now: Date };
  /** The requests that the tool made. */
  readonly requests: string[];
}

export interface FixtureOptions {
  readonly tool?: Partial<LtiToolOptions>;
  readonly keys?: KeyRing;
  readonly url?: string;
}

/** A platform on https://lms.example that a tool on https://tool.example is registered with, as `registration-1`. */
export async function fixture(options: FixtureOptions = {}): Promise<Fixture> {
  const clock = { now: new Date() };
  const now = () => clock.now;
  const platform = await createPlatform({
    now,
    keys: options.keys ?? (await sharedKeys()),
    ...(options.url !== undefined && { url: options.url }),
  });
  const storage = memoryStorage({ named: (hint, { id }) => hint === `only-${id}` });
  for (const key of await sharedSigningKeys()) {
    await storage.replaceSigningKey({ replaces: null, key, othersExpireAt: clock.now });
  }
  const launches: LtiLaunch[] = [];
  const log: LtiLogEntry[] = [];
  const requests: string[] = [];
  const onLaunch = (launch: LtiLaunch) => {
    launches.push(launch);
    return new Response(`LAUNCHED ${launch.user.subject}`);
  };
  const tool = createLtiTool({
    storage,
    urls: toolUrls,
    tool: { name: "Tool", scopes: Object.values(scope), personalData: { en: "To greet you.", sv: "För att hälsa." } },
    onLaunch,
    onDeepLink: onLaunch,
    onSubmissionReview: onLaunch,
    fetch: async (request) => {
      requests.push(request.url);
      return platform.fetch(request);
    },
    now,
    log: (entry) => log.push(entry),
    ...options.tool,
  });
  const registered = platform.tool({
    loginUrl: toolUrls.login,
    redirectUris: [toolUrls.launch],
    jwksUrl: toolUrls.jwks,
    handle: async (request) => (await tool.handle(request)) ?? new Response(null, { status: 404 }),
  });
  storage.setRegistration(registrationOf(platform, registered, "registration-1"));
  return { platform, registered, tool, storage, launches, log, clock, requests };
}

/** What the tool's admin enters for a platform. */
export function registrationOf(platform: Platform, registered: ToolRegistration, id: string) {
  const { issuer, clientId, authorizationUrl, tokenUrl, jwksUrl } = platform.configurationFor(registered);
  return {
    id,
    issuer,
    clientId,
    authorizationEndpoint: authorizationUrl,
    tokenEndpoint: tokenUrl,
    jwksUri: jwksUrl,
    status: "APPROVED",
    deployments: "FIRST_USE",
  } as const;
}

/** The code on a page; null: it is no page of a problem. */
export async function codeOf(response: Response): Promise<string | null> {
  return /<code>([A-Z_]+)<\/code>/.exec(await response.clone().text())?.[1] ?? null;
}
