import {
  createContext,
  type EventAnswer,
  FeedStream,
  type Outlet,
  type RequestScope,
  schema,
  subscribeToFeed,
} from "@kunna/api";
import type { Actor } from "@kunna/domain";
import { type ExecutionResult, type GraphQLError, parse } from "graphql";
import { onTestFinished } from "vitest";
import type { TestServer } from "./test-server.ts";
import { data } from "./testing.test.support.ts";

/** What a stream has brought. */
export class Collector implements Outlet {
  readonly results: ExecutionResult[] = [];
  ended: { readonly error: GraphQLError | null } | null = null;
  /** What the reader says that it has not taken, in bytes. */
  waiting = 0;

  send(answer: EventAnswer): void {
    this.results.push(JSON.parse(answer.text));
  }

  end(error: GraphQLError | null): void {
    this.ended = { error };
  }

  /** The values of the one field. */
  get values(): readonly never[] {
    return this.results.map(({ data }) => Object.values(data ?? {})[0] as never);
  }

  get code(): unknown {
    return this.ended?.error?.extensions.code;
  }
}

const documents = new Map<string, ReturnType<typeof parse>>();

/** Follows for the test that runs. The same text is the same document, as on the server. */
export async function follow(
  server: TestServer,
  actor: Actor,
  text: string,
  variables: Record<string, unknown> = {},
  request: RequestScope = {},
): Promise<Collector> {
  const document = documents.get(text) ?? parse(text);
  documents.set(text, document);
  const contextValue = createContext(server.services, actor, request);
  const stream = await subscribeToFeed({ schema, document, contextValue, variableValues: variables });
  const collector = new Collector();
  if (stream instanceof FeedStream) {
    onTestFinished(() => stream.end());
    stream.into(collector);
  } else collector.end(stream.errors?.[0] ?? null);
  return collector;
}

const page = `query ($after: Cursor, $filter: EventFilterInput) {
  events(first: 500, after: $after, filter: $filter) { cursor type }
}`;

/** What the feed has after a place, as a query gives it. */
export async function feedOf(
  server: TestServer,
  actor: Actor,
  after: string | null = null,
  filter: object | null = null,
): Promise<{ readonly cursor: string; readonly type: string }[]> {
  const all: { cursor: string; type: string }[] = [];
  for (let from = after; ; from = all.at(-1)?.cursor ?? null) {
    const { events } = await data(server, actor, page, { after: from, filter });
    all.push(...events);
    if (events.length < 500) return all;
  }
}
