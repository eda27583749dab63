import { type ApiContext, actorOf, readerOf } from "../../context.ts";
import { NotSignedIn, RightsChanged } from "../../schema/errors.ts";
import { type EventFilter, eventsWhere } from "./event-filter.ts";
import { Signal } from "./signal.ts";

/** How many events one read of the feed takes. */
const pageSize = 100;

/**
 * The feed after a position, and then live, without gap or duplicate at the seam: it always reads the feed itself, in
 * order, and a signal only says that there is something to read. Yields the ids of the events. Where it begins is settled
 * when the promise is.
 * @param start null: from now on
 * @throws NotSignedIn when the token is no longer good, RightsChanged when its person's roles are others
 */
export async function follow(
  context: ApiContext,
  start: bigint | null,
  filter: EventFilter | null | undefined,
): Promise<AsyncIterableIterator<string>> {
  const signal = new Signal();
  // Before the first read: what is placed while it runs is then read by the next one.
  const unsubscribe = context.services.feed.subscribe(actorOf(context).organisationId, () => signal.raise());
  const events = readOn(context, start ?? (await endOfFeed(context)), filter, signal);
  const iterator: AsyncIterableIterator<string> = {
    next: () => events.next(),
    // A generator that waits can't be ended by its own `return`: the wait is ended first.
    async return() {
      unsubscribe();
      signal.close();
      return events.return(undefined);
    },
    [Symbol.asyncIterator]: () => iterator,
  };
  return iterator;
}

async function* readOn(
  context: ApiContext,
  start: bigint,
  filter: EventFilter | null | undefined,
  signal: Signal,
): AsyncGenerator<string, undefined> {
  let position = start;
  do {
    signal.lower();
    let page: { id: string; position: bigint | null }[];
    do {
      // A read that joined the snapshot of one still open would not see what the signal told of, and wait for the next.
      await context.reader?.end();
      page = await readerOf(context).event.findMany({
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
    } while (page.length === pageSize);
  } while (await signal.raised());
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
