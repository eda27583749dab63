/** What can be wrong with a credential; STATUS_REVOKED and STATUS_SUSPENDED are for `checkStatus` to report. */
export type VerificationProblemCode =
  | "MALFORMED"
  | "CONTEXT_UNKNOWN"
  | "TERM_REFUSED"
  | "PROOF_UNSUPPORTED"
  | "PROOF_INVALID"
  | "PROOF_EXPIRED"
  | "ISSUER_UNRESOLVED"
  | "KEY_NOT_OF_ISSUER"
  | "KEY_REVOKED"
  | "KEY_EXPIRED"
  | "NOT_YET_VALID"
  | "EXPIRED"
  | "STATUS_UNCHECKED"
  | "STATUS_REVOKED"
  | "STATUS_SUSPENDED";

/** One thing that is wrong, for a program (`code`) and for a person (`message`). */
export interface VerificationProblem {
  readonly code: VerificationProblemCode;
  readonly message: string;
}
