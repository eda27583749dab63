import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { deliverWebhooks, type WebhookSender } from "@kunna/api";
import { appendEvents, placeEvents } from "@kunna/database";
import { createTestDatabase, type TestDatabaseKind } from "@kunna/database/testing";
import type { Actor } from "@kunna/domain";
import { createTestServer, seedOrganisation, type TestServer } from "@kunna/testing";
import { afterAll, afterEach, beforeAll, beforeEach, onTestFinished } from "vitest";
import { webhookSender } from "./webhook-sender.ts";

/** What a receiver was sent. */
export interface Received {
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  // biome-ignore lint/suspicious/noExplicitAny: what was sent is asserted by the test, field by field.
  readonly event: any;
}

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly text?: string;
  /** It is answered only then. */
  readonly when?: Promise<void>;
  /** Nothing is answered. */
  readonly hang?: boolean;
  /** The answer begins, and never ends. */
  readonly endless?: boolean;
}

export interface Receiver {
  readonly url: string;
  /** All that came, in order, whatever it was answered. */
  readonly received: Received[];
  /** What to answer from now on. */
  answer: (received: Received) => Reply;
  /** The types that came, with the ids of whom they concern. */
  told(): string[];
}

/** A receiver on this machine, for the test that runs. */
export async function receiver(answer: Receiver["answer"] = () => ({})): Promise<Receiver> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const { headers } = request;
    const one = { id: String(headers["webhook-id"]), headers, body, event: JSON.parse(body) };
    received.push(one);
    const { status = 204, headers: more = {}, text, when, hang = false, endless = false } = own.answer(one);
    await when;
    if (endless) response.writeHead(200).write("x".repeat(1_000));
    else if (!hang) response.writeHead(status, more).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const own: Receiver = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answer,
    told: () => received.map(({ event }) => `${event.data.type} ${event.data.personId}`),
  };
  return own;
}

/** What a receiver was sent last. */
export function lastOf({ received }: Receiver): Received {
  const last = received.at(-1);
  if (!last) throw new Error("Nothing was received.");
  return last;
}

const second = 1_000;
export const hours = (count: number) => count * 3_600 * second;
export const seconds = (count: number) => count * second;

export interface WebhookSuite {
  readonly server: TestServer;
  /** Another process on the same database, with its own sender. */
  readonly other: (webhooks: WebhookSender) => TestServer["services"];
  readonly now: () => Date;
  /** Moves the clock on. */
  advance(milliseconds: number): void;
  /** Gives what was told its place in the feeds. */
  place(): Promise<void>;
  /** Places what was told, and sends what is due. */
  deliver(services?: TestServer["services"]): Promise<number>;
  /** A new organisation; gives its administrator. */
  organisation(): Promise<Actor>;
}

/** The API with the real sender on a database of the kind, for all tests of the suite that calls it. */
export function webhookSuite(kind: TestDatabaseKind): WebhookSuite {
  let started: { server: TestServer; close: () => Promise<void> } | null = null;
  let at = Date.now();
  const now = () => new Date(at);
  beforeAll(async () => {
    const database = await createTestDatabase(kind);
    // A machine that is busy answers late: that is no failure of what is tested.
    const webhooks = webhookSender({ allowPrivate: true, timeout: 100_000 });
    const server = await createTestServer(database, { now, webhooks });
    const close = async () => {
      await server.close();
      await database.close();
    };
    started = { server, close };
  });
  beforeEach(() => {
    at = Date.now();
  });
  afterEach(async () => {
    await ready().server.services.database.asSystem(async (tx) => {
      await tx.webhookDelivery.deleteMany();
      await tx.webhookSecret.deleteMany();
      await tx.webhookEndpoint.deleteMany();
    });
  });
  afterAll(() => started?.close());
  const ready = () => {
    if (!started) throw new Error("The suite has not started.");
    return started;
  };
  return {
    now,
    get server() {
      return ready().server;
    },
    other: (webhooks) => ({ ...ready().server.services, webhooks }),
    advance(milliseconds) {
      at += milliseconds;
    },
    async place() {
      while ((await placeEvents(ready().server.services.database)).length > 0);
    },
    async deliver(services = ready().server.services) {
      while ((await placeEvents(services.database)).length > 0);
      return deliverWebhooks(services);
    },
    async organisation() {
      const key = `o-${crypto.randomUUID()}`;
      const admin = { key: "admin", name: "Ada Ek", email: "ada@example.org", roles: ["ADMIN"] as const };
      const seed = { key, name: "O", timeZone: "Europe/Stockholm", locale: "sv", people: [admin], teams: [] };
      const actor = (await seedOrganisation(ready().server.services, seed)).get("admin");
      if (!actor) throw new Error("The organisation has no administrator.");
      return actor;
    },
  };
}

