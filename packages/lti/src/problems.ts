import { printable } from "./printable.ts";
import { launchProblems } from "./problems/launch-problems.ts";
import { loginProblems } from "./problems/login-problems.ts";
import { registrationProblems } from "./problems/registration-problems.ts";
import { serviceProblems } from "./problems/service-problems.ts";
import { tokenProblems } from "./problems/token-problems.ts";

export type { Problem, ProblemWords } from "./problems/problem.ts";
export { serviceProblems };

/** Every code that a page may show: what it means, and who does what about it. A code never changes its meaning. */
export const problems = { ...loginProblems, ...launchProblems, ...tokenProblems, ...registrationProblems } as const;
export type ProblemCode = keyof typeof problems;
export type ServiceProblemCode = keyof typeof serviceProblems;

/** Refuses a request of a browser: the answer is the page of the code, and a line in the log. */
export class LtiRefusal extends Error {
  readonly code: ProblemCode;
  /** For the log alone: what was expected and what came. Never a token. */
  readonly detail: string;
  /** What the platform said, shown on the page: a code that is known, and nothing else. */
  readonly said: string | null;
  constructor(code: ProblemCode, detail: string, options: ErrorOptions & { readonly said?: string | null } = {}) {
    super(`${code}: ${printable(detail)}`, options);
    this.said = options.said ?? null;
    this.name = "LtiRefusal";
    this.code = code;
    this.detail = detail;
  }
}

/** A call of a platform's service that came to nothing. */
export class LtiServiceError extends Error {
  readonly code: ServiceProblemCode;
  /** Whether the same call may work later. */
  readonly retry: boolean;
  /** How long the platform asks to be left alone, in milliseconds. */
  readonly retryAfter: number | null;
  /** The platform's HTTP status, where it answered. */
  readonly status: number | null;
  constructor(
    code: ServiceProblemCode,
    detail: string,
    options: ErrorOptions & { readonly retryAfter?: number; readonly status?: number } = {},
  ) {
    super(`${serviceProblems[code].meaning} ${printable(detail)}`, options);
    this.name = "LtiServiceError";
    this.code = code;
    this.retry = serviceProblems[code].retry;
    this.retryAfter = options.retryAfter ?? null;
    this.status = options.status ?? null;
  }
}
