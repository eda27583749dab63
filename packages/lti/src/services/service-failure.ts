import type { FetchedText, FetchFailed } from "../limited-fetch.ts";
import { LtiServiceError, type ServiceProblemCode } from "../problems.ts";

const failures = {
  UNREACHABLE: "SERVICE_UNREACHABLE",
  TIMEOUT: "SERVICE_TIMEOUT",
  TOO_LARGE: "SERVICE_TOO_LARGE",
  REDIRECTED: "SERVICE_REDIRECTED",
  URL_REFUSED: "SERVICE_URL_REFUSED",
} as const satisfies Record<FetchFailed["failure"], ServiceProblemCode>;

/** The error of an answer that did not come. */
export function failureOf(error: FetchFailed, url: string): LtiServiceError {
  return new LtiServiceError(failures[error.failure], `${url}: ${error.message}`, { cause: error });
}

/** The error of an answer that is not of 2xx. */
export function refusalOf({ status, text, headers }: FetchedText, url: string): LtiServiceError {
  const retryAfter = retryAfterOf(headers.get("retry-after"));
  const detail = `${url} answered ${status}: ${text.slice(0, 200)}`;
  return new LtiServiceError(codeOf(status), detail, { status, ...(retryAfter !== null && { retryAfter }) });
}

function codeOf(status: number): ServiceProblemCode {
  if (status === 401 || status === 403) return "SERVICE_NOT_AUTHORISED";
  if (status === 404 || status === 410) return "SERVICE_NOT_FOUND";
  if (status === 429) return "SERVICE_RATE_LIMITED";
  return status >= 500 ? "SERVICE_FAILED" : "SERVICE_REFUSED";
}

/** Milliseconds; of a date, nothing: the platform's clock is not this one's. */
function retryAfterOf(value: string | null): number | null {
  return value !== null && /^\d{1,6}$/.test(value.trim()) ? Number(value) * 1000 : null;
}
