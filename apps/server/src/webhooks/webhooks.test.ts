import { encodeId } from "@kunna/api";
import { appendEvents } from "@kunna/database";
import { availableTestDatabases } from "@kunna/database/testing";
import { eventTypes } from "@kunna/domain";
import { createTestServer } from "@kunna/testing";
import { CloudEvent, HTTP } from "cloudevents";
import { Webhook } from "standardwebhooks";
import { describe, expect, it, onTestFinished } from "vitest";
import { webhookSender } from "./webhook-sender.ts";
import {
  addPerson,
  ask,
  changePerson,
  create,
  doTo,
  endpointAt,
  lastOf,
  receiver,
  seconds,
  shown,
  webhookSuite,
} from "./webhooks.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`webhooks on ${kind}`, ({ skip }) => skip(reason));

describe.each(kinds)("webhooks on %s", (kind) => {
  const suite = webhookSuite(kind);

  it("an event arrives as a CloudEvent, signed by Standard Webhooks, with ids and facts and nobody's name", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    const { secret } = await endpointAt(server, admin, to);
    const personId = await addPerson(server, admin);
    await suite.deliver();
    expect(to.received).toHaveLength(1);
    const { headers, body, event } = lastOf(to);
    expect(headers["content-type"]).toBe("application/cloudevents+json; charset=utf-8");
    const verified = new Webhook(secret).verify(body, headers as Record<string, string>);
    expect(verified).toEqual(event);
    expect(() =>
      new Webhook(`whsec_${btoa("x".repeat(32))}`).verify(body, headers as Record<string, string>),
    ).toThrow();
    const parsed = HTTP.toEvent({ headers, body });
    expect(parsed).toBeInstanceOf(CloudEvent);
    expect((parsed as CloudEvent<unknown>).validate()).toBe(true);
    const { key } = (await ask(server, admin, "{ organisation { key } }")).organisation;
    const { events } = await ask(
      server,
      admin,
      "{ events(filter: { types: [PERSON_CREATED] }) { cursor occurredAt facts } }",
    );
    const [{ cursor, occurredAt, facts }] = events;
    expect(event).toEqual({
      specversion: "1.0",
      id: headers["webhook-id"],
      source: `https://kunna.example.org/organisations/${key}`,
      type: "org.kunna.person_created",
      subject: `people/${personId}`,
      time: occurredAt,
      datacontenttype: "application/json",
      data: {
        cursor,
        type: "PERSON_CREATED",
        occurredAt,
        dueAt: null,
        actorId: Buffer.from(`Person:${admin.personId}`).toString("base64url"),
        personId,
        programId: null,
        versionId: null,
        enrolmentId: null,
        evidenceId: null,
        certificateId: null,
        facts,
      },
    });
    expect(body).not.toMatch(/Nils|Ada|example\.org"/);
  });

  it("what people wrote in the facts of an event stays, whatever the type", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    await endpointAt(server, admin, to, { types: null });
    const facts = {
      revision: 2,
      requestId: "id",
      reason: "Words",
      missing: ["Words"],
      notMet: ["Words"],
      comment: "Words",
    };
    const events = Object.keys(eventTypes).map((type) => ({ type, occurredAt: suite.now(), facts }));
    await server.services.database.transact(admin.organisationId, (tx) => appendEvents(tx, events));
    await suite.deliver();
    expect(new Set(to.received.map(({ event }) => event.data.type))).toEqual(new Set(Object.keys(eventTypes)));
    for (const { body } of to.received) expect(body).not.toMatch(/Words|reason|missing|notMet|comment/);
    const returned = to.received.find(({ event }) => event.data.type === "EVIDENCE_RETURNED");
    expect(returned?.event.data.facts).toEqual({ revision: 2 });
  });

  it("what is about one subject arrives in order, and waits while an earlier one fails; other subjects go on", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    const { id } = await endpointAt(server, admin, to);
    const [failing, sound] = [await addPerson(server, admin), await addPerson(server, admin)];
    to.answer = ({ event }) => ({ status: event.data.personId === failing ? 500 : 200 });
    for (const person of [failing, sound, failing, sound]) await changePerson(server, admin, person);
    await suite.deliver();
    expect(to.told().filter((told) => told.endsWith(failing))).toEqual([`PERSON_CREATED ${failing}`]);
    expect(to.told().filter((told) => told.endsWith(sound))).toEqual([
      `PERSON_CREATED ${sound}`,
      `PERSON_CHANGED ${sound}`,
      `PERSON_CHANGED ${sound}`,
    ]);
    const { deliveries } = await shown(server, admin, id);
    expect(deliveries.map(({ status }: { status: string }) => status).toSorted()).toEqual([
      "DELIVERED",
      "DELIVERED",
      "DELIVERED",
      "PENDING",
      "PENDING",
      "PENDING",
    ]);
    to.received.length = 0;
    to.answer = () => ({});
    await suite.deliver();
    expect(to.told()).toEqual([]);
    suite.advance(seconds(6));
    await suite.deliver();
    expect(to.told()).toEqual([`PERSON_CREATED ${failing}`, `PERSON_CHANGED ${failing}`, `PERSON_CHANGED ${failing}`]);
  });

  it("an endpoint is sent what it asks for, of its own organisation alone, from when it was created or a place before", async () => {
    const { server } = suite;
    const [admin, stranger] = [await suite.organisation(), await suite.organisation()];
    const [all, some, theirs, earlier] = [await receiver(), await receiver(), await receiver(), await receiver()];
    const before = await addPerson(server, admin);
    await suite.deliver();
    await endpointAt(server, admin, all, { types: null });
    await endpointAt(server, admin, some, { types: ["PERSON_CHANGED"] });
    await endpointAt(server, stranger, theirs, { types: null });
    await endpointAt(server, admin, earlier, { after: Buffer.from("feed:0").toString("base64url") });
    const person = await addPerson(server, admin);
    await changePerson(server, admin, person);
    await suite.deliver();
    expect(all.told().filter((told) => told.startsWith("PERSON"))).toEqual([
      `PERSON_CREATED ${person}`,
      `PERSON_CHANGED ${person}`,
    ]);
    expect(all.received.map(({ event }) => event.type)).toContain("org.kunna.webhook_endpoint_created");
    expect(some.told()).toEqual([`PERSON_CHANGED ${person}`]);
    expect(theirs.received.map(({ event }) => event.type)).toEqual(["org.kunna.webhook_endpoint_created"]);
    expect(earlier.told().toSorted()).toEqual(
      [`PERSON_CREATED ${before}`, `PERSON_CREATED ${person}`, `PERSON_CHANGED ${person}`].toSorted(),
    );
  });

  it("an endpoint of one program is sent what happens in it, and nothing else", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const { organisationId, personId } = admin;
    const [to, about] = [await receiver(), { occurredAt: suite.now(), personId, facts: {} }];
    const [one, other] = await server.services.database.transact(organisationId, (tx) =>
      tx.program.createManyAndReturn({
        data: ["one", "other"].map((key) => ({ organisationId, key, createdAt: suite.now() })),
        select: { id: true },
      }),
    );
    const programId = encodeId("Program", one?.id ?? "");
    await endpointAt(server, admin, to, { types: null, programId });
    const events = [one, other, null].map((program) => ({
      ...about,
      type: "PERSON_ENROLLED",
      programId: program?.id ?? null,
    }));
    await server.services.database.transact(organisationId, (tx) => appendEvents(tx, events));
    await suite.deliver();
    expect(to.received.map(({ event }) => [event.data.type, event.data.programId])).toEqual([
      ["PERSON_ENROLLED", programId],
    ]);
  });

  it("an endpoint's secret is shown once, kept encrypted, and after a rotation the old one signs beside it for a day", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver();
    const { id, secret: first } = await endpointAt(server, admin, to);
    const rotate = `mutation ($id: ID!) { rotateWebhookSecret(endpointId: $id) { ... on IssuedWebhookSecret { secret } } }`;
    const second = (await ask(server, admin, rotate, { id })).rotateWebhookSecret.secret;
    expect(second).not.toBe(first);
    const kept = await server.services.database.asSystem((tx) => tx.webhookSecret.findMany());
    for (const { encryptedSecret } of kept) {
      expect(Buffer.from(encryptedSecret).toString("latin1")).not.toContain(first.slice(6));
      expect(Buffer.from(encryptedSecret).toString("latin1")).not.toContain("whsec_");
    }
    /** Which of the secrets verify what comes next. */
    const signers = async () => {
      await addPerson(server, admin);
      await suite.deliver();
      const { headers, body } = lastOf(to);
      const signatures = String(headers["webhook-signature"]).split(" ");
      // The verifier's clock can't be moved: it looks at the signature alone.
      const at = new Date(Number(headers["webhook-timestamp"]) * 1_000);
      return [first, second].map((secret) =>
        signatures.includes(new Webhook(secret).sign(String(headers["webhook-id"]), at, body)),
      );
    };
    expect(await signers()).toEqual([true, true]);
    suite.advance(seconds(24 * 3_600 - 1));
    expect(await signers()).toEqual([true, true]);
    suite.advance(seconds(1));
    expect(await signers()).toEqual([false, true]);
  });

  it("a test arrives though the endpoint be paused, once, and is no event of the feed", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const to = await receiver(() => ({ status: 418, text: "I am a teapot" }));
    const { id } = await endpointAt(server, admin, to);
    expect(await doTo(server, admin, "pauseWebhookEndpoint", id)).toBe("WebhookEndpoint");
    expect(await doTo(server, admin, "sendTestWebhook", id)).toBe("WebhookDelivery");
    await suite.deliver();
    suite.advance(seconds(3_600));
    await suite.deliver();
    expect(to.received.map(({ event }) => event.type)).toEqual(["org.kunna.ping"]);
    expect(HTTP.toEvent(lastOf(to))).toBeInstanceOf(CloudEvent);
    const { deliveries, failingSince } = await shown(server, admin, id);
    expect(failingSince).toBeNull();
    expect(deliveries).toEqual([
      expect.objectContaining({ type: null, status: "DEAD", attempts: 1, statusCode: 418, answer: "I am a teapot" }),
    ]);
  });

  it("an address of a private network is refused when an endpoint is created or changed, and nothing is written", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const { url } = await receiver();
    const { id } = (await create(server, admin, { url })).endpoint;
    const strict = await createTestServer(server.services.database, { now: suite.now, webhooks: webhookSender() });
    onTestFinished(() => strict.close());
    const refused = { __typename: "WebhookAddressRefused", code: "WEBHOOK_ADDRESS_REFUSED" };
    expect(await create(strict, admin, { url })).toEqual({ ...refused, problem: "PRIVATE_ADDRESS" });
    expect(await create(strict, admin, { url: "http://8.8.8.8/" })).toEqual({ ...refused, problem: "NOT_HTTPS" });
    const change = `mutation ($input: ChangeWebhookEndpointInput!) { changeWebhookEndpoint(input: $input) {
      ... on WebhookEndpoint { url description types } ... on Refusal { code } } }`;
    const changed = async (input: object) =>
      (await ask(strict, admin, change, { input: { endpointId: id, ...input } })).changeWebhookEndpoint;
    expect(await changed({ url: "https://10.0.0.1/", description: "New" })).toEqual({ code: refused.code });
    // What is not changed is not checked again.
    expect(await changed({ description: "New", types: ["PERSON_CREATED"] })).toEqual({
      url,
      description: "New",
      types: ["PERSON_CREATED"],
    });
    expect(await changed({ types: null })).toEqual({ url, description: "New", types: [] });
    expect((await ask(server, admin, "{ webhookEndpoints { totalCount } }")).webhookEndpoints.totalCount).toBe(1);
  });

  it("an idempotency key makes it safe to create an endpoint again", async () => {
    const { server } = suite;
    const admin = await suite.organisation();
    const { url } = await receiver();
    const first = await create(server, admin, { url }, "k");
    expect(first.__typename).toBe("IssuedWebhookSecret");
    expect(await create(server, admin, { url }, "k")).toMatchObject({ code: "SECRET_SHOWN_ONCE" });
    expect((await ask(server, admin, "{ webhookEndpoints { totalCount } }")).webhookEndpoints.totalCount).toBe(1);
  });
});
