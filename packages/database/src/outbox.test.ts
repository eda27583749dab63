import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Database, openDatabase } from "./database.ts";
import { deferred } from "./deferred.ts";
import { openFeedSignal } from "./feed-signal.ts";
import { appendEvents, placeEvents } from "./outbox.ts";
import { startRelay } from "./relay.ts";
import { availableTestDatabases, createTestDatabase, type TestDatabase } from "./testing.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) test.skip(`the outbox on ${kind} skipped: ${reason}`, () => {});

const event = (type: string) => ({ type, occurredAt: new Date("2026-11-24T12:00:00.123Z"), facts: { nested: [type] } });

describe.each(kinds)("the outbox on %s", (kind) => {
  let database: TestDatabase;
  /** As another process would have it; PGlite has none, so there it is the same. */
  let other: Database;

  beforeAll(async () => {
    database = await createTestDatabase(kind);
    other = kind === "postgres" ? await openDatabase(database.location) : database;
  });
  afterAll(async () => {
    if (other !== database) await other?.close();
    await database?.close();
  });

  const organisation = async () => {
    const id = randomUUID();
    await database.asSystem((tx) =>
      tx.organisation.create({ data: { id, key: id, name: "o", createdAt: new Date() } }),
    );
    return id;
  };
  const append = (organisationId: string, ...types: string[]) =>
    database.transact(organisationId, (tx) => appendEvents(tx, types.map(event)));
  const feed = async (organisationId: string, after: bigint | null = 0n) => {
    const reader = database.reader(organisationId);
    const events = await reader.client.event.findMany({
      where: { position: { gt: after ?? 0n } },
      orderBy: { position: "asc" },
    });
    await reader.end();
    return events;
  };

  test("R13 events are written in order by one statement, as they are given", async () => {
    const id = await organisation();
    const statements: string[] = [];
    const stop = database.onQuery(({ sql }) => statements.push(sql));
    await append(id, "A", "B", "C");
    stop();
    expect(statements.filter((sql) => !/^(BEGIN|COMMIT)/.test(sql))).toHaveLength(1);
    expect(await feed(id)).toEqual([]);
    expect(await placeEvents(database)).toEqual([{ organisationId: id, position: 3n }]);
    expect(await feed(id)).toMatchObject(
      ["A", "B", "C"].map((type, n) => ({
        ...event(type),
        position: BigInt(n + 1),
        organisationId: id,
        actorId: null,
      })),
    );
    expect(await feed(id, 2n)).toHaveLength(1);
    expect(await placeEvents(database)).toEqual([]);
  });

  test("R13 what was rolled back is no event, and leaves no gap", async () => {
    const id = await organisation();
    await append(id, "A");
    const undone = database.transact(id, async (tx) => {
      await appendEvents(tx, [event("B")]);
      throw new Error("undone");
    });
    await expect(undone).rejects.toThrow("undone");
    await append(id, "C");
    await placeEvents(database);
    expect((await feed(id)).map(({ type, position }) => [type, position])).toEqual([
      ["A", 1n],
      ["C", 2n],
    ]);
  });

  // PGlite has one connection, so its transactions commit in the order in which they began.
  if (kind === "postgres") {
    test("R13 a reader that resumes gets the events of a transaction that committed late", async () => {
      const id = await organisation();
      const written = deferred<void>();
      const go = deferred<void>();
      const slow = database.transact(id, async (tx) => {
        await appendEvents(tx, [event("SLOW")]);
        written.resolve();
        await go.promise;
      });
      await written.promise;
      await append(id, "FAST");
      await placeEvents(database);
      const seen = await feed(id);
      expect(seen.map(({ type }) => type)).toEqual(["FAST"]);
      go.resolve();
      await slow;
      await placeEvents(database);
      const rest = await feed(id, seen.at(-1)?.position);
      expect(rest.map(({ type, position }) => [type, position])).toEqual([["SLOW", 2n]]);
      expect(rest[0]?.sequence).toBeLessThan(seen[0]?.sequence ?? 0n);
    });
  }

  test("R13 relays at once leave no gap and no double, in the order of writing", async () => {
    const ids = [await organisation(), await organisation()];
    const writing = Promise.all(
      Array.from({ length: 40 }, async (_, n) => {
        for (const id of ids) await append(id, `${n}-1`, `${n}-2`);
      }),
    );
    let written = false;
    const relay = async (which: Database) => {
      for (let last = false, placed = 1; !(last && placed === 0); ) {
        last = written;
        placed = (await placeEvents(which)).length;
        await new Promise((resolve) => setImmediate(resolve));
      }
    };
    const relays = [relay(database), relay(other), relay(other)];
    await writing;
    written = true;
    await Promise.all(relays);
    for (const id of ids) {
      const events = await feed(id);
      expect(events.map(({ position }) => position)).toEqual(Array.from({ length: 80 }, (_, n) => BigInt(n + 1)));
      for (let n = 0; n < 40; n += 1) {
        const [one, two] = [1, 2].map((part) => events.find(({ type }) => type === `${n}-${part}`)?.position ?? 0n);
        expect(two).toBeGreaterThan(one ?? 0n);
      }
    }
  });

  test("R13 the relay and the signal carry an event to a reader in another process, by call and not by polling", async () => {
    const id = await organisation();
    const relay = await startRelay(other, { pollMs: 3_600_000 });
    const signal = await openFeedSignal(other);
    const heard = vi.fn();
    signal.subscribe(id, heard);
    await append(id, "A");
    await vi.waitFor(() => expect(heard).toHaveBeenLastCalledWith(1n), 5_000);
    await append(id, "B", "C");
    await vi.waitFor(() => expect(heard).toHaveBeenLastCalledWith(3n), 5_000);
    await signal.close();
    await relay.stop();
    await append(id, "D");
    expect(await feed(id)).toHaveLength(3);
    await placeEvents(database);
  });

  test("R13 a reader that throws keeps nobody else from hearing of an event, and is told of", async () => {
    const id = await organisation();
    const onError = vi.fn();
    const signal = await openFeedSignal(database, { onError });
    const failing = () => {
      throw new Error("no luck");
    };
    const [heard, heardOfAll] = [vi.fn(), vi.fn()];
    for (const listener of [failing, heard]) signal.subscribe(id, listener);
    for (const listener of [failing, heardOfAll]) signal.subscribeAll(listener);
    await append(id, "A");
    await placeEvents(database);
    await vi.waitFor(() => expect(heard).toHaveBeenLastCalledWith(1n), 5_000);
    await vi.waitFor(() => expect(heardOfAll).toHaveBeenCalled(), 5_000);
    expect(onError).toHaveBeenCalledWith(new Error("no luck"));
    await signal.close();
  });

  test("R13 the relay finds by polling what nobody called for, and what was left from before", async () => {
    const id = await organisation();
    await append(id, "BEFORE");
    const relay = await startRelay(database, { pollMs: 50 });
    await vi.waitFor(async () => expect(await feed(id)).toHaveLength(1), 5_000);
    await database.asSystem((tx) =>
      tx.event.create({ data: { organisationId: id, type: "SILENT", occurredAt: new Date(), facts: {} } }),
    );
    await vi.waitFor(async () => expect(await feed(id)).toHaveLength(2), 5_000);
    await relay.stop();
  });

  if (kind === "postgres") {
    test("a listener whose connection is cut comes back, and says that it may have missed something", async () => {
      const messages: string[] = [];
      const gap = vi.fn();
      const unlisten = await database.listen("kunna_test", {
        onMessage: (payload) => messages.push(payload),
        onGap: gap,
      });
      await other.asSystem(
        (tx) => tx.$queryRaw`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'kunna listen' AND datname = current_database()`,
      );
      await vi.waitFor(() => expect(gap).toHaveBeenCalled(), 5_000);
      await other.notify("kunna_test", "again");
      await vi.waitFor(() => expect(messages).toEqual(["again"]), 5_000);
      await unlisten();
    });

    test("whoever begins to listen while the connection is cut hears each message once", async () => {
      const gap = vi.fn();
      const toStop = [await database.listen("kunna_test", { onMessage: () => {}, onGap: gap })];
      await other.asSystem(
        (tx) => tx.$queryRaw`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE application_name = 'kunna listen' AND datname = current_database()`,
      );
      await vi.waitFor(() => expect(database.signals.isConnected).toBe(false), 5_000);
      const messages: string[] = [];
      toStop.push(await database.listen("kunna_test", (payload) => messages.push(payload)));
      await vi.waitFor(() => expect(gap).toHaveBeenCalled(), 5_000);
      for (const message of ["one", "two"]) await other.notify("kunna_test", message);
      await vi.waitFor(() => expect(messages).toContain("two"), 5_000);
      expect(messages).toEqual(["one", "two"]);
      for (const stop of toStop) await stop();
    });
  }
});
