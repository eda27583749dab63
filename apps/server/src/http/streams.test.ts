import { availableTestDatabases } from "@kunna/database/testing";
import { type Client, createClient, type ExecutionResult } from "graphql-ws";
import { describe, expect, it, onTestFinished } from "vitest";
import WebSocket from "ws";
import { enrolLearner, postGraphql, type ServerSuite, type SignIn, serverSuite } from "../suite.test.support.ts";

const { kinds, skipped } = await availableTestDatabases();
for (const { kind, reason } of skipped) it(`subscriptions on ${kind}`, ({ skip }) => skip(reason));

const follow = "subscription ($after: Cursor) { events(after: $after) { cursor type enrolment { id } } }";

interface FeedEvent {
  readonly cursor: string;
  readonly type: string;
  readonly enrolment: { readonly id: string } | null;
}
type Answer = ExecutionResult<{ events: FeedEvent }>;

/** A subscription over server-sent events. */
async function* overSse(suite: ServerSuite, who: SignIn | null, variables: object = {}): AsyncGenerator<Answer> {
  const abort = new AbortController();
  const headers = {
    accept: "text/event-stream",
    "content-type": "application/json",
    ...(who ? { authorization: `Bearer ${suite.token(who)}` } : {}),
  };
  const body = JSON.stringify({ query: follow, variables });
  const response = await fetch(`${suite.url}/graphql`, { method: "POST", headers, body, signal: abort.signal });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  let text = "";
  try {
    // Node's own stream can be iterated; the types of the web's don't say so.
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(chunk);
      for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
        const data = /^event: next\ndata: (.*)$/m.exec(text.slice(0, end))?.[1];
        text = text.slice(end + 2);
        if (data) yield JSON.parse(data) as Answer;
      }
    }
  } finally {
    abort.abort();
  }
}

/** The same over WebSocket: on the same port and path. */
function overWebSocket(suite: ServerSuite, who: SignIn | null, variables: Record<string, unknown> = {}) {
  const client = socketClient(suite, who);
  return client.iterate<{ events: FeedEvent }>({ query: follow, variables });
}

