/** What a browser does with cookies of a site that is not the one in the address bar. */
export type ThirdPartyCookies =
  /** All are kept that say SameSite=None; Secure, as browsers did. */
  | "KEEP"
  /** Only those that say Partitioned as well, each for one top-level site (CHIPS), as browsers do that phase them out. */
  | "PARTITIONED_ONLY"
  /** None is kept, as strict settings have it. */
  | "NONE";

/** A request as far as cookies go. */
export interface CookieContext {
  /** The site in the address bar. */
  readonly topLevelSite: string;
  /** Whether it is shown in a frame of a page of another site. */
  readonly framed: boolean;
  /** The site of the page that led here; null: the person typed it. */
  readonly initiatorSite: string | null;
  readonly method: string;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  /** The host and, on loopback, the port. */
  readonly host: string;
  readonly subdomains: boolean;
  readonly path: string;
  readonly secure: boolean;
  readonly sameSite: "Strict" | "Lax" | "None";
  readonly partition: string | null;
  readonly expires: number;
}

/** A cookie that was not kept, and why. */
export interface RefusedCookie {
  readonly cookie: string;
  readonly reason: string;
}

export interface CookieJar {
  /** Takes what a response says; refuses what a browser would. */
  store(url: URL, context: CookieContext, setCookies: readonly string[]): void;
  /** The Cookie header for a request; null: there is none to send. */
  header(url: URL, context: CookieContext): string | null;
  readonly refused: readonly RefusedCookie[];
  /** Names and values that are kept for a host. */
  of(url: URL): Readonly<Record<string, string>>;
  clear(): void;
}

const isLoopback = (url: URL) => /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
// A browser takes two ports of one host for one site. Here they are two, so that a test on one machine can have a tool and a
// platform that are foreign to each other.
const hostOf = (url: URL) => (isLoopback(url) ? url.host : url.hostname);

/** The site of a URL: scheme and registrable domain (its last two labels: no public suffix list is asked); on loopback, the origin. */
export function siteOf(url: URL): string {
  if (isLoopback(url) || /^[\d.]+$|^\[/.test(url.hostname)) return url.origin;
  return `${url.protocol}//${url.hostname.split(".").slice(-2).join(".")}`;
}

function attributesOf(parts: readonly string[]): Map<string, string> {
  return new Map(
    parts.map((part) => {
      const [key = "", ...value] = part.split("=");
      return [key.trim().toLowerCase(), value.join("=").trim()] as const;
    }),
  );
}

function expiryOf(attributes: Map<string, string>, now: number): number {
  const maxAge = attributes.get("max-age");
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return now + Number(maxAge) * 1000;
  const expires = Date.parse(attributes.get("expires") ?? "");
  return Number.isNaN(expires) ? Number.POSITIVE_INFINITY : expires;
}

/** A jar that keeps and sends cookies as RFC 6265bis and CHIPS have it. */
export function cookieJar(thirdParty: ThirdPartyCookies, now: () => number): CookieJar {
  let cookies: Cookie[] = [];
  const refused: RefusedCookie[] = [];
  const foreign = (url: URL, context: CookieContext) => context.framed && siteOf(url) !== context.topLevelSite;

  function refusalOf(cookie: Cookie, url: URL, context: CookieContext, attributes: Map<string, string>): string | null {
    const secureUrl = url.protocol === "https:" || isLoopback(url);
    if (cookie.secure && !secureUrl) return "Secure, but not sent over https";
    if (cookie.sameSite === "None" && !cookie.secure) return "SameSite=None without Secure";
    if (attributes.has("partitioned") && !cookie.secure) return "Partitioned without Secure";
    if (cookie.name.startsWith("__Secure-") && !cookie.secure) return "__Secure- without Secure";
    if (cookie.name.startsWith("__Host-") && (!cookie.secure || cookie.subdomains || attributes.get("path") !== "/")) {
      return "__Host- asks for Secure, Path=/ and no Domain";
    }
    if (cookie.subdomains && !`.${url.hostname}`.endsWith(`.${cookie.host}`)) return "Domain of another host";
    if (!foreign(url, context)) return null;
    if (cookie.sameSite !== "None") return `SameSite=${cookie.sameSite} in a frame of another site`;
    if (thirdParty === "NONE") return "cookies of framed sites are blocked";
    if (thirdParty === "PARTITIONED_ONLY" && cookie.partition === null) {
      return "cookies of framed sites are blocked unless Partitioned";
    }
    return null;
  }

  function mayBeSent(cookie: Cookie, url: URL, context: CookieContext): boolean {
    const host = hostOf(url);
    const hostFits = cookie.host === host || (cookie.subdomains && host.endsWith(`.${cookie.host}`));
    const pathFits =
      url.pathname === cookie.path ||
      url.pathname.startsWith(cookie.path.endsWith("/") ? cookie.path : `${cookie.path}/`);
    if (!hostFits || !pathFits || (cookie.secure && url.protocol !== "https:" && !isLoopback(url))) return false;
    if (cookie.partition !== null && cookie.partition !== context.topLevelSite) return false;
    if (foreign(url, context)) {
      if (cookie.sameSite !== "None" || thirdParty === "NONE") return false;
      return thirdParty === "KEEP" || cookie.partition !== null;
    }
    if (cookie.sameSite === "None" || context.initiatorSite === null) return true;
    if (context.initiatorSite === siteOf(url)) return true;
    return cookie.sameSite === "Lax" && context.method === "GET" && !context.framed;
  }

  return {
    refused,
    store(url, context, setCookies) {
      for (const line of setCookies) {
        const [pair = "", ...rest] = line.split(";");
        const attributes = attributesOf(rest);
        const domain = attributes.get("domain")?.replace(/^\./, "").toLowerCase();
        const sameSite = attributes.get("samesite")?.toLowerCase();
        const path = attributes.get("path");
        const cookie: Cookie = {
          name: pair.slice(0, Math.max(pair.indexOf("="), 0)).trim(),
          value: pair.slice(pair.indexOf("=") + 1).trim(),
          host: domain || hostOf(url),
          subdomains: Boolean(domain),
          path: path?.startsWith("/") ? path : url.pathname.replace(/\/[^/]*$/, "") || "/",
          secure: attributes.has("secure"),
          sameSite: sameSite === "none" ? "None" : sameSite === "strict" ? "Strict" : "Lax",
          partition: attributes.has("partitioned") ? context.topLevelSite : null,
          expires: expiryOf(attributes, now()),
        };
        const reason = refusalOf(cookie, url, context, attributes);
        if (reason !== null) {
          refused.push({ cookie: line, reason });
          continue;
        }
        const same = (other: Cookie) =>
          other.name === cookie.name &&
          other.host === cookie.host &&
          other.path === cookie.path &&
          other.partition === cookie.partition;
        cookies = cookies.filter((other) => !same(other));
        if (cookie.expires > now()) cookies.push(cookie);
      }
    },
    header(url, context) {
      cookies = cookies.filter((cookie) => cookie.expires > now());
      const sent = cookies.filter((cookie) => mayBeSent(cookie, url, context));
      return sent.length === 0 ? null : sent.map(({ name, value }) => `${name}=${value}`).join("; ");
    },
    of(url) {
      return Object.fromEntries(
        cookies.filter((cookie) => cookie.host === hostOf(url)).map(({ name, value }) => [name, value]),
      );
    },
    clear() {
      cookies = [];
    },
  };
}