/** The data of an operation that must have no errors. */
export async function ask(server: TestServer, actor: Actor, document: string, variables?: Record<string, unknown>) {
  const { data, errors } = await server.execute(actor, document, variables);
  if (errors) throw new Error(`The operation failed: ${errors.map(({ message }) => message).join(" ")}`);
  // biome-ignore lint/suspicious/noExplicitAny: what an operation gives is asserted by the test, field by field.
  return JSON.parse(JSON.stringify(data)) as any;
}

const createMutation = `mutation ($input: CreateWebhookEndpointInput!, $key: String) {
  createWebhookEndpoint(input: $input, idempotencyKey: $key) {
    __typename ... on IssuedWebhookSecret { secret endpoint { id } } ... on Refusal { code }
    ... on WebhookAddressRefused { problem }
  }
}`;

/** Creates an endpoint; gives what the mutation answers. */
export async function create(server: TestServer, actor: Actor, input: Record<string, unknown>, key?: string) {
  const variables = { input: { description: "A test's", ...input }, key };
  return (await ask(server, actor, createMutation, variables)).createWebhookEndpoint;
}

/** Creates an endpoint at a receiver. */
export async function endpointAt(
  server: TestServer,
  actor: Actor,
  { url }: Receiver,
  input: Record<string, unknown> = {},
): Promise<{ id: string; secret: string }> {
  const { secret, endpoint } = await create(server, actor, {
    url,
    types: ["PERSON_CREATED", "PERSON_CHANGED"],
    ...input,
  });
  return { id: endpoint.id, secret };
}

/** Adds a person; gives their id. */
export async function addPerson(server: TestServer, actor: Actor): Promise<string> {
  const document = "mutation ($input: CreatePersonInput!) { createPerson(input: $input) { ... on Person { id } } }";
  const input = { name: "Nils Ek", email: `${crypto.randomUUID()}@example.org`, roles: ["LEARNER"] };
  return (await ask(server, actor, document, { input })).createPerson.id;
}

/** Changes a person's roles so often, each time an event. */
export async function changePerson(server: TestServer, actor: Actor, personId: string, times = 1): Promise<void> {
  const document = `mutation ($personId: ID!, $roles: [Role!]!) {
    setPersonRoles(input: { personId: $personId, roles: $roles }) { __typename } }`;
  for (let n = 0; n < times; n++) {
    const { node } = await ask(server, actor, "query ($id: ID!) { node(id: $id) { ... on Person { roles } } }", {
      id: personId,
    });
    await ask(server, actor, document, { personId, roles: node.roles.includes("REVIEWER") ? [] : ["REVIEWER"] });
  }
}

/** Tells of a person that something was changed, and changes nothing: in one statement. */
export async function tellOf({ services }: TestServer, { organisationId }: Actor, personId: string): Promise<void> {
  const [, id = ""] = Buffer.from(personId, "base64url").toString().split(":");
  const event = { type: "PERSON_CHANGED", occurredAt: services.now(), personId: id, facts: { roles: [] } };
  await services.database.transact(organisationId, (tx) => appendEvents(tx, [event]));
}

/** What an answer waits for until the test lets it go. */
export function gate(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Waits until it is so; the test's own time limit is the only one. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}

/** The endpoint with its deliveries, oldest first, as an administrator sees it. */
export async function shown(server: TestServer, actor: Actor, id: string) {
  const document = `query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint {
    status pauseReason pausedAt failingSince cursor
    deliveries(last: 100) { totalCount nodes { id messageId type status attempts nextAttemptAt statusCode error answer settledAt } }
  } } }`;
  const { node } = await ask(server, actor, document, { id });
  return { ...node, deliveries: node.deliveries.nodes.toReversed() };
}

/** A mutation of an endpoint or a delivery by its id; gives the type or the refusal's code. */
export async function doTo(server: TestServer, actor: Actor, field: string, id: string): Promise<string> {
  const argument = field === "replayWebhookDelivery" ? "deliveryId" : "endpointId";
  const document = `mutation ($id: ID!) { result: ${field}(${argument}: $id) { __typename ... on Refusal { code } } }`;
  const { result } = await ask(server, actor, document, { id });
  return result.code ?? result.__typename;
}
