import { decodeId } from "@kunna/api";
import { createKunnaClient } from "@kunna/client";
import { type FeedEvent, readEvents } from "./operations.ts";
import type { Subscriber } from "./subscribers.ts";
import { type Received, webhookTypes } from "./webhook-receiver.ts";
import type { ChaosOrganisation, World } from "./world.ts";
import type { Acknowledged } from "./writers.ts";

/** What one subscriber got, held against the feed. */
export interface Delivery {
  readonly name: string;
  readonly expected: number;
  readonly delivered: number;
  readonly lost: number;
  readonly duplicated: number;
  readonly outOfOrder: number;
}

/** An organisation's feed as the API tells it, from a cursor on. */
export async function readFeedOf(
  url: string,
  { token }: ChaosOrganisation,
  after: string | null,
): Promise<FeedEvent[]> {
  const client = createKunnaClient({ url, token });
  const all: FeedEvent[] = [];
  for (;;) {
    const { events } = await client.query(readEvents, { after: all.at(-1)?.cursor ?? after });
    all.push(...events);
    if (events.length < 500) return all;
  }
}

export function delivery({ name, seen, types }: Subscriber, feed: readonly FeedEvent[]): Delivery {
  const expected = feed.filter(({ type }) => types === null || types.includes(type)).map(({ cursor }) => cursor);
  const placeOf = new Map(expected.map((cursor, place) => [cursor, place]));
  const distinct = new Set(seen);
  let outOfOrder = 0;
  let furthest = -1;
  for (const cursor of distinct) {
    // One that the feed does not have has no place.
    const place = placeOf.get(cursor) ?? -1;
    if (place <= furthest) outOfOrder += 1;
    furthest = Math.max(furthest, place);
  }
  const delivered = expected.filter((cursor) => distinct.has(cursor)).length;
  return {
    ...{ name, expected: expected.length, delivered, outOfOrder },
    lost: expected.length - delivered,
    duplicated: seen.length - distinct.size,
  };
}

/** What the database itself must show, whatever was told. Each problem is a sentence. */
export async function checkDatabase({ database }: World, acknowledged: readonly Acknowledged[]): Promise<string[]> {
  const events = await database.asSystem((tx) =>
    tx.event.findMany({
      select: { organisationId: true, position: true, type: true, personId: true },
      orderBy: [{ organisationId: "asc" }, { position: "asc" }],
    }),
  );
  const problems: string[] = [];
  const places = new Map<string, bigint>();
  const told = new Map<string, number>();
  for (const { organisationId, position, type, personId } of events) {
    const next = (places.get(organisationId) ?? 0n) + 1n;
    if (position !== next) problems.push(`The feed of ${organisationId} has ${position} where ${next} belongs.`);
    places.set(organisationId, next);
    const key = `${type} ${personId}`;
    told.set(key, (told.get(key) ?? 0) + 1);
  }
  for (const { type, personId } of acknowledged) {
    const count = told.get(`${type} ${decodeId(personId).id}`) ?? 0;
    if (count !== 1) problems.push(`${type} of ${personId} was acknowledged, and has ${count} events.`);
  }
  return problems;
}

/** What came to an endpoint, held against the feed: each at least once, and in order within its subject. */
export function webhookDelivery(name: string, feed: readonly FeedEvent[], received: readonly Received[]): Delivery {
  const expected = feed.filter(({ type }) => (webhookTypes as readonly string[]).includes(type));
  const placeOf = new Map(expected.map(({ cursor }, place) => [cursor, place]));
  const distinct = new Set<string>();
  const furthest = new Map<string, number>();
  let outOfOrder = 0;
  for (const { cursor, subject } of received) {
    // One that comes again is no other.
    if (distinct.has(cursor)) continue;
    distinct.add(cursor);
    const place = placeOf.get(cursor) ?? -1;
    if (place <= (furthest.get(subject) ?? -1)) outOfOrder += 1;
    furthest.set(subject, Math.max(place, furthest.get(subject) ?? -1));
  }
  const delivered = expected.filter(({ cursor }) => distinct.has(cursor)).length;
  return {
    ...{ name, expected: expected.length, delivered, outOfOrder },
    lost: expected.length - delivered,
    duplicated: received.length - distinct.size,
  };
}
