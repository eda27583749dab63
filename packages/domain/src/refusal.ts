/**
 * The base of every refusal that a rule can give. A refusal is expected: it is shown to the caller as data (GraphQL: a
 * member of the mutation's result union), so it has a stable `code`, says what was wrong in `message`, and what to do
 * in `help`.
 */
export abstract class Refusal extends Error {
  abstract readonly code: string;
  readonly help: string;

  constructor(message: string, help: string) {
    super(message);
    this.name = new.target.name;
    this.help = help;
  }
}

/** The caller may not do this, or not to this person. */
export class NotPermitted extends Refusal {
  readonly code = "NOT_PERMITTED";
  readonly action: string;
  constructor(action: string) {
    super(`You may not do this: ${action}.`, "Ask an administrator of your organisation for a role that includes it.");
    this.action = action;
  }
}

/** The caller's organisation has no such thing: the same answer whether another has it or it never existed. */
export class NotFound extends Refusal {
  readonly code = "NOT_FOUND";
  readonly what: string;
  constructor(what: string) {
    super(`No such ${what}.`, "Check the id: ids come from this API and hold within one organisation.");
    this.what = what;
  }
}

/** One thing that is wrong with an input or a draft: where, what, and how to mend it. */
export interface Problem {
  /** Stable, such as PREREQUISITE_CYCLE. */
  readonly code: string;
  /** Where it is, from the root of the input or the version: `modules.2.prerequisiteKeys`. */
  readonly path: string;
  readonly message: string;
  readonly fix: string;
  /** Of a version: the keys of the modules or requirements that are at fault, where it is theirs. */
  readonly keys?: readonly string[];
}

/** The input has the right types but can't be taken; nothing was written. */
export class InvalidInput extends Refusal {
  readonly code = "INVALID_INPUT";
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(
      problems[0]?.message ?? "The input can't be taken.",
      problems[0]?.fix ?? "Correct the input and send it again.",
    );
    this.problems = problems;
  }
}

/** Another request of this person had this idempotency key, and was not the same. */
export class IdempotencyKeyReused extends Refusal {
  readonly code = "IDEMPOTENCY_KEY_REUSED";
  /** The mutation that had the key. */
  readonly operation: string;
  constructor(operation: string) {
    super(
      `You used this idempotency key for another request (${operation}).`,
      "Send a request again as it was, or a new one under a new key.",
    );
    this.operation = operation;
  }
}

/** The first request with this key was answered with a secret, of which no copy is kept. */
export class SecretShownOnce extends Refusal {
  readonly code = "SECRET_SHOWN_ONCE";
  constructor() {
    super(
      "This was done by your first request, and what it made was shown in that answer alone.",
      "If that answer was lost, ask for a new one under a new key.",
    );
  }
}
