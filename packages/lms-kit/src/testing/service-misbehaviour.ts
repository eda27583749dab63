/** What the platform's services do wrong on purpose, until told otherwise. What is not named works. */
export interface ServiceMisbehaviour {
  /** The JWK Set. */
  readonly jwks?:
    | "HANG"
    /** Streams keys for ever. */
    | "ENDLESS"
    /** Is whole, and 8 MiB. */
    | "HUGE"
    | "ERROR_500"
    | "NOT_JSON"
    | "EMPTY"
    /** Leads to http://169.254.169.254/. */
    | "REDIRECT_TO_PRIVATE";
  /** The token endpoint. */
  readonly token?: "UNAUTHORISED" | "ERROR_500" | "SLOW" | "HANG" | "RATE_LIMITED" | "NOT_JSON" | "FEWER_SCOPES";
  /** Assignment and Grade Services. CONFLICT, NOT_FOUND, FORBIDDEN: 409, 404, 403. UNAUTHORISED: 401, as for a token that was taken back. */
  readonly grades?:
    | "CONFLICT"
    | "NOT_FOUND"
    | "FORBIDDEN"
    | "UNAUTHORISED"
    | "ERROR_500"
    | "RATE_LIMITED"
    | "SLOW"
    | "HANG"
    | "NOT_JSON";
  /** Names and Roles. CIRCLE: the last page leads to the first. FOREIGN_HOST: the next page is on another host. */
  readonly roster?:
    | "CIRCLE"
    | "FOREIGN_HOST"
    | "FORBIDDEN"
    | "UNAUTHORISED"
    | "ERROR_500"
    | "RATE_LIMITED"
    | "SLOW"
    | "HANG"
    | "NOT_JSON";
  /** Dynamic Registration. ISSUER_MISMATCH: the configuration is of an issuer on another host. */
  readonly registration?:
    | "ISSUER_MISMATCH"
    | "ENDPOINT_ON_OTHER_HOST"
    | "ERROR_500"
    | "NOT_JSON"
    | "HANG"
    | "NO_CLIENT_ID";
  /** How many requests go wrong, over all services. Left out: every one. */
  readonly times?: number;
  /** How long SLOW takes, in milliseconds. Left out: 3,000. */
  readonly slowness?: number;
  /** What RATE_LIMITED says in Retry-After, in seconds. Left out: 2. */
  readonly retryAfter?: number;
}

export type FaultyService = "jwks" | "token" | "grades" | "roster" | "registration";

/** Waits for ever; ends with an error when whoever asked goes away. */
export function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const leave = () => reject(new DOMException("The caller left.", "AbortError"));
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
  });
}

type Fault =
  | "UNAUTHORISED"
  | "ERROR_500"
  | "SLOW"
  | "HANG"
  | "RATE_LIMITED"
  | "NOT_JSON"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT";

/** The answer of a service with a fault; null: it goes on and works, as it also does after being slow. */
export async function faultyResponse(
  fault: string | undefined,
  { slowness = 3_000, retryAfter = 2 }: ServiceMisbehaviour,
  signal: AbortSignal,
): Promise<Response | null> {
  switch (fault as Fault | undefined) {
    case "HANG":
      return hang(signal);
    case "SLOW":
      await new Promise((resolve) => setTimeout(resolve, slowness));
      return null;
    case "ERROR_500":
      return new Response("<h1>Internal Server Error</h1>", { status: 500, headers: { "content-type": "text/html" } });
    case "NOT_JSON":
      return new Response("<!doctype html><title>Log in</title>", { headers: { "content-type": "text/html" } });
    case "RATE_LIMITED":
      return Response.json({ error: "rate limit" }, { status: 429, headers: { "retry-after": String(retryAfter) } });
    case "UNAUTHORISED":
      return Response.json(
        { error: "invalid_client" },
        { status: 401, headers: { "www-authenticate": 'Bearer error="invalid_token"' } },
      );
    case "FORBIDDEN":
      return Response.json({ error: "forbidden" }, { status: 403 });
    case "NOT_FOUND":
      return Response.json({ error: "not found" }, { status: 404 });
    case "CONFLICT":
      return Response.json({ error: "a newer score stands" }, { status: 409 });
    default:
      return null;
  }
}
