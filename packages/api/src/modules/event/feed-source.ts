import type { Actor } from "@kunna/domain";
import { type ApiContext, actorOf, readerOf } from "../../context.ts";
import { readBounds } from "./feed-entry.ts";
import type { Selection } from "./selection.ts";
import { refuseGone } from "./stream-errors.ts";

/**
 * What a subscription's field says that it follows. GraphQL asks for something that gives the ids of events one by one; they
 * are not taken from here, but given to all who ask for the same (see subscribeToFeed).
 */
export class FeedSource implements AsyncIterable<string> {
  readonly context: ApiContext;
  readonly actor: Actor;
  readonly selection: Selection;
  /** The stream begins after it. */
  readonly start: bigint;

  private constructor(context: ApiContext, selection: Selection, start: bigint) {
    this.context = context;
    this.actor = actorOf(context);
    this.selection = selection;
    this.start = start;
  }

  /**
   * Settles where a stream begins: after the last event that a transport says its reader has, else after the given one,
   * else now.
   * @throws NotSignedIn, CursorGone
   */
  static async open(context: ApiContext, after: bigint | null, selection: Selection): Promise<FeedSource> {
    actorOf(context);
    const { end, keptAfter } = await readBounds(readerOf(context));
    const asked = context.resumeAfter ?? after;
    refuseGone(asked, keptAfter);
    await context.reader?.end();
    return new FeedSource(context, selection, asked ?? end);
  }

  [Symbol.asyncIterator](): AsyncIterator<string> {
    throw new TypeError("A feed is followed by subscribeToFeed.");
  }
}
