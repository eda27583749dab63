/** Why something was not done, as data: a member of a mutation's result that implements the schema's `Refusal`. */
export interface RefusalFacts {
  readonly __typename?: string;
  readonly code: string;
  readonly message: string;
  readonly help: string;
}

/** Whether a mutation's result is a refusal. */
export function isRefusal<T extends object>(result: T): result is Extract<T, RefusalFacts> {
  return "code" in result && "help" in result && "message" in result;
}

/** A refusal, thrown by `unwrap`. */
export class RefusedError extends Error {
  readonly code: string;
  readonly refusal: RefusalFacts;

  constructor(refusal: RefusalFacts) {
    super(`${refusal.message} ${refusal.help}`);
    this.name = "RefusedError";
    this.code = refusal.code;
    this.refusal = refusal;
  }
}

/** What the mutation made. @throws RefusedError when it was refused */
export function unwrap<T extends object>(result: T): Exclude<T, RefusalFacts> {
  if (isRefusal(result)) throw new RefusedError(result as unknown as RefusalFacts);
  return result as Exclude<T, RefusalFacts>;
}
