import { webhookLag } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { webhookRetryDelays } from "@kunna/domain";
import { describe, expect, it } from "vitest";
import { webhookSender } from "./webhook-sender.ts";
import {
  addPerson,
  ask,
  changePerson,
  doTo,
  endpointAt,
  hours,
  lastOf,
  receiver,
  seconds,
  shown,
  webhookSuite,
} from "./webhooks.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`webhooks that fail, on ${kind}`, ({ skip }) => skip(reason));

const loopback = webhookSender({ allowPrivate: true });
const impatient = webhookSender({ allowPrivate: true, timeout: 5_000 });

describe.each(kinds)("webhooks that fail, on %s", (kind) => {
  const suite = webhookSuite(kind);

  it("a delivery is tried again by its schedule, under the same id, until it is dead; the next of its subject then goes", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const [to, sound] = [
      await receiver(() => ({ status: 500, text: "x".repeat(10_000) })),
      await addPerson(server, admin),
    ];
    const { id } = await endpointAt(server, admin, to);
    const person = await addPerson(server, admin);
    await suite.deliver();
    for (const [index, delay] of webhookRetryDelays.entries()) {
      suite.advance(delay * 0.79);
      expect(await suite.deliver()).toBe(0);
      suite.advance(delay * 0.42);
      // What else is sent succeeds, so that the endpoint is not paused.
      to.answer = ({ event }) => ({ status: event.data.personId === person ? 500 : 204, text: "No." });
      await changePerson(server, admin, sound);
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

  it("a worker that dies after it has sent: another sends it again under the same id, and none is lost", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    const { id } = await endpointAt(server, admin, to);
    const person = await addPerson(server, admin);
    await changePerson(server, admin, person);
    const dying = suite.other({
      ...loopback,
      async send(message, signal) {
        await loopback.send(message, signal);
        throw new Error("The process is killed.");
      },
    });
    await expect(suite.deliver(dying)).rejects.toThrow("killed");
    const lagAfter = async (ms: number) =>
      (await webhookLag(server.services.database, new Date(suite.now().getTime() + ms))).overdueSeconds;
    expect([await lagAfter(seconds(59)), await lagAfter(seconds(90))]).toEqual([0, 90]);
    expect(to.told()).toEqual([`PERSON_CREATED ${person}`]);
    expect((await shown(server, admin, id)).deliveries[0]).toMatchObject({ status: "PENDING", attempts: 0 });
    // Nobody takes it over while the dead one may be at it.
    suite.advance(seconds(59));
    expect(await suite.deliver()).toBe(0);
    suite.advance(seconds(1));
    expect(await suite.deliver()).toBe(2);
    expect(to.told()).toEqual([`PERSON_CREATED ${person}`, `PERSON_CREATED ${person}`, `PERSON_CHANGED ${person}`]);
    expect(to.received[1]?.id).toBe(to.received[0]?.id);
  });

  it("workers at once send each event once, and of each subject in order", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    const { id } = await endpointAt(server, admin, to);
    const people = [];
    for (let n = 0; n < 8; n++) people.push(await addPerson(server, admin));
    for (let n = 0; n < 3; n++) for (const person of people) await changePerson(server, admin, person);
    const workers = [1, 2, 3].map(() => suite.deliver(suite.other(loopback)));
    await Promise.all(workers);
    await suite.deliver();
    const { deliveries } = await shown(server, admin, id);
    const made = { status: "DELIVERED", attempts: 1, error: null };
    expect(deliveries).toEqual(Array.from({ length: 32 }, () => expect.objectContaining(made)));
    expect(to.received).toHaveLength(32);
    expect(new Set(to.received.map(({ id }) => id)).size).toBe(32);
    const { events } = await ask(
      server,
      admin,
      "{ events(filter: { types: [PERSON_CREATED, PERSON_CHANGED] }) { cursor person { id } } }",
    );
    const cursorsOf = (person: string) =>
      events
        .filter((event: { person: { id: string } }) => event.person.id === person)
        .map(({ cursor }: { cursor: string }) => cursor);
    for (const person of people) {
      const sent = to.received.filter(({ event }) => event.data.personId === person);
      expect(sent.map(({ event }) => event.data.cursor)).toEqual(cursorsOf(person));
    }
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

  it("an endpoint that never answers holds up no other, whoever's", async () => {
    const { server } = suite;
    const [admin, stranger] = [await suite.organisation(), await suite.organisation()];
    const [hanging, sound, theirs] = [await receiver(() => ({ hang: true })), await receiver(), await receiver()];
    const { id } = await endpointAt(server, admin, hanging);
    await endpointAt(server, admin, sound);
    await endpointAt(server, stranger, theirs);
    for (let n = 0; n < 6; n++) await addPerson(server, admin);
    // It ends when the hanging ones time out. What happens meanwhile is sent meanwhile.
    const delivering = suite.deliver(suite.other(impatient));
    await until(() => hanging.received.length >= 5 && sound.received.length === 6);
    await addPerson(server, stranger);
    await addPerson(server, admin);
    await until(() => theirs.received.length === 1 && sound.received.length === 7);
    expect(
      (await shown(server, admin, id)).deliveries.every(({ attempts }: { attempts: number }) => attempts === 0),
    ).toBe(true);
    await delivering;
    const { deliveries } = await shown(server, admin, id);
    expect(deliveries[0]).toMatchObject({ status: "PENDING", statusCode: null, error: "TIMED_OUT" });
  });

  it("a range of the feed is sent again: what was sent, what died, and what never was", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    const before = await addPerson(server, admin);
    await suite.deliver();
    const { id } = await endpointAt(server, admin, to);
    const [one, other] = [await addPerson(server, admin), await addPerson(server, admin)];
    await changePerson(server, admin, one);
    await suite.deliver();
    const sent = to.received.map((received) => received.id);
    to.received.length = 0;
    const replay = `mutation ($input: ReplayWebhooksInput!) { replayWebhooks(input: $input) {
      ... on WebhookReplay { replayed isComplete cursor endpoint { cursor } } ... on Refusal { code } } }`;
    const replayed = async (input: object) =>
      (await ask(server, admin, replay, { input: { endpointId: id, ...input } })).replayWebhooks;
    const start = Buffer.from("feed:0").toString("base64url");
    const all = await replayed({ after: start });
    expect(all).toEqual({
      replayed: 4,
      isComplete: true,
      cursor: expect.any(String),
      endpoint: { cursor: all.cursor },
    });
    // What waits already does not wait twice.
    expect((await replayed({ after: start })).replayed).toBe(0);
    await suite.deliver();
    expect(to.told().toSorted()).toEqual(
      [before, one, other]
        .map((person) => `PERSON_CREATED ${person}`)
        .concat(`PERSON_CHANGED ${one}`)
        .toSorted(),
    );
    expect(to.told().indexOf(`PERSON_CREATED ${one}`)).toBeLessThan(to.told().indexOf(`PERSON_CHANGED ${one}`));
    expect(to.received.map((received) => received.id)).toEqual(expect.arrayContaining(sent));
    const { events } = await ask(
      server,
      admin,
      "{ events(filter: { types: [PERSON_CREATED] }) { cursor person { id } } }",
    );
    const [, { cursor: until }] = events;
    to.received.length = 0;
    expect(await replayed({ after: start, until })).toMatchObject({ replayed: 2, cursor: until });
    await suite.deliver();
    expect(to.told().toSorted()).toEqual([before, one].map((person) => `PERSON_CREATED ${person}`).toSorted());
    expect(await replayed({ after: until, until: start })).toEqual({ code: "INVALID_INPUT" });
  });
});

/** Waits until it is so; the test's own time limit is the only one. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}
