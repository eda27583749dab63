import { lookup as systemLookup } from "node:dns";
import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import type { WebhookAnswer, WebhookSender } from "@kunna/api";
import type { WebhookAddressProblem } from "@kunna/domain";
import { AddressRefused, guardedLookup, guardedRequest, guardedUrl, type Reach } from "../outside/guarded-request.ts";

export interface WebhookOptions extends Omit<Reach, "allowLoopback"> {
  /** In milliseconds, for all of it, the answer too. */
  readonly timeout?: number;
}

/** How much of an answer is read, in bytes: receivers say little, and what they say is shown only in part. */
const maximumAnswer = 65_536;
/** How much of it is kept, in characters. */
const shownAnswer = 500;

/** Sends webhooks over HTTP. A redirect is not followed: the endpoint is where it was said to be. */
export function webhookSender(options: WebhookOptions = {}): WebhookSender {
  const { timeout = 15_000 } = options;
  return {
    check: (url) => check(url, options),
    async send({ url, headers, body }, stop) {
      const start = performance.now();
      const late = AbortSignal.timeout(timeout);
      const tell = (answer: Partial<WebhookAnswer>): WebhookAnswer => ({
        statusCode: null,
        error: null,
        text: "",
        retryAfter: null,
        milliseconds: Math.round(performance.now() - start),
        ...answer,
      });
      try {
        const signal = AbortSignal.any([stop, late]);
        const response = await guardedRequest(guardedUrl(url, options), {
          ...options,
          method: "POST",
          headers,
          body,
          signal,
        });
        const text = await beginningOf(response);
        return tell({
          statusCode: response.statusCode ?? 0,
          text,
          retryAfter: response.headers["retry-after"] ?? null,
        });
      } catch (error) {
        if (late.aborted) return tell({ error: "TIMED_OUT" });
        return tell({ error: error instanceof AddressRefused ? "ADDRESS_REFUSED" : "NOT_REACHED" });
      }
    },
  };
}

async function check(text: string, options: WebhookOptions): Promise<WebhookAddressProblem | null> {
  try {
    const url = guardedUrl(text, options);
    const host = url.hostname.replace(/^\[|\]$/g, "");
    if (url.hash !== "" || host === "") return "MALFORMED";
    return isIP(host) === 0 ? await checkName(host, options) : null;
  } catch (error) {
    if (error instanceof AddressRefused) return error.problem;
    throw error;
  }
}

/** How long a name service has to answer whoever asks whether an address may be sent to, in milliseconds. */
const nameTimeout = 5_000;

function checkName(host: string, { lookup = systemLookup, timeout = nameTimeout, ...options }: WebhookOptions) {
  return new Promise<WebhookAddressProblem | null>((resolve) => {
    const late = setTimeout(() => resolve("NAME_NOT_FOUND"), Math.min(timeout, nameTimeout));
    guardedLookup({ ...options, lookup })(host, { all: true }, (error) => {
      clearTimeout(late);
      if (error instanceof AddressRefused) resolve("PRIVATE_ADDRESS");
      else resolve(error ? "NAME_NOT_FOUND" : null);
    });
  });
}

/** The beginning of an answer's text. The status counts as soon as it is there: what goes wrong with the rest is no matter. */
async function beginningOf(response: IncomingMessage): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= maximumAnswer) break;
    }
  } catch {
    // Cut off, or too slow.
  }
  response.destroy();
  // The database keeps no U+0000.
  return Buffer.concat(chunks).toString("utf8").replaceAll("\u0000", "\uFFFD").slice(0, shownAnswer);
}
