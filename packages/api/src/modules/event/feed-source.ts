import type { Actor } from "@kunna/domain";
import { GraphQLError } from "graphql";
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
    const bounds = await readBounds(readerOf(context));
    const asked = context.resumeAfter ?? after;
    refuseGone(asked, bounds);
    await context.reader?.end();
    return new FeedSource(context, selection, asked ?? bounds.end);
  }

  /** Asked for by whoever subscribes otherwise, such as by a POST that takes JSON alone. */
  [Symbol.asyncIterator](): AsyncIterator<string> {
    throw new GraphQLError(
      "A subscription is a stream: ask for it with `Accept: text/event-stream`, or over WebSocket.",
      {
        extensions: { code: "STREAM_NEEDED" },
      },
    );
  }
}
