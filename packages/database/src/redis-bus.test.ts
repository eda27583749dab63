import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { type FeedSignalOptions, openFeedSignal } from "./feed-signal.ts";
import { appendEvents, placeEvents } from "./outbox.ts";
import { openRedisBus } from "./redis-bus.ts";
import { startRelay } from "./relay.ts";
import type { SignalBus } from "./signal-bus.ts";
import {
  availableTestDatabases,
  createTestDatabase,
  freePort,
  redisUnavailable,
  startTestProxy,
  startTestRedis,
  type TestDatabase,
  type TestRedis,
} from "./testing.ts";

const { kinds } = await availableTestDatabases();
const missing = kinds.includes("postgres") ? redisUnavailable() : "no PostgreSQL server";

const never = 3_600_000;
const event = (type: string) => ({ type, occurredAt: new Date(), facts: {} });

describe.skipIf(missing)(`signals by Redis${missing ? ` skipped: ${missing}` : ""}`, () => {
  let database: TestDatabase;
  let redis: TestRedis;
  const toClose: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    database = await createTestDatabase("postgres");
    redis = await startTestRedis();
  });
  afterAll(async () => {
    for (const close of toClose.toReversed()) await close();
    await redis?.kill();
    await database?.close();
  });

  /** A process of the installation: its own connections to both. */
  const open = async (
    url = redis.url,
    onChange?: (isConnected: boolean) => void,
  ): Promise<{ database: Database; bus: SignalBus }> => {
    const bus = openRedisBus(url, onChange);
    const opened = await openDatabase(database.location, bus);
    toClose.push(() => opened.close());
    return { database: opened, bus };
  };
  const relay = async (of: Database, pollMs = never) => {
    const running = await startRelay(of, { pollMs });
    toClose.push(() => running.stop());
    return running;
  };
  const reader = async (of: Database, id: string, options: FeedSignalOptions) => {
    const signal = await openFeedSignal(of, options);
    toClose.push(() => signal.close());
    const heard: bigint[] = [];
    signal.subscribe(id, (position) => heard.push(position));
    return { signal, heard };
  };
  const organisation = async () => {
    const id = randomUUID();
    await database.asSystem((tx) =>
      tx.organisation.create({ data: { id, key: id, name: "o", createdAt: new Date() } }),
    );
    return id;
  };
  const append = (of: Database, id: string, type = "A") => of.transact(id, (tx) => appendEvents(tx, [event(type)]));
  const connected = (bus: SignalBus) => vi.waitFor(() => expect(bus.isConnected).toBe(true), 10_000);

  test("R13 an event reaches a reader in another process by Redis alone, and the database sends nothing", async () => {
    const id = await organisation();
    const [writer, placer, reading] = [await open(), await open(), await open()];
    await Promise.all([writer, placer, reading].map(({ bus }) => connected(bus)));
    const running = await relay(placer.database);
    const { heard } = await reader(reading.database, id, { pollMs: never, pollMsAlone: never });
    const statements: string[] = [];
    writer.database.onQuery(({ sql }) => statements.push(sql));
    placer.database.onQuery(({ sql }) => statements.push(sql));
    await append(writer.database, id);
    await vi.waitFor(() => expect(heard.at(-1)).toBe(1n), 5_000);
    await append(writer.database, id);
    await vi.waitFor(() => expect(heard).toEqual([1n, 2n]), 5_000);
    expect(statements.filter((sql) => /notify|listen/i.test(sql))).toEqual([]);
    expect(statements.length).toBeGreaterThan(0);
    await running.stop();
  });

  test("what is rolled back wakes nobody", async () => {
    const id = await organisation();
    const { database: writer, bus } = await open();
    await connected(bus);
    const woken = vi.fn();
    const stop = await bus.listen("kunna_outbox", { onMessage: woken });
    const undone = writer.transact(id, async (tx) => {
      await appendEvents(tx, [event("A")]);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await writer.transact(id, async () => {});
    // What is sent after it has come, so nothing came before.
    await bus.publish("kunna_outbox", "last");
    await vi.waitFor(() => expect(woken).toHaveBeenCalledWith("last"), 5_000);
    expect(woken).toHaveBeenCalledTimes(1);
    await stop();
  });

  test("R13 without Redis the database is asked; when Redis is back, messages arrive again, and none is needed for what was missed", async () => {
    const id = await organisation();
    const states: boolean[] = [];
    const { database: own, bus } = await open(redis.url, (state) => states.push(state));
    await connected(bus);
    await relay(own, 100);
    const { heard } = await reader(own, id, { pollMs: never, pollMsAlone: 100 });
    await append(own, id);
    await vi.waitFor(() => expect(heard).toEqual([1n]), 5_000);

    await redis.kill();
    await vi.waitFor(() => expect(bus.isConnected).toBe(false), 5_000);
    await append(own, id);
    await vi.waitFor(() => expect(heard).toEqual([1n, 2n]), 5_000);

    await redis.start();
    await connected(bus);
    // Only a message can bring this: while Redis is there, nobody asks here.
    await append(own, id);
    await vi.waitFor(() => expect(heard).toEqual([1n, 2n, 3n]), 5_000);
    expect(states).toEqual([true, false, true]);
  });

  test("R13 what was placed while no message could arrive is told at once when they can again", async () => {
    const id = await organisation();
    const { database: own, bus } = await open();
    await connected(bus);
    const { heard } = await reader(own, id, { pollMs: never, pollMsAlone: never });
    await redis.kill();
    await vi.waitFor(() => expect(bus.isConnected).toBe(false), 5_000);
    await append(own, id);
    await placeEvents(own);
    expect(heard).toEqual([]);
    await redis.start();
    await vi.waitFor(() => expect(heard).toEqual([1n]), 10_000);
  });

  test("a process starts although Redis is away, and takes it up when it comes", async () => {
    const id = await organisation();
    const proxy = await startTestProxy(redis.port);
    toClose.push(() => proxy.close());
    const nowhere = await open(`redis://127.0.0.1:${await freePort()}`);
    proxy.hang();
    const late = await open(`redis://127.0.0.1:${proxy.port}`);
    await relay(late.database, 100);
    const [away, hanging] = [
      await reader(nowhere.database, id, { pollMs: never, pollMsAlone: 100 }),
      await reader(late.database, id, { pollMs: never, pollMsAlone: 100 }),
    ];
    await append(nowhere.database, id);
    await vi.waitFor(() => expect([away.heard, hanging.heard]).toEqual([[1n], [1n]]), 5_000);
    expect([nowhere.bus.isConnected, late.bus.isConnected]).toEqual([false, false]);
    proxy.recover();
    await connected(late.bus);
  });

  test("R13 a Redis that hangs without closing is given up, and taken up again when it answers", async () => {
    const id = await organisation();
    const proxy = await startTestProxy(redis.port);
    toClose.push(() => proxy.close());
    const { database: own, bus } = await open(`redis://127.0.0.1:${proxy.port}`);
    await connected(bus);
    await relay(own, 100);
    const { heard } = await reader(own, id, { pollMs: never, pollMsAlone: 100 });
    proxy.hang();
    // No transaction waits for a Redis that doesn't answer.
    await append(own, id);
    await vi.waitFor(() => expect(heard).toEqual([1n]), 15_000);
    expect(bus.isConnected).toBe(false);
    proxy.recover();
    await connected(bus);
    await append(own, id);
    await vi.waitFor(() => expect(heard).toEqual([1n, 2n]), 5_000);
  });

  test("R13 a message that was lost without a sign is made up for, in one statement for all organisations", async () => {
    const ids = [await organisation(), await organisation(), await organisation()];
    const losing: SignalBus = {
      sendsFromSql: false,
      isConnected: true,
      publish: async () => {},
      listen: async () => async () => {},
      close: async () => {},
    };
    const own = await openDatabase(database.location, losing);
    toClose.push(() => own.close());
    const signal = await openFeedSignal(own, { pollMs: 100, pollMsAlone: never });
    toClose.push(() => signal.close());
    const heard = new Map<string, bigint>();
    for (const id of ids) signal.subscribe(id, (position) => heard.set(id, position));
    const all = vi.fn();
    signal.subscribeAll(all);
    for (const id of ids) await append(own, id);
    while ((await placeEvents(own)).length > 0);
    await vi.waitFor(() => expect([...heard.values()]).toEqual([1n, 1n, 1n]), 5_000);
    await vi.waitFor(() => expect(all).toHaveBeenCalled(), 5_000);

    const statements: string[] = [];
    const stop = own.onQuery(({ sql }) => statements.push(sql));
    await vi.waitFor(() => expect(statements.length).toBeGreaterThan(3), 5_000);
    stop();
    const told = all.mock.calls.length;
    const asked = statements.filter((sql) => !/^(BEGIN|COMMIT)/.test(sql));
    expect(new Set(asked).size).toBe(1);
    // Nothing new: nobody is told.
    expect(all).toHaveBeenCalledTimes(told);
  });
});
