import { type CookieJar, cookieJar, siteOf, type ThirdPartyCookies } from "./cookie-jar.ts";
import { firstForm, type HtmlForm, submitsItself } from "./html.ts";

/** Where a tool is shown: in a frame of the LMS's page, or in a tab of its own. */
export type Placement = "FRAME" | "TAB";

/** One request of a browser, and what came back. */
export interface BrowserStep {
  readonly method: string;
  readonly url: string;
  /** What it sent in the body, for a form. */
  readonly fields: Readonly<Record<string, string>> | null;
  readonly cookies: string | null;
  readonly status: number;
  readonly location: string | null;
}

/** Where a browser came to rest. */
export interface Visit {
  readonly url: string;
  /** Unread. */
  readonly response: Response;
  readonly steps: readonly BrowserStep[];
  /** The form that the browser was told to stop before; null: it was stopped by none. */
  readonly form: HtmlForm | null;
}

export interface VisitOptions {
  /** The page that led here; left out: the page of the LMS. Null: the person typed the address. */
  readonly initiator?: string | null;
  /** A form that submits itself and for which this is true is not sent: the visit ends before it. */
  readonly stopBefore?: (form: HtmlForm) => boolean;
}

/** A person's browser, as far as a launch needs one: redirects, forms that submit themselves, and cookies. It runs no scripts. */
export interface ToolBrowser {
  readonly placement: Placement;
  readonly cookies: CookieJar;
  open(url: string, options?: VisitOptions): Promise<Visit>;
  submit(form: HtmlForm, options?: VisitOptions): Promise<Visit>;
}

export interface ToolBrowserOptions {
  /** Left out: FRAME. */
  readonly placement?: Placement;
  /** Left out: KEEP. */
  readonly thirdPartyCookies?: ThirdPartyCookies;
}

interface Surroundings {
  readonly platformUrl: () => string;
  readonly network: (request: Request) => Promise<Response>;
  readonly now: () => number;
}

const mostHops = 20;
const redirects = new Set([301, 302, 303, 307, 308]);

/** A browser on a page of the platform. */
export function newToolBrowser(options: ToolBrowserOptions, around: Surroundings): ToolBrowser {
  const placement = options.placement ?? "FRAME";
  const cookies = cookieJar(options.thirdPartyCookies ?? "KEEP", around.now);

  async function go(first: HtmlForm, visit: VisitOptions): Promise<Visit> {
    const steps: BrowserStep[] = [];
    let next: HtmlForm = first;
    let initiator = visit.initiator === undefined ? around.platformUrl() : visit.initiator;
    for (let hop = 0; hop < mostHops; hop += 1) {
      const { method } = next;
      const url = new URL(next.action);
      if (method === "GET") for (const [name, value] of Object.entries(next.fields)) url.searchParams.set(name, value);
      url.hash = "";
      const context = {
        topLevelSite: siteOf(placement === "FRAME" ? new URL(around.platformUrl()) : url),
        framed: placement === "FRAME",
        initiatorSite: initiator === null ? null : siteOf(new URL(initiator)),
        method,
      };
      const headers = new Headers({ accept: "text/html,application/xhtml+xml,*/*;q=0.8" });
      const sent = cookies.header(url, context);
      if (sent !== null) headers.set("cookie", sent);
      if (initiator !== null) headers.set("referer", `${new URL(initiator).origin}/`);
      if (method === "POST") {
        headers.set("origin", initiator === null ? "null" : new URL(initiator).origin);
        headers.set("content-type", "application/x-www-form-urlencoded");
      }
      const body = method === "POST" ? new URLSearchParams(next.fields).toString() : null;
      const response = await around.network(new Request(url, { method, headers, body, redirect: "manual" }));
      cookies.store(url, context, response.headers.getSetCookie());
      const location = response.headers.get("location");
      steps.push({
        method,
        url: url.href,
        fields: method === "POST" ? next.fields : null,
        cookies: sent,
        status: response.status,
        location,
      });
      if (redirects.has(response.status) && location !== null) {
        const keeps = response.status === 307 || response.status === 308;
        next = {
          action: new URL(location, url).href,
          method: keeps ? method : "GET",
          fields: keeps && method === "POST" ? next.fields : {},
        };
        continue;
      }
      const form = await formOf(response, url);
      if (form === null) return { url: url.href, response, steps, form: null };
      if (visit.stopBefore?.(form)) return { url: url.href, response, steps, form };
      next = form;
      initiator = url.href;
    }
    throw new Error(`The browser was sent on more than ${mostHops} times, at last to ${next.action}.`);
  }

  /** The form that a page submits by itself, from the platform or to it. What a tool's page sends to the tool needs scripts that are not run. */
  async function formOf(response: Response, url: URL): Promise<HtmlForm | null> {
    if (!response.headers.get("content-type")?.startsWith("text/html")) return null;
    const html = await response.clone().text();
    const form = submitsItself(html) ? firstForm(html, url.href) : null;
    if (form === null) return null;
    const platform = new URL(around.platformUrl()).origin;
    return url.origin === platform || new URL(form.action).origin === platform ? form : null;
  }

  return {
    placement,
    cookies,
    open: (url, visit = {}) => go({ action: url, method: "GET", fields: {} }, visit),
    submit: (form, visit = {}) => go(form, visit),
  };
}
