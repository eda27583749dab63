import { KunnaError, OperationError } from "./errors.ts";
import { type EventFilterInput, EventsDocument, type EventsSubscription } from "./generated/operations.ts";
import { connect } from "./subscribe.ts";
import type { ClientOptions } from "./transport.ts";

/** An event of the organisation's feed. */
export type KunnaEvent = EventsSubscription["events"];

export interface FollowOptions {
  /** The cursor of the last event that one has; left out: from now on. */
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
 * lost) is thrown.
 * @throws OperationError
 */
export async function* followEvents(
  options: ClientOptions,
  follow: FollowOptions = {},
): AsyncGenerator<KunnaEvent, void> {
  const { filter, onState = () => {} } = follow;
  const ended = new AbortController();
  const end = () => ended.abort();
  follow.signal?.addEventListener("abort", end, { once: true });
  if (follow.signal?.aborted) end();
  let after = follow.after;
  let wait = firstWait;
  try {
    while (!ended.signal.aborted) {
      onState("connecting");
      try {
        const variables = { after: after ?? null, filter: filter ?? null };
        const onOpen = () => onState("open");
        for await (const { events } of connect(options, EventsDocument, variables, ended.signal, onOpen)) {
          wait = firstWait;
          after = events.cursor;
          yield events;
        }
      } catch (error) {
        if (ended.signal.aborted) return;
        if (error instanceof OperationError || !(error instanceof KunnaError)) throw error;
      }
      onState("waiting");
      await pause(wait * (0.5 + Math.random() / 2), ended.signal);
      wait = Math.min(wait * 2, longestWait);
    }
  } finally {
    follow.signal?.removeEventListener("abort", end);
    end();
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener("abort", end, { once: true });
  });
}
