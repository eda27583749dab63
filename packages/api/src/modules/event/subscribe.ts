import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, GraphQLError } from "graphql";
import type { ApiContext } from "../../context.ts";
import { visibleError } from "../../schema/errors.ts";
import type { EventAnswer } from "./event-answer.ts";
import type { FeedReader } from "./feed-reader.ts";
import { FeedSource } from "./feed-source.ts";
import { liveFeedOf } from "./live-feed.ts";
import { type MaskError, Operation } from "./operation.ts";
import type { Outlet } from "./outlet.ts";

/** A subscription that has begun: it can be led into an outlet, or read one by one. */
export class FeedStream implements AsyncIterableIterator<ExecutionResult> {
  readonly #source: FeedSource;
  readonly #operation: Operation;
  #queue: QueueOutlet | null = null;
  #reader: FeedReader | null = null;

  constructor(source: FeedSource, operation: Operation) {
    this.#source = source;
    this.#operation = operation;
  }

  /** Sends all that comes there, and why it ends. */
  into(outlet: Outlet): void {
    try {
      this.#reader = liveFeedOf(this.#source.context.services).follow(this.#source, this.#operation, outlet);
    } catch (error) {
      outlet.end(this.#operation.told(error));
    }
  }

  /** Ends it without an error. */
  end(): void {
    this.#reader?.end(null);
  }

  async next(): Promise<IteratorResult<ExecutionResult>> {
    if (!this.#queue) {
      this.#queue = new QueueOutlet();
      this.into(this.#queue);
    }
    return this.#queue.take();
  }

  async return(): Promise<IteratorResult<ExecutionResult>> {
    this.end();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}

/** For whoever takes the answers one by one, in this process. */
class QueueOutlet implements Outlet {
  readonly #answers: EventAnswer[] = [];
  #ended: { readonly error: GraphQLError | null } | null = null;
  #wake: () => void = () => {};
  waiting = 0;

  send(answer: EventAnswer): void {
    this.#answers.push(answer);
    this.waiting += answer.text.length;
    this.#wake();
  }

  end(error: GraphQLError | null): void {
    this.#ended = { error };
    this.#wake();
  }

  async take(): Promise<IteratorResult<ExecutionResult>> {
    while (this.#answers.length === 0) {
      if (this.#ended?.error) throw this.#ended.error;
      if (this.#ended) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const answer = this.#answers.shift() as EventAnswer;
    this.waiting -= answer.text.length;
    return { done: false, value: answer.result };
  }
}

/**
 * GraphQL's subscribe, for a schema whose subscriptions all follow the feed (R13): what is the same to several readers is
 * executed once.
 * @param mask how what is not meant for clients is told to them
 * @returns the stream, or the errors for which it did not begin
 */
export async function subscribeToFeed(
  args: ExecutionArgs,
  mask: MaskError = maskUnexpected,
): Promise<FeedStream | ExecutionResult> {
  const source = await createSourceEventStream(args);
  if (!(source instanceof FeedSource)) {
    const { errors, ...rest } = source as ExecutionResult;
    return errors ? { ...rest, errors: errors.map((error) => mask(error)) } : rest;
  }
  const { services } = args.contextValue as ApiContext;
  return new FeedStream(source, new Operation(args, services, mask));
}

function maskUnexpected(error: unknown): GraphQLError {
  return (
    visibleError(error) ??
    new GraphQLError("Unexpected error.", {
      originalError: error instanceof GraphQLError ? (error.originalError ?? null) : (error as Error),
      extensions: { code: "INTERNAL_SERVER_ERROR" },
    })
  );
}
