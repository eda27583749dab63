import { GraphQLError } from "graphql";
import { encodeFeedCursor } from "../../schema/feed-cursor.ts";

/** The feed has no such place any more (R13). */
class CursorGone extends GraphQLError {
  constructor(why: string, restartAfter: bigint) {
    super(`${why}: read anew what you keep of it, then go on after the cursor in \`restartAfter\`.`, {
      extensions: { code: "CURSOR_GONE", restartAfter: encodeFeedCursor(restartAfter) },
    });
  }
}

/**
 * @param after where somebody asks to begin; null: no place in particular
 * @throws CursorGone before where the feed is kept, and after its end: there it has been once, before a backup was restored,
 *   and what is placed anew would be taken for what one has
 */
export function refuseGone(after: bigint | null, { keptAfter, end }: { keptAfter: bigint; end: bigint }): void {
  if (after === null) return;
  if (after < keptAfter) throw new CursorGone("The feed is not kept that far back", keptAfter);
  if (after > end) throw new CursorGone("The feed does not reach so far, or not any more", end);
}

/** One token holds as many streams as it may. */
export class TooManyStreams extends GraphQLError {
  constructor(limit: number) {
    super(`This token has ${limit} streams open, and may have no more: end one first, or use another token.`, {
      extensions: { code: "TOO_MANY_STREAMS", limit },
    });
  }
}

/** The reader takes less than comes: nothing is lost, for the stream can be resumed. */
export class ReaderTooSlow extends GraphQLError {
  constructor() {
    super(
      "You have taken nothing for a while, and much waits for you: subscribe again, after the last cursor that you have.",
      {
        extensions: { code: "READER_TOO_SLOW" },
      },
    );
  }
}

/** Why a stream ends, with the cursor that it can be resumed after. */
export function resumable(error: GraphQLError, position: bigint): GraphQLError {
  return new GraphQLError(error.message, {
    extensions: { ...error.extensions, after: encodeFeedCursor(position) },
    originalError: error.originalError ?? null,
  });
}
