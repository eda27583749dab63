import { setTimeout as pause } from "node:timers/promises";
import type { Actor } from "@kunna/domain";
import type { GraphQLError } from "graphql";
import type { ApiContext } from "../../context.ts";
import { NotSignedIn, RightsChanged } from "../../schema/errors.ts";
import type { EventAnswer } from "./event-answer.ts";
import type { FeedPlace } from "./feed-entry.ts";
import type { OrganisationFeed } from "./organisation-feed.ts";
import type { Outlet } from "./outlet.ts";
import type { ReaderGroup } from "./reader-group.ts";
import { isSelected, type Selection } from "./selection.ts";
import { ReaderTooSlow, resumable } from "./stream-errors.ts";
import { rightsOf } from "./watched-actor.ts";

/** What may wait for one reader, in bytes, before it is given no more with its group, but what it takes. */
const waitingLimit = 1_048_576;
/** What may wait while it is given what it takes, before more is. */
const backlogLimit = 65_536;
/** How long it may then take nothing at all before its stream is ended, in milliseconds. */
const patience = 10_000;

/** Someone who follows a feed: first what they missed, read by themselves, then what comes, with their group. */
export class FeedReader {
  readonly actor: Actor;
  readonly selection: Selection;
  /** Null for whoever did not come by a token. */
  readonly tokenHash: string | null;
  readonly group: ReaderGroup;
  readonly #feed: OrganisationFeed;
  readonly #outlet: Outlet;
  readonly #currentActor: () => Promise<Actor | null>;
  readonly #onEnd: () => void;
  #position: bigint;
  /** Whether it reads by itself: then nothing is given to it, for it would come out of turn. */
  #isByItself = false;
  #isEnded = false;

  constructor(
    from: {
      readonly context: ApiContext;
      readonly actor: Actor;
      readonly selection: Selection;
      readonly start: bigint;
      readonly outlet: Outlet;
    },
    feed: OrganisationFeed,
    group: ReaderGroup,
    onEnd: () => void,
  ) {
    this.actor = from.actor;
    this.selection = from.selection;
    this.tokenHash = from.context.tokenHash;
    this.#currentActor = from.context.currentActor;
    this.#position = from.start;
    this.#outlet = from.outlet;
    this.#feed = feed;
    this.group = group;
    this.#onEnd = onEnd;
    group.enter(this);
    feed.enter(this);
  }

  /** The last place in the feed that needs no more looking at. */
  get position(): bigint {
    return this.#position;
  }

  /** Reads what there is after its place, and joins its group where nothing is left between. */
  readOn(): void {
    this.#isByItself = true;
    this.#readBacklog().catch((error: unknown) => this.fail(error));
  }

  async #readBacklog(): Promise<void> {
    while (!this.#isEnded) {
      const recent = this.#feed.entriesAfter(this.#position);
      // In one turn of the event loop, so that nothing comes between the last look and the first gift.
      if (recent?.length === 0) {
        this.#isByItself = false;
        this.group.join(this);
        return;
      }
      const { entries, end } = recent
        ? {
            entries: recent.filter((entry) => isSelected(this.actor, this.selection, entry)),
            end: recent.at(-1)?.position ?? this.#position,
          }
        : await this.#feed.readBack(this.actor, this.selection, this.#position);
      for (const entry of entries) {
        if (this.#isEnded) return;
        await this.#untilTaken();
        await this.#feed.checkRights();
        if (this.#isEnded) return;
        const answer = await this.group.answer(entry, this.actor);
        this.#give(entry, answer);
        this.#feed.metrics.eventsDelivered(1);
      }
      this.pass(end);
    }
  }

  /**
   * An answer whose turn it is; one that the reader has had is left out. Whoever has too much waiting reads on by itself, as
   * fast as it takes what comes: it holds up nobody, and what is kept for it does not grow.
   */
  offer(entry: FeedPlace, answer: EventAnswer): void {
    if (this.#isEnded || this.#isByItself) return;
    if (this.#outlet.waiting > waitingLimit) {
      this.group.setAside(this);
      this.readOn();
      return;
    }
    this.#give(entry, answer);
  }

  #give(entry: FeedPlace, answer: EventAnswer): void {
    if (this.#isEnded || entry.position <= this.#position) return;
    this.#position = entry.position;
    this.#outlet.send(answer, entry.position);
  }

  /** Nothing up to there was for this reader, but for what it has had. */
  pass(position: bigint): void {
    if (position > this.#position) this.#position = position;
  }

  /** @param current whom the token stands for now */
  checkRights(current: Actor | null): void {
    if (!current) this.end(new NotSignedIn());
    else if (rightsOf(current) !== rightsOf(this.actor)) this.end(new RightsChanged());
  }

  /** Whom the token stands for now, for those who have none that can be looked up with others. */
  currentActor(): Promise<Actor | null> {
    return this.#currentActor();
  }

  /** Something failed that nobody expects: what it was is the server's to know. */
  fail(error: unknown): void {
    this.end(this.group.told(error));
  }

  end(error: GraphQLError | null): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.group.leave(this);
    this.#feed.leave(this);
    this.#onEnd();
    this.#outlet.end(error && resumable(error, this.#position));
  }

  async #untilTaken(): Promise<void> {
    let least = this.#outlet.waiting;
    let since = performance.now();
    while (this.#outlet.waiting > backlogLimit && !this.#isEnded) {
      if (this.#outlet.waiting < least) {
        least = this.#outlet.waiting;
        since = performance.now();
      }
      if (performance.now() - since > patience) this.end(new ReaderTooSlow());
      await pause(20, undefined, { ref: false });
    }
  }
}
