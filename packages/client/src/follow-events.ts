import { KunnaError } from "./errors.ts";
import { type EventFilterInput, EventsDocument, type EventsSubscription } from "./generated/operations.ts";
import { getsBetter, pause } from "./retry.ts";
import { endable, openSubscription } from "./subscribe.ts";
import { type ClientOptions, tokenOf } from "./transport.ts";

/** An event of the organisation's feed. */
export type KunnaEvent = EventsSubscription["events"];

export interface FollowOptions {
  /**
   * The cursor of the last event that one has; left out: from now on. Then there is nothing to resume from until the
   * first event has come: what happens while a connection is lost before that is missed. Pass a cursor to miss nothing.
   */
  readonly after?: string;
  readonly filter?: EventFilterInput;
  /** Ends the stream without an error. */
  readonly signal?: AbortSignal;
  /** Told when the connection is open, and when it is lost and tried again. */
  readonly onState?: (state: "connecting" | "open" | "waiting") => void;
}

const firstWait = 250;
const longestWait = 15_000;

/**
 * The organisation's feed, live: each event once and in order. A lost connection is made again, after the last event
 * that was given, with growing waits. What will not get better by waiting (a token that is no good, a right that is
 * lost, a wrong address) is thrown.
 * @throws KunnaError, OperationError
 */
export function followEvents(options: ClientOptions, follow: FollowOptions = {}): AsyncGenerator<KunnaEvent, void> {
  return endable(follow.signal, (signal) => run(options, follow, signal));
}

async function* run(
  options: ClientOptions,
  { after, filter, onState = () => {} }: FollowOptions,
  signal: AbortSignal,
): AsyncGenerator<KunnaEvent, void> {
  let cursor = after ?? null;
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
      const variables = { after: cursor, filter: filter ?? null };
      for await (const { events } of openSubscription(remembering, EventsDocument, variables, signal, onOpen)) {
        wait = firstWait;
        cursor = events.cursor;
        yield events;
      }
      // The feed has no end: a server that completes it is going away.
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
