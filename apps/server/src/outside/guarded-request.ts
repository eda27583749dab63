import { lookup as systemLookup } from "node:dns";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { isIP, type LookupFunction } from "node:net";
import { isLoopbackAddress, isPublicAddress } from "./public-address.ts";

/** What may be reached of strangers' addresses. Left out: the public internet, by https. */
export interface Reach {
  /** Also this machine's own loopback addresses, where the URL itself names them, and by http: for development and tests. */
  readonly allowLoopback?: boolean;
  /** Also any address of any network, and by http: where whoever runs the installation says so. */
  readonly allowPrivate?: boolean;
  /** How names are resolved. */
  readonly lookup?: LookupFunction;
}

/** An address that may not be reached. */
export class AddressRefused extends Error {
  readonly problem: "MALFORMED" | "NOT_HTTPS" | "PRIVATE_ADDRESS";
  constructor(problem: AddressRefused["problem"]) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * The URL, when it is one that may be asked. An address written as a number is read here as the network reads it.
 * @throws AddressRefused
 */
export function guardedUrl(text: string, { allowLoopback = false, allowPrivate = false }: Reach, base?: URL): URL {
  if (!URL.canParse(text, base)) throw new AddressRefused("MALFORMED");
  const url = new URL(text, base);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const local = allowPrivate || (allowLoopback && (host === "localhost" || isLoopbackAddress(host)));
  if (!/^https?:$/.test(url.protocol) || url.username !== "" || url.password !== "")
    throw new AddressRefused("MALFORMED");
  // A host that is an address is connected to without being looked up.
  if (isIP(host) !== 0 && !isPublicAddress(host) && !local) throw new AddressRefused("PRIVATE_ADDRESS");
  if (url.protocol !== "https:" && !local) throw new AddressRefused("NOT_HTTPS");
  return url;
}

/**
 * Looks a name up and refuses it when any of its addresses may not be reached: one is enough to be led astray. The
 * connection goes to what is found here, so that a name can't change its mind in between.
 */
export function guardedLookup({
  lookup = systemLookup,
  allowLoopback = false,
  allowPrivate = false,
}: Reach): LookupFunction {
  return (hostname, lookupOptions, callback) => {
    lookup(hostname, { ...lookupOptions, all: true }, (error, found) => {
      const addresses = Array.isArray(found) ? found : [];
      const refused = (address: string) =>
        !isPublicAddress(address) &&
        !allowPrivate &&
        !(allowLoopback && hostname === "localhost" && isLoopbackAddress(address));
      const [first] = addresses;
      if (error) callback(error, "", 0);
      else if (!first || addresses.some(({ address }) => refused(address)))
        callback(new AddressRefused("PRIVATE_ADDRESS"), "", 0);
      else if (lookupOptions.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

export interface GuardedRequest extends Reach {
  readonly method?: "GET" | "POST";
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Ends all of it, the answer too. */
  readonly signal: AbortSignal;
}

/**
 * Asks a guarded URL and gives the head of its answer; a redirect is an answer as any other.
 * @throws AddressRefused, and what the connection throws
 */
export function guardedRequest(url: URL, options: GuardedRequest): Promise<IncomingMessage> {
  const { method = "GET", headers, body, signal } = options;
  return new Promise((resolve, reject) => {
    const request = (url.protocol === "https:" ? httpsRequest : httpRequest)(url, {
      method,
      // A connection of its own: one that is kept would be of an earlier check.
      agent: false,
      signal,
      lookup: guardedLookup(options),
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "content-length": String(Buffer.byteLength(body)) }),
        // What is packed could be small on the way and huge when unpacked.
        "accept-encoding": "identity",
        "user-agent": "Kunna",
      },
    });
    // Each error, also one after the first or after the answer's head: what nobody listens to ends the process.
    request.once("response", resolve).on("error", reject).end(body);
  });
}
