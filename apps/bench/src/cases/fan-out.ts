import { setTimeout as sleep } from "node:timers/promises";
import { createBenchDatabase } from "../database.ts";
import { createFolder } from "../folder.ts";
import { type RunningServer, startKunna, startWs } from "../servers.ts";
import { median, percentile, round } from "../statistics.ts";
import { seedFanOut } from "./fan-out-seed.ts";
import { type Receipt, type Subscribers, startSubscribers } from "./fan-out-subscribers.ts";
import { openTrigger, peerChannel, type SetOut } from "./fan-out-trigger.ts";

const query = "subscription { events { cursor type occurredAt person { id name } program { title } } }";
/** How many persons, each with a token, the subscribers are: a token may hold only so many subscriptions. */
const people = 50;
/** How many are connected before the memory of the others is measured: what the first of them take is not theirs alone. */
const connectedBefore = 100;
/** How long the subscribers do nothing before memory is read. */
const idleForMs = 3_000;
const receivedWithin = 120_000;
/** Between two messages: what the last one left to do is done. */
const pauseMs = 100;

/** How long a run is. */
export interface FanOutLength {
  readonly subscribers: number;
  readonly rounds: number;
  /** In each round, to each server. */
  readonly messages: number;
}

/** One message at all subscribers, in ms. */
interface Delivery {
  /** Since the database told the server and us: at the first, the median, 99 % and all of the subscribers. */
  readonly first: number;
  readonly p50: number;
  readonly p99: number;
  readonly last: number;
  /** Since its commit was sent, of each subscriber; empty: the peer's has none. */
  readonly sinceCommit: readonly number[];
  readonly message: string;
}

/** One server with its subscribers. */
interface Contender {
  readonly server: RunningServer;
  readonly subscribers: Subscribers;
  readonly setOut: () => Promise<SetOut>;
}

/** One event to thousands of subscribers: Kunna, and `ws` which broadcasts the same bytes. */
export async function fanOut(serverUrl: string, length: FanOutLength) {
  const database = await createBenchDatabase(serverUrl);
  const folder = await createFolder();
  const closing: Array<() => Promise<unknown>> = [];
  try {
    const seeded = await seedFanOut(database, people);
    const trigger = await openTrigger(database.url, seeded);
    closing.unshift(() => trigger.close());
    const servers = [
      await startKunna(database.url, folder.path, { collectable: true }),
      await startWs(database.url, peerChannel),
    ] as const;
    const graphql = { query, tokens: seeded.tokens };
    let bytes = "";
    const [ours, peer] = servers.map((server, index): Contender => {
      closing.unshift(() => server.stop());
      const { hostname: host, port } = new URL(server.url);
      const target = { name: server.name, host, port: Number(port), graphql: index === 0 ? graphql : null };
      const subscribers = startSubscribers(target);
      closing.unshift(() => subscribers.stop());
      return { server, subscribers, setOut: () => (index === 0 ? trigger.writeEvent() : trigger.tellPeer(bytes)) };
    }) as [Contender, Contender];

    const commitToScreen: Record<string, { p50: number; p99: number }> = {};
    for (const count of [1, connectedBefore]) {
      await ours.subscribers.connect(count);
      await settle(ours);
      const deliveries = await deliver(ours, Math.ceil((20 * length.messages) / Math.sqrt(count)));
      commitToScreen[count] = sinceCommit(deliveries);
      bytes = deliveries[0]?.message ?? "";
    }
    await peer.subscribers.connect(connectedBefore);
    await settle(peer);
    const memory = { kunna: await idleMemory(ours, length), peer: await idleMemory(peer, length) };

    for (const contender of [ours, peer]) {
      await settle(contender);
      await deliver(contender, 2 * length.messages);
    }
    const rounds: Array<{ ours: Delivery[]; peer: Delivery[] }> = [];
    const processor = { kunna: 0, peer: 0 };
    for (let index = 0; index < length.rounds; index += 1) {
      const measureOurs = async () => {
        const before = ours.server.processorTime() ?? 0;
        const deliveries = await deliver(ours, length.messages);
        processor.kunna += (ours.server.processorTime() ?? 0) - before;
        bytes = deliveries.at(-1)?.message ?? "";
        return deliveries;
      };
      const measurePeer = async () => {
        const before = peer.server.processorTime() ?? 0;
        const deliveries = await deliver(peer, length.messages);
        processor.peer += (peer.server.processorTime() ?? 0) - before;
        if (deliveries.some(({ message }) => message !== bytes))
          throw new Error("The peer did not send Kunna's bytes.");
        return deliveries;
      };
      const measured =
        index % 2 === 0
          ? { ours: await measureOurs(), peer: await measurePeer() }
          : { peer: await measurePeer(), ours: await measureOurs() };
      rounds.push(measured);
      const speeds = [measured.ours, measured.peer].map((deliveries) => middle(deliveries, "p99").toFixed(1));
      console.error(`  round ${index + 1} of ${length.rounds}: ${speeds.join(" : ")} ms`);
    }
    commitToScreen[length.subscribers] = sinceCommit(rounds.flatMap((each) => each.ours));
    const ratios = rounds.map((each) => middle(each.ours, "p99") / middle(each.peer, "p99"));
    const [allOurs, allPeer] = [rounds.flatMap((each) => each.ours), rounds.flatMap((each) => each.peer)];
    const messages = length.rounds * length.messages;
    return {
      case: "fan-out",
      kunna: round(middle(allOurs, "p99"), 1),
      peer: round(middle(allPeer, "p99"), 1),
      peerName: "ws",
      ratio: round(median(ratios), 2),
      unit: "ms to 99 % of the subscribers",
      spread: [round(Math.min(...ratios), 2), round(Math.max(...ratios), 2)],
      subscribers: length.subscribers,
      messageBytes: Buffer.byteLength(bytes),
      latencyMs: { kunna: latencies(allOurs), peer: latencies(allPeer) },
      commitToScreenMs: commitToScreen,
      processorMsPerMessage: { kunna: round(processor.kunna / messages, 1), peer: round(processor.peer / messages, 1) },
      memoryKbPerIdleSubscriber: memory,
    };
  } finally {
    for (const close of closing) await close().catch((error: unknown) => console.error(error));
    await database.drop();
    await folder.remove();
  }
}

