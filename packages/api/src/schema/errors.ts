import { isConnectionLost, sqlState } from "@kunna/database";
import { InvalidInput, Refusal } from "@kunna/domain";
import { PothosValidationError } from "@pothos/core";
import { GraphQLError } from "graphql";

/** Nobody is signed in, or the token is not good (any more). Not a refusal of a rule: the whole field fails. */
export class NotSignedIn extends GraphQLError {
  constructor() {
    super("Sign in first: send a token as `Authorization: Bearer <token>`.", {
      extensions: { code: "UNAUTHENTICATED" },
    });
  }
}

/** The caller's roles have changed since they subscribed: what they may see now is another stream. */
export class RightsChanged extends GraphQLError {
  constructor() {
    super("Your roles have changed: subscribe again, after the last cursor that you have.", {
      extensions: { code: "RIGHTS_CHANGED" },
    });
  }
}

/** The caller may not read this field. */
export class ReadNotPermitted extends GraphQLError {
  constructor() {
    super("Your roles do not include reading this.", { extensions: { code: "NOT_PERMITTED" } });
  }
}

/** An id that this API can't have made. */
export class MalformedId extends GraphQLError {
  constructor(id: string) {
    super(`Malformed id ${JSON.stringify(id.slice(0, 100))}: pass ids as this API gave them.`, {
      extensions: { code: "MALFORMED_ID" },
    });
  }
}

/** A cursor that this API can't have made. */
export class MalformedCursor extends GraphQLError {
  constructor() {
    super("Malformed cursor: pass cursors as this API gave them, to the field that gave them.", {
      extensions: { code: "MALFORMED_CURSOR" },
    });
  }
}

/**
 * What a client may see of an error that a resolver threw, or null when it may see nothing of it: GraphQL errors as they
 * are, a rule's refusal where no result union takes it (a query's argument), and arguments that a plugin refused.
 */
export function visibleError(error: unknown): GraphQLError | null {
  const original = error instanceof GraphQLError ? error.originalError : error;
  const isOurs = !original || (original instanceof GraphQLError && !(original instanceof PothosValidationError));
  if (error instanceof GraphQLError && isOurs) return withLimitCode(error);
  const where = error instanceof GraphQLError ? { nodes: error.nodes ?? null, path: error.path ?? null } : {};
  const show = (message: string, extensions: Record<string, unknown>) =>
    new GraphQLError(message, { ...where, extensions });
  if (original instanceof Refusal) {
    const { message, code, help } = original;
    return show(message, { code, help, ...(original instanceof InvalidInput ? { problems: original.problems } : {}) });
  }
  if (isConnectionLost(original)) return show(unavailable, { code: "UNAVAILABLE" });
  if (original instanceof PothosValidationError) return show(original.message, { code: "BAD_USER_INPUT" });
  if (unkeepableText.has(sqlState(original) ?? "")) {
    return show("A text holds a character that can't be kept: U+0000.", { code: "BAD_USER_INPUT" });
  }
  return null;
}

/** Whether what was under way was done is not known, so it says what makes sending it again safe. */
const unavailable =
  "The database did not answer: try again in a moment. A mutation may have been done: send it again under the same idempotencyKey.";

/** What PostgreSQL says of U+0000, in a text and in JSON: the one character that neither takes. */
const unkeepableText: ReadonlySet<string> = new Set(["22021", "22P05"]);

/** The limits on a document itself come without a code of their own. */
function withLimitCode(error: GraphQLError): GraphQLError {
  if (/limit of \d+ exceeded/.test(error.message)) error.extensions.code = "OPERATION_TOO_LARGE";
  return error;
}
