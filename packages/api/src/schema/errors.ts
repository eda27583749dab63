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
