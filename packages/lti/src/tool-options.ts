import type { BrowserBinding } from "./browser-binding.ts";
import type { LtiDeepLinkingLaunch, LtiResourceLaunch, LtiSubmissionReviewLaunch } from "./launch.ts";
import { isLoopback, isSafeUrl, type LtiFetch } from "./limited-fetch.ts";
import type { LtiLog } from "./log.ts";
import type { PlatformKeys } from "./platform-keys.ts";
import type { LtiScope } from "./scopes.ts";
import type { LtiStorage } from "./storage.ts";

/** The addresses of a tool as browsers and platforms see them: one origin, https (http on loopback only). */
export interface LtiToolUrls {
  readonly login: string;
  readonly launch: string;
  readonly jwks: string;
  /** Left out: no platform registers itself. */
  readonly register?: string;
  /** What a link may lead to beside `launch` (target_link_uri): the path must be the same, the query is free. */
  readonly targets?: readonly string[];
}

/** Words in the languages of the pages. */
export interface LtiWords {
  readonly en: string;
  readonly sv: string;
}

/** What platforms are told of the tool as it is registered. */
export interface LtiToolDescription {
  readonly name: string;
  readonly description?: string;
  readonly logoUrl?: string;
  /** What the tool asks to be let do. Each is explained to the admin: see `scopes`. */
  readonly scopes: readonly LtiScope[];
  /** Why it asks for people's names and e-mail addresses; left out: it doesn't. */
  readonly personalData?: LtiWords;
  /** Custom parameters of each launch, which may name the platform's variables, such as `$ResourceLink.available.endDateTime`. */
  readonly custom?: Readonly<Record<string, string>>;
}

/** A handler of the application: makes its own session of a launch, and answers, mostly with a redirect to its page. */
export type LaunchHandler<Launch> = (launch: Launch, request: Request) => Promise<Response> | Response;

export interface LtiToolOptions {
  readonly storage: LtiStorage;
  readonly urls: LtiToolUrls;
  readonly tool: LtiToolDescription;
  readonly onLaunch: LaunchHandler<LtiResourceLaunch>;
  /** Left out: deep linking is refused with MESSAGE_TYPE_UNSUPPORTED, and not asked for in a registration. */
  readonly onDeepLink?: LaunchHandler<LtiDeepLinkingLaunch>;
  /** Left out: submission review is refused, and not asked for. */
  readonly onSubmissionReview?: LaunchHandler<LtiSubmissionReviewLaunch>;
  /** The way to the network, mostly `fetch` itself. A server that others register platforms with keeps it off private networks. */
  readonly fetch: LtiFetch;
  readonly now: () => Date;
  readonly log: LtiLog;
  /** Seconds that a platform's clock may be off. 10. */
  readonly clockSkew?: number;
  /** Seconds after its making that a token is taken at most. 300. */
  readonly maxTokenAge?: number;
  /** Milliseconds for a platform's answer. 5,000. */
  readonly timeout?: number;
}

/** What the handlers share. */
export interface ToolContext extends LtiToolOptions {
  readonly keys: PlatformKeys;
  readonly binding: BrowserBinding;
  /** The tool is on http and loopback, for development: then platforms there are taken too. */
  readonly loopback: boolean;
  readonly timeout: number;
  readonly isTarget: (url: string) => boolean;
  /** For a page whose form's answer may redirect: browsers hold that against form-action as well. */
  readonly formAction: string;
}

/** Whether the tool is one for development, by its addresses. @throws Error when they are not fit to be a tool's */
export function loopbackOf(urls: LtiToolUrls): boolean {
  const all = [urls.launch, urls.login, urls.jwks, ...(urls.register ? [urls.register] : []), ...(urls.targets ?? [])];
  for (const url of all) {
    if (!isSafeUrl(url, true))
      throw new Error(`${url} is not https: browsers would not keep a login of it inside an LMS.`);
    if (new URL(url).origin !== new URL(urls.launch).origin)
      throw new Error(`${url} is of another origin than ${urls.launch}.`);
  }
  const launch = new URL(urls.launch);
  return launch.protocol === "http:" && isLoopback(launch);
}

/** Whether an address is one that this tool takes as the target of a link: anything else is an open redirect. */
export function targetsOf({ launch, targets = [] }: LtiToolUrls): (url: string) => boolean {
  const known = new Set([launch, ...targets].map(placeOf));
  return (url) => isSafeUrl(url, true) && known.has(placeOf(url));
}

function placeOf(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
