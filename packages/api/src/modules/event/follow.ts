import { type ApiContext, actorOf, readerOf } from "../../context.ts";
import { NotSignedIn, RightsChanged } from "../../schema/errors.ts";
import { type EventFilter, eventsWhere } from "./event-filter.ts";

/** How many events one read of the feed takes. */
const pageSize = 100;

/**
 * The feed after a position, and then live, without gap or duplicate at the seam: it always reads the feed itself, in
 * order, and a signal only says that there is something to read. Yields the ids of the events.
 * @throws NotSignedIn when the token is no longer good, RightsChanged when its person's roles are others
 */
export async function* follow(
  context: ApiContext,
  start: bigint | null,
  filter: EventFilter | null | undefined,
): AsyncGenerator<string> {
  const { organisationId } = actorOf(context);
  const signal = new Signal();
  // Before the first read: what is placed while it runs is then read by the next one.
  const unsubscribe = context.services.feed.subscribe(organisationId, () => signal.raise());
  try {
    let position = start ?? (await endOfFeed(context));
    while (true) {
      signal.lower();
      const page = await readerOf(context).event.findMany({
        where: eventsWhere(context, position, filter),
        orderBy: { position: "asc" },
        take: pageSize,
        select: { id: true, position: true },
      });
      for (const { id, position: reached } of page) {
        await assertSameRights(context);
        yield id;
        position = reached ?? position;
      }
      if (page.length < pageSize) await signal.raised();
    }
  } finally {
    unsubscribe();
  }
}

async function assertSameRights(context: ApiContext): Promise<void> {
  const current = await context.currentActor();
  if (!current) throw new NotSignedIn();
  if (current.roles.toSorted().join() !== actorOf(context).roles.toSorted().join()) throw new RightsChanged();
}

async function endOfFeed(context: ApiContext): Promise<bigint> {
  const feed = await readerOf(context).feed.findUnique({ where: { organisationId: actorOf(context).organisationId } });
  return feed?.position ?? 0n;
}

/** A flag that can be waited for. */
class Signal {
  #isRaised = false;
  #waiting: (() => void) | null = null;

  raise(): void {
    this.#isRaised = true;
    this.#waiting?.();
  }

  lower(): void {
    this.#isRaised = false;
  }

  async raised(): Promise<void> {
    if (this.#isRaised) return;
    await new Promise<void>((resolve) => {
      this.#waiting = resolve;
    });
    this.#waiting = null;
  }
}
