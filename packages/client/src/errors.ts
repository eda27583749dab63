/** One entry of a GraphQL response's `errors`. */
export interface GraphqlErrorEntry {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** What went wrong on the way, or on the server; never a rule's refusal, which is data. */
export class KunnaError extends Error {
  /** Stable: NETWORK, HTTP, MALFORMED_ANSWER, or the code of the first GraphQL error, such as UNAUTHENTICATED. */
  readonly code: string;
  /** What the operator finds the request by; null when no answer came, or over a WebSocket. */
  readonly requestId: string | null;
  /** Of the HTTP answer; null when there was none, or where the GraphQL errors say more. */
  readonly status: number | null;

  constructor(
    code: string,
    message: string,
    requestId: string | null,
    options: ErrorOptions & { readonly status?: number } = {},
  ) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
    this.requestId = requestId;
    this.status = options.status ?? null;
  }
}

/** The server answered with GraphQL errors. */
export class OperationError extends KunnaError {
  readonly errors: readonly GraphqlErrorEntry[];

  constructor(errors: readonly GraphqlErrorEntry[], requestId: string | null) {
    const [first] = errors;
    super(codeOf(first) ?? "GRAPHQL", first?.message ?? "The operation failed.", requestId);
    this.errors = errors;
  }
}

function codeOf(error: GraphqlErrorEntry | undefined): string | null {
  const code = error?.extensions?.code;
  return typeof code === "string" ? code : null;
}
