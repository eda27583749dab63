import { ConnectorError } from "./connector-error.ts";
import type { ConnectorContext } from "./context.ts";

/**
 * Asks the LMS, and says in the contract's words what fails: the answer is one of 200 to 299. Neither the request nor what
 * the LMS answered is in the error, since either may have a secret in it.
 * @throws ConnectorError UNREACHABLE, RATE_LIMITED (429, or 503 with Retry-After), NOT_AUTHORISED (401, 403), NOT_FOUND (404,
 * 410) or REFUSED (others of 400 to 499); `context.signal.reason` once the signal has ended
 */
export async function askLms(context: ConnectorContext, request: Request): Promise<Response> {
  const { signal } = context;
  signal.throwIfAborted();
  const response = await untilEnded(signal, () =>
    context.fetch(new Request(request, { signal: AbortSignal.any([request.signal, signal]) })),
  );
  if (response.ok) return response;
  // An answer that nobody reads holds its connection.
  await response.body?.cancel().catch(() => {});
  throw problemOf(response, context.now());
}

/**
 * The same for what answers with JSON, which `parse` checks: it throws when it is something else.
 * @throws ConnectorError as `askLms` and `readLmsJson`
 */
export async function askLmsForJson<T>(
  context: ConnectorContext,
  request: Request,
  parse: (value: unknown) => T,
): Promise<T> {
  return readLmsJson(context, await askLms(context, request), parse);
}

/**
 * The JSON of an answer, for who needs its headers too.
 * @throws ConnectorError UNEXPECTED_ANSWER, UNREACHABLE when it breaks off, and what `parse` throws as one
 */
export async function readLmsJson<T>(
  context: ConnectorContext,
  response: Response,
  parse: (value: unknown) => T,
): Promise<T> {
  const text = await untilEnded(context.signal, () => response.text());
  try {
    return parse(JSON.parse(text));
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
    // Without the cause: a parser's message quotes what it read.
    throw new ConnectorError("UNEXPECTED_ANSWER", "The LMS answered something that this connector can't read.");
  }
}

async function untilEnded<T>(signal: AbortSignal, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    if (error instanceof ConnectorError) throw error;
    throw new ConnectorError("UNREACHABLE", "The LMS did not answer. Check its address, and that it can be reached.");
  }
}

function problemOf({ status, headers }: Response, now: Date): ConnectorError {
  const retryAfter = milliseconds(headers.get("retry-after"), now);
  if (status === 429 || (status === 503 && retryAfter !== undefined)) {
    return new ConnectorError("RATE_LIMITED", "The LMS asks for fewer requests.", {
      status,
      ...(retryAfter === undefined ? {} : { retryAfter }),
    });
  }
  if (status === 401 || status === 403) {
    return new ConnectorError("NOT_AUTHORISED", "The LMS does not accept the credentials, or not for this.", {
      status,
    });
  }
  if (status === 404 || status === 410) {
    return new ConnectorError("NOT_FOUND", "The LMS has no such course, activity or person.", { status });
  }
  if (status >= 400 && status < 500) {
    return new ConnectorError("REFUSED", `The LMS refused the request (${status}).`, { status });
  }
  if (status >= 500) return new ConnectorError("UNREACHABLE", `The LMS could not answer (${status}).`, { status });
  return new ConnectorError("UNEXPECTED_ANSWER", `The LMS answered with the status ${status}.`, { status });
}

/** Retry-After is seconds or a date (RFC 9110, 10.2.3). */
function milliseconds(value: string | null, now: Date): number | undefined {
  if (value === null) return undefined;
  const text = value.trim();
  const wait = /^\d+$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - now.getTime();
  return Number.isFinite(wait) ? Math.max(0, wait) : undefined;
}
