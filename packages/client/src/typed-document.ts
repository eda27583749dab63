/**
 * A document that is a string and knows the types of its result and variables: this package's own, and what GraphQL Code
 * Generator makes with `documentMode: "string"`, each of which has a class of its own.
 */
export interface TypedDocument<Result, Variables> {
  toString(): string;
  /** For types alone, as `DocumentTypeDecoration` of `@graphql-typed-document-node/core` has it. */
  readonly __apiType?: (variables: Variables) => Result;
}
