import { KunnaError } from "./errors.ts";
import { absolute, type ClientOptions, dataOf, tokenOf } from "./transport.ts";

/**
 * The bytes of an evidence file, from its `url`. The token goes to the endpoint's own origin alone: on another the link
 * itself holds the permission. Where Kunna sends on from there to another, fetch leaves the token behind.
 * @throws KunnaError, and what an aborted signal throws
 */
export async function downloadFile(options: ClientOptions, url: string, signal?: AbortSignal): Promise<Blob> {
  const endpoint = absolute(options.url);
  const { href, origin } = addressOf(url, endpoint);
  const headers = origin === endpoint.origin ? { authorization: `Bearer ${await tokenOf(options)}` } : {};
  try {
    const response = await (options.fetch ?? fetch)(href, { headers, ...(signal ? { signal } : {}) });
    if (response.ok) return await response.blob();
    // Kunna says why, as it does at its endpoint.
    await dataOf(response, signal);
    const { status } = response;
    throw new KunnaError("HTTP", `${url} answered ${status}.`, response.headers.get("x-request-id"), { status });
  } catch (cause) {
    if (signal?.aborted || cause instanceof KunnaError) throw cause;
    throw cantBeHad(url, cause);
  }
}

function addressOf(url: string, endpoint: URL): URL {
  try {
    return new URL(url, endpoint);
  } catch (cause) {
    throw cantBeHad(url, cause);
  }
}

function cantBeHad(url: string, cause: unknown): KunnaError {
  return new KunnaError("NETWORK", `The file can't be had from ${url}.`, null, { cause });
}
