import { sha256 } from "./bytes.ts";
import type { LtiLogin } from "./storage.ts";

/**
 * A login belongs to the browser that began it (Security Framework 1.0, section 7.3.1: without that, one who
 * gets a person to post another's token signs them in as that other). The browser keeps a secret, in a cookie of this login's own, so that
 * several launches may run at once.
 *
 * The cookie is `__Host-`, Secure, SameSite=None since the launch is posted by the platform, and Partitioned, which browsers that
 * block third-party cookies may still take. On http and loopback, some browsers take it and some (Safari) take nothing that is Secure. There a plain
 * one goes beside it, which says nothing of SameSite: it comes with a launch in a frame as long as the platform is on the same host name.
 */
export interface BrowserBinding {
  /** The Set-Cookies that have the browser keep a login's secret. */
  keep(state: string, secret: string): readonly string[];
  /** The Set-Cookies by which a script sees whether cookies are kept at all. */
  readonly probes: readonly string[];
  /** What one of them is then in `document.cookie`. */
  readonly probe: string;
  /** The Set-Cookies that take a login's secret away. */
  clear(state: string): readonly string[];
  /** The secret that the browser sent for this login, or null. */
  read(request: Request, state: string): string | null;
}

/** How long a login may take, in seconds: people may have to log in to the platform on the way. */
export const loginLifetime = 600;
/** Longer, so that one who is late is told that, and not that the browser is another. */
const cookieLifetime = 3_600;

const secure = { prefix: "__Host-lti-", attributes: "Path=/; Secure; SameSite=None; Partitioned" };
const plain = { prefix: "lti-", attributes: "Path=/" };

export function browserBinding(loopback: boolean): BrowserBinding {
  const variants = loopback ? [secure, plain] : [secure];
  const idOf = (state: string) => state.slice(0, 16);
  const cookies = (name: string, value: string, rest: string) =>
    variants.map(({ prefix, attributes }) => `${prefix}${name}=${value}; ${attributes}; ${rest}`);
  return {
    keep: (state, secret) => cookies(idOf(state), secret, `HttpOnly; Max-Age=${cookieLifetime}`),
    probes: cookies("probe", "1", "Max-Age=60"),
    probe: "lti-probe=1",
    clear: (state) => cookies(idOf(state), "", "HttpOnly; Max-Age=0"),
    read(request, state) {
      const parts = (request.headers.get("cookie") ?? "").split(";").map((part) => part.trim());
      const names = variants.map(({ prefix }) => `${prefix}${idOf(state)}=`);
      const found = names.map((name) => parts.find((part) => part.startsWith(name))?.slice(name.length));
      return found.find(Boolean) ?? null;
    },
  };
}

/** Whether this secret is the one that the login was begun with. */
export async function isBoundTo(login: LtiLogin, secret: string): Promise<boolean> {
  // The hashes are compared: how long that takes tells nothing about the secret.
  return (await sha256(secret)) === login.bindingHash;
}