function socketClient(suite: ServerSuite, who: SignIn | null): Client {
  const client = createClient({
    url: `${suite.url.replace("http", "ws")}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: who ? { authorization: `Bearer ${suite.token(who)}` } : {},
  });
  onTestFinished(async () => {
    await client.dispose();
  });
  return client;
}

const transports = [
  ["server-sent events", overSse],
  ["WebSocket", overWebSocket],
] as const;

describe.each(kinds)("subscriptions on %s", (kind) => {
  const suite = serverSuite(kind);

  /** The feed as a query gives it, after a place. */
  const feed = async (who: SignIn, after: string | null = null) =>
    (
      await suite.ask<{ events: FeedEvent[] }>(
        who,
        "query ($after: Cursor) { events(after: $after, first: 500) { cursor type enrolment { id } } }",
        { after },
      )
    ).events;

  /** Until the relay has placed an event of the type for the enrolment. */
  const placed = async (enrolmentId: string, type: string) => {
    for (let left = 100; left > 0; left--) {
      if ((await feed("reviewer")).some((event) => event.type === type && event.enrolment?.id === enrolmentId)) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(`The feed has no ${type}.`);
  };

  const withdraw = (enrolmentId: string) =>
    suite.ask("learner", "mutation ($id: ID!) { withdrawEnrolment(enrolmentId: $id) { __typename } }", {
      id: enrolmentId,
    });

  /** Reads from a subscription until it has shown the withdrawal of the enrolment. */
  async function untilWithdrawn(events: AsyncIterable<unknown>, enrolmentId: string): Promise<FeedEvent[]> {
    const seen: FeedEvent[] = [];
    for await (const answer of events) {
      const { data, errors } = answer as Answer;
      if (!data) throw new Error(`The subscription failed: ${JSON.stringify(errors)}`);
      seen.push(data.events);
      if (data.events.type === "ENROLMENT_WITHDRAWN" && data.events.enrolment?.id === enrolmentId) return seen;
    }
    throw new Error("The subscription has ended.");
  }

  it.each(transports)(
    "R13: %s resume after a place, and go on live, without gap or duplicate",
    async (_, subscribe) => {
      const before = (await feed("reviewer")).at(-1)?.cursor;
      const missed = await enrolLearner(suite, "digcomp-1-foundation");
      await withdraw(missed);
      await placed(missed, "ENROLMENT_WITHDRAWN");

      const reading = subscribe(suite, "reviewer", { after: before });
      // What happens while the subscriber catches up, and after it has.
      const during = await enrolLearner(suite, "digcomp-2-foundation");
      const seen = untilWithdrawn(reading, during);
      await placed(during, "PERSON_ENROLLED");
      await withdraw(during);

      expect((await seen).map(({ type, enrolment }) => [type, enrolment?.id])).toEqual([
        ["PERSON_ENROLLED", missed],
        ["ENROLMENT_WITHDRAWN", missed],
        ["PERSON_ENROLLED", during],
        ["ENROLMENT_WITHDRAWN", during],
      ]);
      expect(await seen).toEqual(await feed("reviewer", before));
      // From the middle of what it has seen, it sees the rest again and no more.
      const again = await untilWithdrawn(subscribe(suite, "reviewer", { after: (await seen)[1]?.cursor }), during);
      expect(again).toEqual((await seen).slice(2));
    },
  );

  it.each(transports)("%s show each follower only what they may read", async (_, subscribe) => {
    const after = (await feed("reviewer")).at(-1)?.cursor;
    const enrolmentId = await enrolLearner(suite, "digcomp-3-foundation");
    await withdraw(enrolmentId);
    expect(await untilWithdrawn(subscribe(suite, "manager", { after }), enrolmentId)).toHaveLength(2);
    // Another organisation's feed has nothing of it, from its very beginning on.
    const theirs = await feed("otherAdmin");
    expect(theirs.length).toBeGreaterThan(0);
    expect(theirs.filter(({ enrolment }) => enrolment !== null)).toEqual([]);
  });

  it("refuse whoever is not signed in, and hold nothing open for them", async () => {
    const [answer, ...more] = await collected(overSse(suite, null));
    expect([answer?.errors?.[0]?.extensions?.code, more]).toEqual(["UNAUTHENTICATED", []]);
    const [socketAnswer, ...others] = await collected(overWebSocket(suite, null));
    expect([codeOf(socketAnswer), others]).toEqual(["UNAUTHENTICATED", []]);
  });

  it("refuse a cursor that is none, with its code", async () => {
    const [answer] = await collected(overSse(suite, "reviewer", { after: "nonsense" }));
    expect(answer?.errors?.[0]?.extensions?.code).toBe("BAD_USER_INPUT");
  });

  it("answer queries over WebSocket too, under the same limits", async () => {
    const client = socketClient(suite, "learner");
    const [viewer] = await collected(client.iterate({ query: "{ viewer { roles } }" }));
    expect(viewer).toEqual({ data: { viewer: { roles: ["LEARNER"] } } });
    const aliases = Array.from({ length: 40 }, (_, i) => `a${i}: organisation { key }`).join(" ");
    const open = client.iterate({ query: follow });
    const next = open.next();
    expect(codeOf((await collected(client.iterate({ query: `{ ${aliases} }` })))[0])).toBe("OPERATION_TOO_LARGE");
    const [nonsense] = await collected(client.iterate({ query: "{ viewer {" }));
    expect(nonsense?.errors?.[0]?.message).toMatch(/^Syntax Error/);
    // None of these has ended the subscription that was open beside them.
    await enrolLearner(suite, "digcomp-4-foundation");
    expect((await next).value).toMatchObject({ data: { events: { type: "PERSON_ENROLLED" } } });
  });

  it("are ended, and not waited for, when the server closes", async () => {
    const sse = collected(overSse(suite, "reviewer"));
    const socket = expect(collected(overWebSocket(suite, "reviewer"))).rejects.toMatchObject({ code: 1001 });
    // Until both are open.
    const response = await postGraphql(suite, { query: "{ __typename }" });
    expect(response.status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 300));
    const { url } = suite;
    await suite.close();
    expect(await sse).toEqual([]);
    await socket;
    await expect(fetch(`${url}/healthz`)).rejects.toThrow();
  });
});

/** All answers of a subscription, until it ends; a refusal, which graphql-ws throws, counts as an answer. */
async function collected(answers: AsyncIterable<unknown>): Promise<Answer[]> {
  const all: Answer[] = [];
  try {
    for await (const answer of answers) all.push(answer as Answer);
  } catch (error) {
    if (!Array.isArray(error)) throw error;
    all.push({ errors: error });
  }
  return all;
}

function codeOf(answer: Answer | undefined): unknown {
  return answer?.errors?.[0]?.extensions?.code;
}
