import { GraphQLError } from "graphql";

/** A feed as the server's: an event is given to each follower once, in order, from after its cursor on. */
export class Feed {
  readonly #events: { cursor: string; type: string; occurredAt: string; facts: unknown }[] = [];
  readonly #followers = new Set<Follower>();
  /** The `after` of each subscription, in order. */
  readonly starts: (string | null)[] = [];

  get followers(): number {
    return this.#followers.size;
  }

  add(...cursors: string[]): void {
    for (const cursor of cursors) {
      this.#events.push({ cursor, type: "PERSON_ENROLLED", occurredAt: "2026-11-24T09:00:00Z", facts: {} });
    }
    for (const follower of this.#followers) follower.wake();
  }

  /** Ends every stream, as a server does that goes away. */
  complete(): void {
    for (const follower of this.#followers) follower.end(null);
  }

  fail(code: string): void {
    for (const follower of this.#followers) follower.end(new GraphQLError(code, { extensions: { code } }));
  }

  /** @param shape what a subscription makes of an event */
  follow(after: string | null, shape: Shape = (events) => ({ events })): AsyncIterableIterator<object> {
    this.starts.push(after);
    const begin = after === null ? this.#events.length : this.#events.findIndex(({ cursor }) => cursor === after) + 1;
    const follower = new Follower(this.#events, shape, begin, () => this.#followers.delete(follower));
    this.#followers.add(follower);
    return follower;
  }
}

type Shape = (event: unknown) => object;

class Follower implements AsyncIterableIterator<object> {
  readonly #events: readonly unknown[];
  readonly #shape: Shape;
  readonly #left: () => void;
  #next: number;
  #ended: { error: GraphQLError | null } | null = null;
  wake: () => void = () => {};

  constructor(events: readonly unknown[], shape: Shape, next: number, left: () => void) {
    this.#events = events;
    this.#shape = shape;
    this.#next = next;
    this.#left = left;
  }

  async next(): Promise<IteratorResult<object>> {
    while (true) {
      if (this.#ended?.error) throw this.#ended.error;
      if (this.#ended) return { done: true, value: undefined };
      if (this.#next < this.#events.length) return { done: false, value: this.#shape(this.#events[this.#next++]) };
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<object>> {
    this.end(null);
    return { done: true, value: undefined };
  }

  end(error: GraphQLError | null): void {
    this.#ended ??= { error };
    this.#left();
    this.wake();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
