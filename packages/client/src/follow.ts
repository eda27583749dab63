import { KunnaError } from "./errors.ts";
import { getsBetter, pause } from "./retry.ts";
import { endable, openSubscription } from "./subscribe.ts";
import { type ClientOptions, tokenOf } from "./transport.ts";
import type { TypedDocument } from "./typed-document.ts";

/** How a stream is followed. */
export interface Following {
  /**
   * The cursor of the last event that one has; left out: from now on. Then there is nothing to resume from until the
   * first event has come: what happens while a connection is lost before that is missed. Pass a cursor to miss nothing.
   */
  readonly after?: string;
  /** Ends the stream without an error. */
  readonly signal?: AbortSignal;
  /** Told when the connection is open, and when it is lost and tried again. */
  readonly onState?: (state: "connecting" | "open" | "waiting") => void;
}

/** What a subscription needs in order to be resumed. */
export interface Resumption<Result, Item> {
  readonly itemOf: (result: Result) => Item;
  readonly cursorOf: (item: Item) => string;
}

const firstWait = 250;
const longestWait = 15_000;

/**
 * A subscription that takes `$after`, live: each item once and in order. A lost connection is made again, after the last
 * item that was given, with growing waits. What will not get better by waiting (a token that is no good, a right that is
 * lost, a wrong address) is thrown.
 * @throws KunnaError, OperationError
 */
export function followBy<Result, Variables, Item>(
  options: ClientOptions,
  document: TypedDocument<Result, Variables>,
  variables: Omit<Variables, "after">,
  resumption: Resumption<Result, Item>,
  following: Following = {},
): AsyncGenerator<Item, void> {
  return endable(following.signal, (signal) => run(options, document, variables, resumption, following, signal));
}

async function* run<Result, Variables, Item>(
  options: ClientOptions,
  document: TypedDocument<Result, Variables>,
  variables: Omit<Variables, "after">,
  { itemOf, cursorOf }: Resumption<Result, Item>,
  { after: begin, onState = () => {} }: Following,
  signal: AbortSignal,
): AsyncGenerator<Item, void> {
  let after = begin ?? null;
  let wait = firstWait;
  let token = "";
  const remembering = {
    ...options,
    token: async () => {
      token = await tokenOf(options);
      return token;
    },
  };
  const onOpen = () => onState("open");
  while (!signal.aborted) {
    onState("connecting");
    try {
      const resumed = { ...variables, after } as Variables;
      for await (const result of openSubscription(remembering, document, resumed, signal, onOpen)) {
        wait = firstWait;
        const item = itemOf(result);
        after = cursorOf(item);
        yield item;
      }
      // It has no end: a server that completes it is going away.
    } catch (error) {
      if (signal.aborted) return;
      if (!getsBetter(error) && !(isUnauthenticated(error) && (await tokenOf(options)) !== token)) throw error;
    }
    onState("waiting");
    await pause(wait * (0.5 + Math.random() / 2), signal);
    wait = Math.min(wait * 2, longestWait);
  }
}

/** No good any more, or never: it is worth another try when there is another token. */
function isUnauthenticated(error: unknown): boolean {
  return error instanceof KunnaError && error.code === "UNAUTHENTICATED";
}
