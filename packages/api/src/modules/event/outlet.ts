import type { ExecutionResult, GraphQLError } from "graphql";

/** What one event means to a subscription: made once, and given to all who ask for the same. */
export class Answer {
  readonly result: ExecutionResult;
  #text: string | null = null;
  #bytes: Buffer | null = null;

  constructor(result: ExecutionResult) {
    this.result = result;
  }

  /** As JSON, written once however many it goes to. */
  get text(): string {
    this.#text ??= JSON.stringify(this.result);
    return this.#text;
  }

  /** The same in UTF-8. */
  get bytes(): Buffer {
    this.#bytes ??= Buffer.from(this.text);
    return this.#bytes;
  }
}

/** Where the answers for one reader go: a socket, an HTTP response. */
export interface Outlet {
  /** @param position the event's place in the feed */
  send(answer: Answer, position: bigint): void;
  /** How much of what was sent has not been taken, in bytes. */
  readonly waiting: number;
  /** Nothing more comes. @param error why, when it is not that the reader left */
  end(error: GraphQLError | null): void;
}
