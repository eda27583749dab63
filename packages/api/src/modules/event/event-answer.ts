import type { ExecutionResult } from "graphql";

/** What one event means to a subscription: made once, and given to all who ask for the same. */
export class EventAnswer {
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
