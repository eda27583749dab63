import { receiveWebhook, type WebhookEvent } from "@kunna/client/webhooks";
import { availableTestDatabases, createTestDatabase } from "@kunna/database/testing";
import { type EventType, toldFacts, toldFactsOf } from "@kunna/domain";
import { expect, it, onTestFinished } from "vitest";
import { demoSeed } from "../demo-seed.test.support.ts";
import { addPerson, doTo, endpointAt, receiver, webhookSuite } from "./webhooks.test.support.ts";

const { kinds } = await availableTestDatabases();
const [kind = "embedded"] = kinds;
const suite = webhookSuite(kind);

it("what is delivered is received by the client, by the old secret and by the new one", async () => {
  const { server } = suite;
  const admin = await suite.organisation();
  const events: WebhookEvent[] = [];
  const to = await receiver();
  const { id, secret } = await endpointAt(server, admin, to);
  const personId = await addPerson(server, admin);
  await suite.deliver();
  await doTo(server, admin, "sendTestWebhook", id);
  await doTo(server, admin, "rotateWebhookSecret", id);
  await addPerson(server, admin);
  await suite.deliver();
  for (const { headers, body } of to.received) {
    const request = new Request(to.url, { method: "POST", headers: headers as Record<string, string>, body });
    events.push(await receiveWebhook(request, { secrets: secret, now: suite.now() }));
  }
  expect(events).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ type: "PERSON_CREATED", personId, facts: { roles: ["LEARNER"] } }),
      expect.objectContaining({ type: "PING", endpointId: id, occurredAt: expect.any(String) }),
    ]),
  );
  expect(events).toHaveLength(3);
});

/** What a fact is, as toldFactsOf writes it; null where it is not what it may be. */
const isA: Readonly<Record<string, (value: unknown) => boolean>> = {
  ID: (value) => typeof value === "string" && /^[0-9a-f-]{36}$/.test(value),
  String: (value) => typeof value === "string",
  Int: Number.isInteger,
  Float: Number.isFinite,
  Boolean: (value) => typeof value === "boolean",
  DateTime: (value) => typeof value === "string" && new Date(value).toISOString() === value,
  Date: (value) => typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value),
  Duration: (value) => typeof value === "string" && /^P/.test(value),
  JSON: (value) => typeof value === "object",
  "[String!]": (value) => Array.isArray(value) && value.every((one) => typeof one === "string"),
};

it("the facts of the demo's events are what their list says", async () => {
  const database = await createTestDatabase(kind, demoSeed);
  onTestFinished(() => database.close());
  const events = await database.asSystem((tx) => tx.event.findMany({ select: { type: true, facts: true } }));
  const wrong = new Set<string>();
  for (const { type, facts } of events) {
    const told = toldFacts(type, facts as object);
    for (const [name, written] of Object.entries(toldFactsOf[type as EventType])) {
      const value = told[name] ?? null;
      const isSound = value === null ? !written.endsWith("!") : isA[written.replace(/!$/, "")]?.(value);
      if (!isSound) wrong.add(`${type}.${name}: ${written} is ${JSON.stringify(value)}`);
    }
  }
  expect([...wrong]).toEqual([]);
  // Enough of them to mean something.
  expect(new Set(events.map(({ type }) => type)).size).toBeGreaterThan(15);
});
