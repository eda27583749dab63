import { setTimeout as sleep } from "node:timers/promises";
import { createKunnaClient } from "@kunna/client";
import { checkDatabase, type Delivery, delivery, readFeedOf, webhookDelivery } from "./checks.ts";
import { createPerson, type FeedEvent, madeId } from "./operations.ts";
import { seededRandom } from "./random.ts";
import { type KillKind, startReaper } from "./reaper.ts";
import { type Subscriber, startSubscribers } from "./subscribers.ts";
import { startWebhookReceiver, type WebhookReceiver } from "./webhook-receiver.ts";
import { openWorld, type World } from "./world.ts";
import { startWriters } from "./writers.ts";

export interface ChaosOptions {
  /** How long it is written and killed, at least: until each kind of kill has been. */
  readonly seconds: number;
  readonly seed: number;
  /** Between one kill and the next, in milliseconds. */
  readonly pauses?: { readonly least: number; readonly most: number };
  readonly organisations?: number;
  readonly writersEach?: number;
  /** Ends the killing before its time; what was done until then is checked. */
  readonly signal?: AbortSignal;
  readonly onStep?: (step: string) => void;
}

export interface ChaosReport {
  readonly seed: number;
  readonly seconds: number;
  readonly kills: Readonly<Record<KillKind, number>>;
  readonly acknowledged: number;
  readonly unanswered: number;
  /** In all feeds, at the end. */
  readonly written: number;
  readonly connections: number;
  readonly deliveries: readonly Delivery[];
  /** To the webhook endpoints: one may come twice. */
  readonly webhooks: readonly Delivery[];
  /** How many the receiver sent away, to come again. */
  readonly webhooksRefused: number;
  /** Whatever ought not to be, a sentence each. */
  readonly problems: readonly string[];
}

/** How long the last events may take to reach everybody once nothing is killed any more, in milliseconds. */
const settlingTime = 180_000;

/**
 * Writes, follows, kills and checks. Every process is ended when it ends, whether or not it went well.
 * @throws what kept the killing or the writing from going on
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosReport> {
  const { seconds, seed, pauses = { least: 4_000, most: 12_000 }, organisations = 3, onStep = () => {} } = options;
  onStep("Starting PostgreSQL's database, Redis and three servers");
  const crashes: string[] = [];
  const world = await openWorld(organisations, (crash) => {
    crashes.push(crash);
    onStep(crash);
  });
  const toClose: (() => Promise<unknown>)[] = [() => world.close()];
  try {
    const random = seededRandom(seed);
    const starts = await firstCursors(world);
    const receiver = await startWebhookReceiver(world, starts, seededRandom(seed + 2));
    toClose.push(() => receiver.close());
    const subscribers = startSubscribers(world.apis, world.organisations, starts, seededRandom(seed + 1));
    const stopSubscribers = () => Promise.all(subscribers.map((subscriber) => subscriber.stop()));
    toClose.push(stopSubscribers);
    const writers = startWriters(world.apis, world.organisations, options.writersEach ?? 2);
    toClose.push(() => writers.stop());
    const reaper = startReaper(world, random, pauses, onStep);
    toClose.push(() => reaper.stop());
    const interrupted = new Promise<void>((resolve) => {
      if (options.signal?.aborted) resolve();
      options.signal?.addEventListener("abort", () => resolve());
    });
    const enough = Promise.all([sleep(seconds * 1_000, undefined, { ref: false }), reaper.allKinds]);
    await Promise.race([enough, interrupted, reaper.ended, writers.ended]);
    await reaper.stop();
    onStep("Nothing is killed any more");
    await Promise.all(world.servers.map((server) => server.ready()));
    await writers.stop();
    const feeds = await settledFeeds(world, starts, subscribers, receiver);
    await stopSubscribers();
    const webhooks = world.organisations.map(({ id, key }) => webhooksOf(key, id, feeds, receiver));
    const deliveries = subscribers.map((one) => delivery(one, feeds.get(one.organisationId) ?? []));
    return {
      ...{ seed, seconds, kills: reaper.kills, unanswered: writers.unanswered, deliveries, webhooks },
      webhooksRefused: receiver.refused,
      acknowledged: writers.acknowledged.length,
      written: [...feeds.values()].reduce((sum, feed) => sum + feed.length, 0),
      connections: subscribers.reduce((sum, one) => sum + one.connections, 0),
      problems: [
        ...(await checkDatabase(world, writers.acknowledged)),
        ...receiver.problems,
        ...crashes,
        ...subscribers.flatMap(({ name, failures }) => failures.map((failure) => `${name} was thrown out: ${failure}`)),
      ],
    };
  } finally {
    // What failed has been thrown already.
    for (const close of toClose.toReversed()) await close().catch(() => {});
  }
}

/** A first event of each organisation, to begin after. */
async function firstCursors({ apis, organisations }: World): Promise<Map<string, string>> {
  const starts = new Map<string, string>();
  const [server] = apis;
  for (const organisation of organisations) {
    const url = server?.url ?? "";
    const client = createKunnaClient({ url, token: organisation.token });
    const input = { name: "First", email: `first@${organisation.key}.example.org`, roles: ["LEARNER"] };
    madeId((await client.mutate(createPerson, { input })).createPerson);
    for (let left = 200; left > 0 && !starts.has(organisation.id); left -= 1) {
      const [first] = await readFeedOf(url, organisation, null);
      if (first) starts.set(organisation.id, first.cursor);
      else await sleep(50);
    }
  }
  return starts;
}

/** The feeds, once all is placed and all subscribers have the last of it, or have had their time. */
async function settledFeeds(
  world: World,
  starts: ReadonlyMap<string, string>,
  subscribers: readonly Subscriber[],
  receiver: WebhookReceiver,
) {
  const until = performance.now() + settlingTime;
  const unplaced = () => world.database.asSystem((tx) => tx.event.count({ where: { position: null } }));
  while ((await unplaced()) > 0 && performance.now() < until) await sleep(200);
  const feeds = new Map<string, Awaited<ReturnType<typeof readFeedOf>>>();
  for (const organisation of world.organisations) {
    const start = starts.get(organisation.id) ?? null;
    feeds.set(organisation.id, await readFeedOf(world.apis[0]?.url ?? "", organisation, start));
  }
  const isBehind = (one: Subscriber) => delivery(one, feeds.get(one.organisationId) ?? []).lost > 0;
  const isWaiting = () =>
    subscribers.some(isBehind) ||
    world.organisations.some(({ id, key }) => webhooksOf(key, id, feeds, receiver).lost > 0);
  while (isWaiting() && performance.now() < until) await sleep(500);
  return feeds;
}

function webhooksOf(
  name: string,
  organisationId: string,
  feeds: ReadonlyMap<string, readonly FeedEvent[]>,
  { received }: WebhookReceiver,
): Delivery {
  const own = received.filter((one) => one.organisationId === organisationId);
  return webhookDelivery(name, feeds.get(organisationId) ?? [], own);
}
