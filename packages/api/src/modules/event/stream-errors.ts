import { GraphQLError } from "graphql";
import { encodeFeedCursor } from "../../schema/feed-cursor.ts";

/** The feed is not kept so far back (R13). */
class CursorGone extends GraphQLError {
  constructor(keptAfter: bigint) {
    super(
      "The feed is not kept that far back: read anew what you keep of it, then go on after the cursor in `restartAfter`.",
      { extensions: { code: "CURSOR_GONE", restartAfter: encodeFeedCursor(keptAfter) } },
    );
  }
}

/** @param after where somebody asks to begin; null: no place in particular. @throws CursorGone */
export function refuseGone(after: bigint | null, keptAfter: bigint): void {
  if (after !== null && after < keptAfter) throw new CursorGone(keptAfter);
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
