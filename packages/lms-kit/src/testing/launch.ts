import { decodeJwt } from "jose";
import type { Course, LineItem, LmsUser, ResourceLink } from "./course.ts";
import type { HtmlForm } from "./html.ts";
import type { DeepLinkingSettings, LaunchIntent, LaunchMisbehaviour } from "./launch-intent.ts";
import { loginInitiation } from "./login-initiation.ts";
import type { BrowserStep, ToolBrowser } from "./tool-browser.ts";
import type { ToolRegistration } from "./tool-registration.ts";
import type { Role } from "./vocabulary.ts";
import type { World } from "./world.ts";

export interface LaunchOptions {
  /** Left out: the only one there is. */
  readonly tool?: ToolRegistration;
  /** Left out: the tool's first. */
  readonly deploymentId?: string;
  /** Left out: a new one. */
  readonly user?: LmsUser;
  /** Left out: a new one. Null: a launch from no course. */
  readonly course?: Course | null;
  /** Left out: what the person is in the course; who is not in it is enrolled as a Learner. */
  readonly roles?: readonly Role[];
  /** Left out: the course's first, or a new one. */
  readonly resourceLink?: ResourceLink;
  /** Left out: the resource link's, where it has one. */
  readonly lineItem?: LineItem;
  /** What the tool is to open. Left out: the resource link's, or the registration's. */
  readonly targetLinkUri?: string;
  /** Left out: the person's. */
  readonly locale?: string;
  readonly returnUrl?: string;
  readonly custom?: Readonly<Record<string, string>>;
  /** How the login is begun. Left out: POST, as Moodle does. */
  readonly loginMethod?: "GET" | "POST";
  /** The name of the frame that stores for tools, or "_parent". Left out: the platform has none. */
  readonly storageTarget?: string;
  /** Left out: a new one, which keeps third-party cookies. */
  readonly browser?: ToolBrowser;
  readonly misbehave?: LaunchMisbehaviour;
  /** False: stops before the token is posted, so that `deliver` can do it, or another browser. */
  readonly deliver?: boolean;
}

export interface DeepLinkingOptions extends Omit<LaunchOptions, "resourceLink" | "lineItem"> {
  readonly settings?: Partial<DeepLinkingSettings>;
}

export interface SubmissionReviewOptions extends LaunchOptions {
  /** Whose submission is looked at. */
  readonly forUser: LmsUser;
}

/** A launch as it went. */
export interface Launch {
  /** Where the browser came to rest: the tool's page, or whoever refused. Unread. */
  readonly response: Response;
  readonly url: string;
  readonly steps: readonly BrowserStep[];
  readonly browser: ToolBrowser;
  /** The form that carries the token to the tool; null: the launch did not come so far. */
  readonly form: HtmlForm | null;
  readonly idToken: string | null;
  /** What the token says; null: there is none that can be read. */
  readonly claims: Readonly<Record<string, unknown>> | null;
  /** Posts the form, again if it was posted: in the same browser, or in another. */
  deliver(browser?: ToolBrowser): Promise<Launch>;
}

function claimsOf(token: string | null): Record<string, unknown> | null {
  if (token === null) return null;
  try {
    return decodeJwt(token);
  } catch {
    return null;
  }
}

/** Walks the browser's whole way: login initiation, the tool's answer, the authorization endpoint, and the token posted to the tool. */
export async function walkLaunch(
  world: World,
  intent: LaunchIntent,
  browser: ToolBrowser,
  options: LaunchOptions,
): Promise<Launch> {
  const carriesToken = (form: HtmlForm) =>
    intent.tool.redirectUris.includes(form.action) &&
    ["id_token", "state", "error"].some((name) => name in form.fields);
  const visit = await browser.submit(loginInitiation(world, intent, options.loginMethod ?? "POST"), {
    stopBefore: carriesToken,
  });
  const { form } = visit;
  const idToken = form?.fields.id_token ?? null;
  const launch: Launch = {
    ...visit,
    browser,
    idToken,
    claims: claimsOf(idToken),
    deliver: (other = browser) => deliver(other),
  };
  async function deliver(by: ToolBrowser): Promise<Launch> {
    if (form === null) throw new Error("The launch ended before the platform gave a token: look at `steps`.");
    const delivered = await by.submit(form);
    return { ...launch, ...delivered, form, browser: by, steps: [...visit.steps, ...delivered.steps] };
  }
  return form === null || options.deliver === false ? launch : deliver(browser);
}
