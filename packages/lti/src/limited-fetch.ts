/** What the library reaches the world by. The application's own limits (private networks) come on top of those here. */
export type LtiFetch = (request: Request) => Promise<Response>;

/** Why nothing usable came. */
export type FetchFailure = "UNREACHABLE" | "TIMEOUT" | "TOO_LARGE" | "REDIRECTED" | "URL_REFUSED";

export class FetchFailed extends Error {
  readonly failure: FetchFailure;
  constructor(failure: FetchFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "FetchFailed";
    this.failure = failure;
  }
}

export interface FetchLimits {
  /** Milliseconds for the whole of it, body and all. */
  readonly timeout: number;
  /** Bytes of the body. */
  readonly bytes: number;
  /** Whether http is taken for loopback hosts: only where the tool itself is there. */
  readonly loopback: boolean;
  /** Ends it before its time. */
  readonly signal?: AbortSignal | undefined;
}

export interface FetchedText {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Fetches one text: no redirect is followed, and neither time nor size are left to the one who answers. @throws FetchFailed */
export async function fetchText(
  fetch: LtiFetch,
  url: string,
  init: { readonly method?: string; readonly headers?: Record<string, string>; readonly body?: string },
  limits: FetchLimits,
): Promise<FetchedText> {
  if (!isSafeUrl(url, limits.loopback)) {
    throw new FetchFailed("URL_REFUSED", "The address must be https, without a user name or password.");
  }
  const abort = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // The race is for a fetch that does not heed the signal.
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new FetchFailed("TIMEOUT", `No whole answer within ${limits.timeout} ms.`));
      abort.abort();
    }, limits.timeout);
  });
  try {
    const signal = limits.signal ? AbortSignal.any([abort.signal, limits.signal]) : abort.signal;
    const request = new Request(url, { ...init, redirect: "manual", signal });
    return await Promise.race([late, answerOf(fetch, request, limits.bytes)]);
  } catch (error) {
    if (error instanceof FetchFailed) throw error;
    limits.signal?.throwIfAborted();
    throw new FetchFailed("UNREACHABLE", reasonOf(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function answerOf(fetch: LtiFetch, request: Request, limit: number): Promise<FetchedText> {
  const response = await fetch(request);
  if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400) || response.redirected) {
    await response.body?.cancel();
    throw new FetchFailed("REDIRECTED", "It redirects.");
  }
  const bytes = await readBounded(response.body, limit);
  if (bytes === null) throw new FetchFailed("TOO_LARGE", `It is over ${limit} bytes.`);
  return { status: response.status, headers: response.headers, text: new TextDecoder().decode(bytes) };
}

/** The bytes of a body; null, and nothing more is read, when there are more than `limit`. */
export async function readBounded(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array | null> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const parts: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > limit) {
      await reader.cancel();
      return null;
    }
    parts.push(value);
  }
  const all = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.byteLength;
  }
  return all;
}

/** Whether an address may be sent anything: https, or http on loopback where `loopback` says so; never with credentials. */
export function isSafeUrl(text: string, loopback: boolean): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  if (url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (loopback && url.protocol === "http:" && isLoopback(url));
}

/** Whether a URL is this machine's own. */
export function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname.endsWith(".localhost") || hostname === "[::1]" || /^127\./.test(hostname);
}

function reasonOf(error: unknown): string {
  const parts: string[] = [];
  for (let one = error; one instanceof Error && parts.length < 3; one = one.cause) parts.push(one.message);
  return parts.join(": ") || "The connection failed.";
}
