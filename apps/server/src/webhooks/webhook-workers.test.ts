import { deliverWebhooks, webhookLag } from "@kunna/api";
import { availableTestDatabases } from "@kunna/database/testing";
import { describe, expect, it } from "vitest";
import { webhookSender } from "./webhook-sender.ts";
import {
  addPerson,
  ask,
  changePerson,
  endpointAt,
  gate,
  receiver,
  seconds,
  shown,
  until,
  webhookSuite,
} from "./webhooks.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`workers that send webhooks, on ${kind}`, ({ skip }) => skip(reason));

const loopback = webhookSender({ allowPrivate: true });
const impatient = webhookSender({ allowPrivate: true, timeout: 5_000 });

describe.each(kinds)("workers that send webhooks, on %s", (kind) => {
  const suite = webhookSuite(kind);

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

  it("what fails for one endpoint is told at once, while another's answer is waited for", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const answered = gate();
    const [slow, broken] = [await receiver(() => ({ when: answered.opened })), await receiver()];
    await endpointAt(server, admin, slow);
    await endpointAt(server, admin, broken);
    await addPerson(server, admin);
    const services = suite.other({
      ...loopback,
      async send(message, signal) {
        if (message.url === broken.url) throw new Error("It can't be sent.");
        return loopback.send(message, signal);
      },
    });
    await suite.place();
    const told: unknown[] = [];
    const delivering = deliverWebhooks(services, undefined, (error) => told.push(error));
    await until(() => slow.received.length === 1 && told.length === 1);
    answered.open();
    expect(await delivering).toBe(2);
    expect(told).toEqual([new Error("It can't be sent.")]);
  });

  it("an endpoint that another is making deliveries for is not waited for", async ({ skip }) => {
    if (kind !== "postgres") return skip("the embedded database has one connection");
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    await endpointAt(server, admin, to);
    await addPerson(server, admin);
    await suite.place();
    await server.services.database.transact(admin.organisationId, async (tx) => {
      await tx.$queryRaw`SELECT FROM "WebhookEndpoint" FOR NO KEY UPDATE`;
      expect(await deliverWebhooks(server.services)).toBe(0);
    });
    expect(await deliverWebhooks(server.services)).toBe(1);
  });

  it("what the feed brings in a burst is looked at together", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const answered = gate();
    const to = await receiver(() => ({ when: answered.opened }));
    await endpointAt(server, admin, to);
    await addPerson(server, admin);
    await suite.place();
    let call = () => {};
    const feed = Object.assign(Object.create(server.services.feed), {
      subscribeAll: (told: () => void) => {
        call = told;
        return () => {};
      },
    });
    let looked = 0;
    const stop = server.services.database.onQuery(({ sql }) => {
      if (/FROM "WebhookEndpoint" e\s+JOIN "Feed"/.test(sql)) looked += 1;
    });
    const start = performance.now();
    const delivering = deliverWebhooks({ ...server.services, feed });
    await until(() => to.received.length === 1);
    for (let n = 0; n < 100; n++) {
      call();
      await server.services.database.asSystem((tx) => tx.$queryRaw`SELECT 1`);
    }
    const most = (performance.now() - start) / 250;
    stop();
    answered.open();
    await delivering;
    // Once at the beginning, once when the first attempt had begun, and then four times a second at most.
    expect(looked).toBeLessThanOrEqual(most + 3);
  });
});
