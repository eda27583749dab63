/** Why something with the LMS failed, and whether trying again may help. */
export const connectorProblems = {
  UNREACHABLE: { retry: true, meaning: "The LMS did not answer, or not in time." },
  RATE_LIMITED: { retry: true, meaning: "The LMS asks for fewer requests." },
  NOT_AUTHORISED: { retry: false, meaning: "The LMS does not accept the credentials, or not for this." },
  NOT_FOUND: { retry: false, meaning: "The LMS has no such course, activity or person." },
  REFUSED: { retry: false, meaning: "The LMS refused what was asked." },
  UNEXPECTED_ANSWER: { retry: true, meaning: "The LMS answered something that it should not." },
  UNKNOWN_CURSOR: { retry: false, meaning: "The LMS can't go on from this cursor: begin again from the beginning." },
  INVALID_MESSAGE: { retry: false, meaning: "A message that came in is not authentic, or not readable." },
} as const;
export type ConnectorProblem = keyof typeof connectorProblems;

/**
 * The one error that a connector throws for what fails with its LMS: a code, a sentence that an admin can act on. Neither
 * the sentence nor the cause has a secret in it, nor what the LMS echoed of the request.
 */
export class ConnectorError extends Error {
  readonly code: ConnectorProblem;
  /** How long the LMS asks to be left alone, in milliseconds. */
  readonly retryAfter: number | null;
  /** The HTTP status that the LMS answered with, where that is what failed. */
  readonly status: number | null;
  constructor(code: ConnectorProblem, message: string, options: ConnectorErrorOptions = {}) {
    super(message, options);
    this.name = "ConnectorError";
    this.code = code;
    this.retryAfter = options.retryAfter ?? null;
    this.status = options.status ?? null;
  }
}

interface ConnectorErrorOptions extends ErrorOptions {
  readonly retryAfter?: number;
  readonly status?: number;
}
