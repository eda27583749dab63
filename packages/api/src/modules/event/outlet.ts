import type { GraphQLError } from "graphql";
import type { EventAnswer } from "./event-answer.ts";

/** Where the answers for one reader go: a socket, an HTTP response. */
export interface Outlet {
  /** @param position the event's place in the feed */
  send(answer: EventAnswer, position: bigint): void;
  /** How much of what was sent has not been taken, in bytes. */
  readonly waiting: number;
  /** Nothing more comes. @param error why, when it is not that the reader left */
  end(error: GraphQLError | null): void;
}
