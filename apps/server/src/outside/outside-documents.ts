import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import type { OutsideDocuments } from "@kunna/api";
import { OutsideDocumentUnavailable, type OutsideProblem } from "@kunna/domain";
import { isLoopbackAddress, isPublicAddress } from "./public-address.ts";

export interface OutsideOptions {
  /** Whether this machine's own loopback addresses may be reached, and by http: for development and tests only. */
  readonly allowLoopback?: boolean;
  /** In bytes. */
  readonly maximumSize?: number;
  /** In milliseconds, for all of it, redirects too. */
  readonly timeout?: number;
  /** How names are resolved. */
  readonly lookup?: LookupFunction;
}

const maximumRedirects = 3;

/** JSON in its many names, what is served as plain text, and images that credentials are baked into. */
const acceptedType =
  /^(application\/([a-z0-9.-]+\+)?json|application\/(vc|jwt|vc\+jwt|did)|text\/plain|image\/(png|svg\+xml))$/;

/**
 * Fetches documents from the public internet, and from nowhere else. Names are resolved by the connection itself, which
 * is refused unless every address of the name is public: what was checked is what is connected to, so that a name can't
 * change its mind in between. Each redirect is checked alike.
 */
export function outsideDocuments(options: OutsideOptions = {}): OutsideDocuments {
  const { timeout = 10_000 } = options;
  return {
    async fetch(url) {
      const signal = AbortSignal.timeout(timeout);
      try {
        return await follow(url, options, signal);
      } catch (error) {
        const problem = signal.aborted ? "TIMED_OUT" : error instanceof Unavailable ? error.problem : "NOT_REACHED";
        throw new OutsideDocumentUnavailable(url.slice(0, 2_048), problem);
      }
    },
  };
}

class Unavailable extends Error {
  readonly problem: OutsideProblem;
  constructor(problem: OutsideProblem) {
    super(problem);
    this.problem = problem;
  }
}

async function follow(first: string, options: OutsideOptions, signal: AbortSignal): Promise<Uint8Array> {
  let url = checkedUrl(first, options);
  for (let left = maximumRedirects; ; left--) {
    const response = await send(url, options, signal);
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location) {
      response.destroy();
      if (left === 0) throw new Unavailable("TOO_MANY_REDIRECTS");
      url = checkedUrl(headers.location, options, url);
      continue;
    }
    try {
      return await body(response, options.maximumSize ?? 1_048_576);
    } finally {
      response.destroy();
    }
  }
}

/** The URL, when it is one that may be asked. An address written as a number is read here as the network reads it. */
function checkedUrl(text: string, { allowLoopback = false }: OutsideOptions, base?: URL): URL {
  if (!URL.canParse(text, base)) throw new Unavailable("ADDRESS_REFUSED");
  const url = new URL(text, base);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const local = allowLoopback && (host === "localhost" || isLoopbackAddress(host));
  const allowed =
    (url.protocol === "https:" || (url.protocol === "http:" && local)) &&
    url.username === "" &&
    url.password === "" &&
    // A host that is an address is connected to without being looked up.
    (isIP(host) === 0 || isPublicAddress(host) || local);
  if (!allowed) throw new Unavailable("ADDRESS_REFUSED");
  return url;
}

function send(url: URL, options: OutsideOptions, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
      // A connection of its own: one that is kept would be of an earlier check.
      agent: false,
      signal,
      lookup: checkedLookup(options),
      headers: {
        accept: "application/vc, application/ld+json, application/json, image/png, image/svg+xml",
        // What is packed could be small on the way and huge when unpacked.
        "accept-encoding": "identity",
        "user-agent": "Kunna",
      },
    });
    request.once("response", resolve).once("error", reject).end();
  });
}

/** Looks a name up and refuses it when any of its addresses is not public: one is enough to be led astray. */
function checkedLookup({ lookup = systemLookup, allowLoopback = false }: OutsideOptions): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    lookup(hostname, { ...lookupOptions, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const refused = (address: string) =>
        !isPublicAddress(address) && !(allowLoopback && hostname === "localhost" && isLoopbackAddress(address));
      const [first] = addresses;
      if (error) callback(error, "", 0);
      else if (!first || addresses.some(({ address }) => refused(address)))
        callback(new Unavailable("ADDRESS_REFUSED"), "", 0);
      else if (lookupOptions.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

async function body(response: IncomingMessage, maximumSize: number): Promise<Uint8Array> {
  const { statusCode, headers } = response;
  if (statusCode !== 200 || (headers["content-encoding"] ?? "identity") !== "identity")
    throw new Unavailable("UNEXPECTED_ANSWER");
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!acceptedType.test(type)) throw new Unavailable("UNEXPECTED_TYPE");
  if (Number(headers["content-length"] ?? 0) > maximumSize) throw new Unavailable("TOO_LARGE");
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response) {
    size += chunk.length;
    if (size > maximumSize) throw new Unavailable("TOO_LARGE");
    chunks.push(chunk);
  }
  // A connection that was cut has not brought all of it.
  if (!response.complete) throw new Unavailable("NOT_REACHED");
  return Buffer.concat(chunks);
}
