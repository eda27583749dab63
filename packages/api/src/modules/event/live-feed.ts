import type { Services } from "../../services.ts";
import { FeedReader } from "./feed-reader.ts";
import type { FeedSource } from "./feed-source.ts";
import type { Operation } from "./operation.ts";
import { OrganisationFeed } from "./organisation-feed.ts";
import type { Outlet } from "./outlet.ts";
import { TooManyStreams } from "./stream-errors.ts";

/** The feeds that somebody follows in this process. */
export class LiveFeed {
  readonly #services: Services;
  readonly #feeds = new Map<string, OrganisationFeed>();
  readonly #streams = new Map<string, number>();

  constructor(services: Services) {
    this.#services = services;
  }

  /**
   * Lets somebody follow, into an outlet.
   * @throws TooManyStreams when their token has as many streams as it may
   */
  follow(source: FeedSource, operation: Operation, outlet: Outlet): FeedReader {
    const { actor, context } = source;
    const holder = context.tokenHash ?? actor.personId;
    const open = this.#streams.get(holder) ?? 0;
    if (open >= this.#services.streamsPerToken) throw new TooManyStreams(this.#services.streamsPerToken);
    const feed = this.#feedOf(actor.organisationId);
    const reader = new FeedReader({ ...source, outlet }, feed, feed.groupOf(operation, actor), () => {
      const left = (this.#streams.get(holder) ?? 1) - 1;
      if (left === 0) this.#streams.delete(holder);
      else this.#streams.set(holder, left);
    });
    this.#streams.set(holder, open + 1);
    feed.open().then(
      () => reader.readOn(),
      (error: unknown) => reader.fail(error),
    );
    return reader;
  }

  #feedOf(organisationId: string): OrganisationFeed {
    const known = this.#feeds.get(organisationId);
    if (known) return known;
    const made = new OrganisationFeed(this.#services, organisationId, () => {
      if (this.#feeds.get(organisationId) === made) this.#feeds.delete(organisationId);
    });
    this.#feeds.set(organisationId, made);
    return made;
  }
}

const liveFeeds = new WeakMap<Services, LiveFeed>();

/** The one of these services. */
export function liveFeedOf(services: Services): LiveFeed {
  const known = liveFeeds.get(services) ?? new LiveFeed(services);
  liveFeeds.set(services, known);
  return known;
}
