import { webhookLag } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { failingEndpoint, webhookRetryDelays } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import {
  addPerson,
  ask,
  changePerson,
  doTo,
  endpointAt,
  gate,
  hours,
  lastOf,
  receiver,
  seconds,
  shown,
  tellOf,
  until,
  webhookSuite,
} from "./webhooks.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`webhooks that fail, on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("webhooks that fail, on %s", (kind) => {
  const suite = webhookSuite(kind);

  it("a delivery is tried again by its schedule, under the same id, until it is dead; the next of its subject then goes", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const [to, sound] = [
      await receiver(() => ({ status: 500, text: "x".repeat(10_000) })),
      await addPerson(server, admin),
    ];
    // Else the endpoint, which begins where the feed ends, may be sent that the sound one was created.
    await suite.place();
    const { id } = await endpointAt(server, admin, to);
    const person = await addPerson(server, admin);
    await suite.deliver();
    for (const [index, delay] of webhookRetryDelays.entries()) {
      suite.advance(delay * 0.79);
      expect(await suite.deliver()).toBe(0);
      suite.advance(delay * 0.42);
      // What else is sent succeeds, so that the endpoint is not paused.
      to.answer = ({ event }) => ({ status: event.data.personId === person ? 500 : 204, text: "No." });
      await tellOf(server, admin, sound);
      await suite.deliver();
      expect(to.told().filter((told) => told.endsWith(person))).toHaveLength(index + 2);
    }
    const ids = new Set(to.received.filter(({ event }) => event.data.personId === person).map(({ id }) => id));
    expect(ids.size).toBe(1);
    const { deliveries } = await shown(server, admin, id);
    expect(deliveries[0]).toMatchObject({
      messageId: [...ids][0],
      status: "DEAD",
      attempts: webhookRetryDelays.length + 1,
      nextAttemptAt: null,
      statusCode: 500,
      settledAt: suite.now().toISOString(),
    });
    to.received.length = 0;
    await changePerson(server, admin, person);
    to.answer = () => ({});
    await suite.deliver();
    expect(to.told()).toEqual([`PERSON_CHANGED ${person}`]);

    expect(await webhookLag(server.services.database, suite.now())).toMatchObject({ dead: 1, pending: 0, behind: 0 });
    expect(await doTo(server, admin, "replayWebhookDelivery", deliveries[0].id)).toBe("WebhookDelivery");
    await suite.deliver();
    expect(lastOf(to).id).toBe([...ids][0]);
    expect((await shown(server, admin, id)).deliveries[0]).toMatchObject({ status: "DELIVERED", statusCode: 204 });
  });

  it("an answer is kept by its beginning alone", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver(() => ({ status: 400, text: `\u0000${"å".repeat(100_000)}` }));
    const { id } = await endpointAt(server, admin, to);
    await addPerson(server, admin);
    await suite.deliver();
    const { deliveries } = await shown(server, admin, id);
    expect(deliveries[0].answer).toBe(`\uFFFD${"å".repeat(499)}`);
  });

  it("Retry-After is waited for, also by other subjects when the endpoint speaks for itself", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver(() => ({ status: 503, headers: { "retry-after": "600" } }));
    await endpointAt(server, admin, to);
    const first = await addPerson(server, admin);
    await suite.deliver();
    await addPerson(server, admin);
    // The receiver is down, and no worker is late.
    const lag = await webhookLag(server.services.database, new Date(suite.now().getTime() + 60_000));
    expect(lag).toMatchObject({ pending: 1, oldestPendingSeconds: 60, overdueSeconds: 0 });
    to.answer = () => ({});
    suite.advance(seconds(599));
    expect(await suite.deliver()).toBe(0);
    suite.advance(seconds(1));
    expect(await suite.deliver()).toBe(2);
    expect(to.told().filter((told) => told.endsWith(first))).toHaveLength(2);
  });

  it("of several answers under way at once, the longest rest that was asked for holds", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    const { id } = await endpointAt(server, admin, to);
    const [first] = [await addPerson(server, admin), await addPerson(server, admin)];
    const recorded = gate();
    to.answer = ({ event }) =>
      event.data.personId === first
        ? { status: 503, headers: { "retry-after": "600" } }
        : { status: 500, when: recorded.opened };
    const delivering = suite.deliver();
    await until(async () => {
      const { deliveries } = await shown(server, admin, id);
      return deliveries.some(({ attempts }: { attempts: number }) => attempts === 1);
    });
    recorded.open();
    expect(await delivering).toBe(2);
    suite.advance(seconds(599));
    expect(await suite.deliver()).toBe(0);
    suite.advance(seconds(1));
    expect(await suite.deliver()).toBe(2);
  });

  it("an endpoint that fails for a day is paused and its owner told; resumed, it gets all, from where it stood", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver(() => ({ status: 500 }));
    const { id } = await endpointAt(server, admin, to);
    const person = await addPerson(server, admin);
    for (let hour = 0; hour < 48; hour++) {
      await suite.deliver();
      suite.advance(hours(1));
    }
    const paused = await shown(server, admin, id);
    expect(paused).toMatchObject({ status: "PAUSED", pauseReason: "FAILING" });
    const told = "{ events(filter: { types: [WEBHOOK_ENDPOINT_PAUSED] }) { person { id } actor { id } facts } }";
    expect((await ask(server, admin, told)).events).toEqual([
      {
        person: { id: Buffer.from(`Person:${admin.personId}`).toString("base64url") },
        actor: null,
        facts: { cause: "FAILING", endpointId: expect.any(String) },
      },
    ]);
    const asked = to.received.length;
    const later = await addPerson(server, admin);
    await changePerson(server, admin, person);
    suite.advance(hours(48));
    expect(await suite.deliver()).toBe(0);
    expect(to.received).toHaveLength(asked);
    // Nothing was made of the feed meanwhile.
    expect((await shown(server, admin, id)).cursor).toBe(paused.cursor);
    expect(await webhookLag(server.services.database, suite.now())).toMatchObject({ paused: 1, pending: 0, behind: 0 });

    to.received.length = 0;
    to.answer = () => ({});
    expect(await doTo(server, admin, "resumeWebhookEndpoint", id)).toBe("WebhookEndpoint");
    await suite.deliver();
    expect(to.told().filter((one) => one.endsWith(person))).toEqual([
      `PERSON_CREATED ${person}`,
      `PERSON_CHANGED ${person}`,
    ]);
    expect(to.told()).toContain(`PERSON_CREATED ${later}`);
    expect(await shown(server, admin, id)).toMatchObject({ status: "ACTIVE", pauseReason: null, failingSince: null });
  });

  it("an endpoint that only fails is asked now and then, not for each event that waits", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver(() => ({ status: 500 }));
    await endpointAt(server, admin, to);
    for (let n = 0; n < 20; n++) await addPerson(server, admin);
    await suite.deliver();
    // Those that were under way together when the fifth failed.
    expect(to.received.length).toBeGreaterThanOrEqual(5);
    expect(to.received.length).toBeLessThanOrEqual(10);
    const before = to.received.length;
    suite.advance(seconds(300));
    await suite.deliver();
    expect(to.received.length).toBe(before + 1);
    to.answer = () => ({});
    suite.advance(seconds(300));
    await suite.deliver();
    expect(
      new Set(to.received.filter(({ event }) => event.data.type === "PERSON_CREATED").map(({ id }) => id)).size,
    ).toBe(20);
  });

  it("an endpoint that answers 410 is paused at once, and loses nothing", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver(() => ({ status: 410 }));
    const { id } = await endpointAt(server, admin, to);
    const person = await addPerson(server, admin);
    await suite.deliver();
    suite.advance(hours(1));
    await suite.deliver();
    expect(to.received).toHaveLength(1);
    expect(await shown(server, admin, id)).toMatchObject({ status: "PAUSED", pauseReason: "GONE" });
    to.answer = () => ({});
    await doTo(server, admin, "resumeWebhookEndpoint", id);
    await suite.deliver();
    expect(to.told()).toEqual([`PERSON_CREATED ${person}`, `PERSON_CREATED ${person}`]);
  });

  it("a redirect is not followed", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const elsewhere = await receiver();
    const to = await receiver(() => ({ status: 307, headers: { location: elsewhere.url } }));
    const { id } = await endpointAt(server, admin, to);
    await addPerson(server, admin);
    await suite.deliver();
    expect(elsewhere.received).toEqual([]);
    expect((await shown(server, admin, id)).deliveries[0]).toMatchObject({ status: "PENDING", statusCode: 307 });
  });

  it("secrets that can't be read here say nothing of the endpoint, which is not paused for them", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    const { id } = await endpointAt(server, admin, to);
    for (let n = 0; n < 2; n++) await addPerson(server, admin);
    const elsewhere = { ...server.services, installationSecret: new Uint8Array(32) };
    for (let hour = 0; hour < 30; hour++) {
      await suite.deliver(elsewhere);
      suite.advance(hours(1));
    }
    const { status, failingSince, deliveries } = await shown(server, admin, id);
    expect([status, failingSince]).toEqual(["ACTIVE", null]);
    expect(deliveries[0]).toMatchObject({ status: "PENDING", error: "SECRET_NOT_READABLE" });
    expect(deliveries[0].attempts + deliveries[1].attempts).toBeGreaterThan(failingEndpoint.attempts);
    suite.advance(hours(24));
    expect(await suite.deliver()).toBe(2);
    expect(to.received).toHaveLength(2);
  });

  it("a delivery whose event is there no longer is dead at once, and says nothing of the endpoint", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver(() => ({ status: 500 }));
    const { id } = await endpointAt(server, admin, to);
    await addPerson(server, admin);
    await suite.deliver();
    const { failingSince } = await shown(server, admin, id);
    await server.services.database.asSystem((tx) =>
      tx.webhookDelivery.updateMany({ data: { eventId: crypto.randomUUID() } }),
    );
    suite.advance(seconds(10));
    expect(await suite.deliver()).toBe(1);
    expect(to.received).toHaveLength(1);
    const after = await shown(server, admin, id);
    expect(after.failingSince).toBe(failingSince);
    expect(after.deliveries[0]).toMatchObject({ status: "DEAD", error: "EVENT_GONE", attempts: 2 });
    expect(await server.services.database.asSystem((tx) => tx.webhookEndpoint.findMany())).toEqual([
      expect.objectContaining({ failures: 1 }),
    ]);
  });
});
