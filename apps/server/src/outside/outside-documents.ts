import type { IncomingMessage } from "node:http";
import type { OutsideDocuments } from "@kunna/api";
import { OutsideDocumentUnavailable, type OutsideProblem } from "@kunna/domain";
import { AddressRefused, guardedRequest, guardedUrl, type Reach } from "./guarded-request.ts";

export interface OutsideOptions extends Omit<Reach, "allowPrivate"> {
  /** In bytes. */
  readonly maximumSize?: number;
  /** In milliseconds, for all of it, redirects too. */
  readonly timeout?: number;
}

const maximumRedirects = 3;

const accept = "application/vc, application/ld+json, application/json, image/png, image/svg+xml";

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
        throw new OutsideDocumentUnavailable(url.slice(0, 2_048), signal.aborted ? "TIMED_OUT" : problemOf(error));
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

function problemOf(error: unknown): OutsideProblem {
  if (error instanceof AddressRefused) return "ADDRESS_REFUSED";
  return error instanceof Unavailable ? error.problem : "NOT_REACHED";
}

async function follow(first: string, options: OutsideOptions, signal: AbortSignal): Promise<Uint8Array> {
  let url = guardedUrl(first, options);
  for (let left = maximumRedirects; ; left--) {
    const response = await guardedRequest(url, { ...options, headers: { accept }, signal });
    const { statusCode = 0, headers } = response;
    if (statusCode >= 300 && statusCode < 400 && headers.location) {
      response.destroy();
      if (left === 0) throw new Unavailable("TOO_MANY_REDIRECTS");
      url = guardedUrl(headers.location, options, url);
      continue;
    }
    try {
      return await body(response, options.maximumSize ?? 1_048_576);
    } finally {
      response.destroy();
    }
  }
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
