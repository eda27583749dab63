import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createKunnaClient, type KunnaClient } from "@kunna/client";
import { buildSchema } from "graphql";
import { createYoga, Repeater } from "graphql-yoga";

const schemaFile = join(import.meta.dirname, "../../api/schema.graphql");

/** What a stub's root fields give; of Kunna's server only the printed schema is known here. */
type Resolvers = Readonly<Record<string, (args: Readonly<Record<string, unknown>>) => unknown>>;

interface Stub {
  readonly client: KunnaClient;
  /** How many requests each operation has made, by its name. */
  readonly asked: Map<string, number>;
  /** The streams that the client has not ended. */
  readonly streams: ReadonlySet<AbortSignal>;
  emit(cursor: string): void;
}

/** Kunna's schema behind a client's fetch, in this process. */
export function stub(query: Resolvers, mutation: Resolvers = {}): Stub {
  const schema = buildSchema(readFileSync(schemaFile, "utf8"));
  for (const [type, resolvers] of [
    [schema.getQueryType(), query],
    [schema.getMutationType(), mutation],
  ] as const) {
    for (const [name, resolver] of Object.entries(resolvers)) {
      const field = type?.getFields()[name];
      if (!field) throw new Error(`The schema has no ${name}.`);
      field.resolve = (_root, args) => resolver(args);
    }
  }
  const streams = new Set<AbortSignal>();
  const followers = new Set<(event: object) => void>();
  const events = schema.getSubscriptionType()?.getFields().events;
  if (!events) throw new Error("The schema has no events.");
  events.subscribe = () =>
    new Repeater(async (push, stop) => {
      const give = (event: object) => void push({ events: event });
      followers.add(give);
      await stop;
      followers.delete(give);
    });
  const yoga = createYoga({ schema, logging: false, maskedErrors: false });
  const asked = new Map<string, number>();
  const client = createKunnaClient({
    url: "http://kunna.test/graphql",
    token: "kunna_test",
    fetch: async (url, init) => {
      const name = /(?:query|mutation|subscription) (\w+)/.exec(String(init?.body))?.[1] ?? "";
      const signal = init?.signal;
      if (signal && !signal.aborted && new Headers(init.headers).get("accept")?.includes("text/event-stream")) {
        streams.add(signal);
        signal.addEventListener("abort", () => streams.delete(signal));
      }
      asked.set(name, (asked.get(name) ?? 0) + 1);
      return yoga.fetch(String(url), init as RequestInit) as Promise<Response>;
    },
  });
  const emit = (cursor: string) => {
    const event = { cursor, type: "EVIDENCE_ACCEPTED", occurredAt: "2026-11-24T09:00:00Z", facts: {} };
    for (const give of followers) give(event);
  };
  return { client, asked, streams, emit };
}
