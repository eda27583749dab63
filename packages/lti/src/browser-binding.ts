import { sha256 } from "./bytes.ts";
import type { LtiLogin } from "./storage.ts";

/**
 * A login belongs to the browser that began it (Security Framework 1.0, section 7.3.1: without that, one who
 * gets a person to post another's token signs them in as that other). The browser keeps a secret, in a cookie of this login's own, so that
 * several launches may run at once.
 *
 * The cookie is `__Host-`, Secure, SameSite=None since the launch is posted by the platform, and Partitioned, which browsers that
 * block third-party cookies may still take. On http and loopback, where none of that is to be had in every browser, it is a plain one that says
 * nothing of SameSite: it comes with the launch in a frame as long as the platform is on the same host name (any port), as two servers on
 * localhost are, and in a window of its own also from another (browsers that take it for Lax let a POST of the first two minutes through).
 */
export interface BrowserBinding {
  /** The Set-Cookie that has the browser keep a login's secret. */
  cookie(state: string, secret: string): string;
  /** The Set-Cookie by which a script sees whether cookies are kept at all. */
  readonly probe: string;
  readonly probeName: string;
  /** The Set-Cookie that takes a login's secret away. */
  clear(state: string): string;
  /** The secret that the browser sent for this login, or null. */
  read(request: Request, state: string): string | null;
}

/** How long a login may take, in seconds: people may have to log in to the platform on the way. */
export const loginLifetime = 600;
/** Longer, so that one who is late is told that, and not that the browser is another. */
const cookieLifetime = 3_600;

export function browserBinding(loopback: boolean): BrowserBinding {
  const prefix = loopback ? "lti-" : "__Host-lti-";
  const attributes = loopback ? "Path=/" : "Path=/; Secure; SameSite=None; Partitioned";
  const nameOf = (state: string) => `${prefix}${state.slice(0, 16)}`;
  const probeName = `${prefix}probe`;
  return {
    cookie: (state, secret) => `${nameOf(state)}=${secret}; ${attributes}; HttpOnly; Max-Age=${cookieLifetime}`,
    probe: `${probeName}=1; ${attributes}; Max-Age=60`,
    probeName,
    clear: (state) => `${nameOf(state)}=; ${attributes}; HttpOnly; Max-Age=0`,
    read(request, state) {
      const name = `${nameOf(state)}=`;
      const parts = (request.headers.get("cookie") ?? "").split(";").map((part) => part.trim());
      return parts.find((part) => part.startsWith(name))?.slice(name.length) || null;
    },
  };
}

/** Whether this secret is the one that the login was begun with. */
export async function isBoundTo(login: LtiLogin, secret: string): Promise<boolean> {
  // The hashes are compared: how long that takes tells nothing about the secret.
  return (await sha256(secret)) === login.bindingHash;
}
