import { availableTestDatabases, redisUnavailable } from "@kunna/database/testing";
import { expect, it } from "vitest";
import { delivery, webhookDelivery } from "./checks.ts";
import { killKinds } from "./reaper.ts";
import { runChaos } from "./run.ts";
import type { Subscriber } from "./subscribers.ts";

const { kinds, skipped } = await availableTestDatabases();
const missing = kinds.includes("postgres") ? redisUnavailable() : (skipped[0]?.reason ?? "no PostgreSQL server");

it.skipIf(missing)(
  `R13 loses no event, doubles none and keeps the order while servers, Redis and connections are killed${missing ? ` skipped: ${missing}` : ""}`,
  { timeout: 300_000 },
  async () => {
    const report = await runChaos({ seconds: 25, seed: 7, pauses: { least: 1_000, most: 3_000 }, organisations: 2 });
    expect(report.problems).toEqual([]);
    for (const one of report.deliveries)
      expect(one).toMatchObject({ lost: 0, duplicated: 0, outOfOrder: 0, delivered: one.expected });
    for (const one of report.webhooks) expect(one).toMatchObject({ lost: 0, outOfOrder: 0, delivered: one.expected });
    for (const kind of killKinds) expect([kind, report.kills[kind]]).not.toEqual([kind, 0]);
    expect(report.acknowledged).toBeGreaterThan(20);
  },
);

it("counts what a subscriber did not get, got twice, or got too late", () => {
  const feed = ["a", "b", "c", "d"].map((cursor) => ({ cursor, type: cursor === "d" ? "Y" : "X", person: null }));
  const of = (seen: string[], types: string[] | null = null) => {
    const { lost, duplicated, outOfOrder } = delivery({ name: "", seen, types } as unknown as Subscriber, feed);
    return [lost, duplicated, outOfOrder];
  };
  expect(of(["a", "b", "c", "d"])).toEqual([0, 0, 0]);
  expect(of(["a", "b", "d"])).toEqual([1, 0, 0]);
  expect(of(["a", "b", "b", "c", "d"])).toEqual([0, 1, 0]);
  expect(of(["a", "c", "b", "d"])).toEqual([0, 0, 1]);
  expect(of(["a", "b", "c"], ["X"])).toEqual([0, 0, 0]);
  // What it did not ask for, or what the feed does not have.
  expect(of(["a", "b", "c", "d"], ["X"])).toEqual([0, 0, 1]);
  expect(of(["a", "b", "c", "d", "?"])).toEqual([0, 0, 1]);
});

it("lets a webhook come again, and counts one that never came, or came before an earlier one of its subject", () => {
  const feed = ["a", "b", "c"].map((cursor) => ({ cursor, type: "PERSON_CREATED", person: null }));
  const of = (...received: [cursor: string, subject: string][]) => {
    const came = received.map(([cursor, subject]) => ({ organisationId: "", cursor, subject }));
    const { lost, duplicated, outOfOrder } = webhookDelivery("", feed, came);
    return [lost, duplicated, outOfOrder];
  };
  expect(of(["b", "1"], ["a", "2"], ["c", "2"])).toEqual([0, 0, 0]);
  expect(of(["a", "1"], ["b", "1"], ["a", "1"], ["c", "1"])).toEqual([0, 1, 0]);
  expect(of(["b", "1"], ["a", "1"], ["c", "1"])).toEqual([0, 0, 1]);
  expect(of(["a", "1"], ["c", "1"])).toEqual([1, 0, 0]);
});