/** Sends until one message is at all subscribers: only then is it known that all are subscribed. */
async function settle({ server, subscribers, setOut }: Contender): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt += 1) {
    await subscribers.expect();
    const [receipt] = await Promise.all([subscribers.received(10_000), setOut()]);
    await sleep(1_000);
    if (receipt && receipt.differing === 0 && (await subscribers.expect()) === 0) return;
  }
  throw new Error(`The subscribers of ${server.name} did not settle.`);
}

/** Some messages, one after the other, each checked: once and the same at every subscriber. */
async function deliver({ server, subscribers, setOut }: Contender, messages: number): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  await subscribers.expect();
  for (let count = 0; count < messages; count += 1) {
    const [receipt, { committed, told }] = await Promise.all([subscribers.received(receivedWithin), setOut()]);
    await sleep(pauseMs);
    const surplus = await subscribers.expect();
    if (!receipt) throw new Error(`A message of ${server.name} was not at all subscribers in time.`);
    if (surplus > 0 || receipt.differing > 0) throw new Error(`${server.name} did not send all the same, once.`);
    if (receipt.message.includes('"errors"')) throw new Error(`${server.name} sent errors: ${receipt.message}`);
    deliveries.push(delivery(receipt, committed, told));
  }
  return deliveries;
}

function delivery({ times, message }: Receipt, committed: number | null, told: number): Delivery {
  const sorted = times.toSorted().map((time) => time - told);
  return {
    first: percentile(sorted, 0),
    p50: percentile(sorted, 50),
    p99: percentile(sorted, 99),
    last: percentile(sorted, 100),
    sinceCommit: committed === null ? [] : Array.from(times, (time) => time - committed),
    message,
  };
}

/** Connects the rest. Answers what one of them takes while nothing happens, in KB. */
async function idleMemory({ server, subscribers }: Contender, length: FanOutLength) {
  const before = await server.memoryInUse();
  await subscribers.connect(length.subscribers);
  await sleep(idleForMs);
  const after = await server.memoryInUse();
  const each = (bytes: number) => round(bytes / 1024 / (length.subscribers - connectedBefore), 1);
  return { inUse: each(after.inUse - before.inUse), resident: each(after.resident - before.resident) };
}

function middle(deliveries: readonly Delivery[], figure: "first" | "p50" | "p99" | "last"): number {
  return median(deliveries.map((each) => each[figure]));
}

function latencies(deliveries: readonly Delivery[]) {
  const figures = (["first", "p50", "p99", "last"] as const).map((figure) => [
    figure,
    round(middle(deliveries, figure), 1),
  ]);
  return Object.fromEntries(figures) as Record<"first" | "p50" | "p99" | "last", number>;
}

function sinceCommit(deliveries: readonly Delivery[]) {
  const sorted = Float64Array.from(deliveries.flatMap((each) => each.sinceCommit)).toSorted();
  return { p50: round(percentile(sorted, 50), 1), p99: round(percentile(sorted, 99), 1) };
}
