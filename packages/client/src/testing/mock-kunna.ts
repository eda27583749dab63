import { buildSchema, type GraphQLFieldResolver, type GraphQLSchema } from "graphql";
import { schemaText } from "../generated/schema-text.ts";
import { answer } from "./answer.ts";
import { type MockEvent, MockFeed } from "./feed.ts";
import { type MockRefusal, Mutations } from "./mutations.ts";
import { publicAnswer } from "./public-pages.ts";
import { type Given, idOf, type MockObject, objectOf } from "./world.ts";
import { WorldResolver } from "./world-resolver.ts";

export interface MockOptions {
  /** Another seed gives other names and numbers; the same gives the same. */
  readonly seed?: number;
  /** Before and after which all dates lie, and when events are emitted; left out: now. Give one where a test compares dates. */
  readonly now?: Date;
  /** In milliseconds, how long each answer takes: to see what is shown meanwhile. */
  readonly delay?: number;
}

/** A Kunna without a server: the schema, and a small world that answers any operation. */
export interface MockKunna {
  /** For `createKunnaClient({ fetch })`, or any other GraphQL client. Nothing leaves the process. */
  readonly fetch: typeof fetch;
  /**
   * Says what an object's fields are, by its id: `{ name: "Ada", roles: ["ADMIN"] }`, or of another object its id, as
   * `{ programId: mock.id("Program", 2) }`.
   */
  give(id: string, fields: Given): void;
  /** Has a mutation refused until `accept`. Facts that are left out are made up. @throws Error when it can't be refused so */
  refuse(mutation: string, refusal: MockRefusal): void;
  accept(mutation: string): void;
  /** Sends an event to whoever subscribed to it, and keeps it in the feed; gives its cursor. */
  emit(event: MockEvent): string;
  /** The id of the n-th object of a type, from 0 on: `id("Person", 0)` is the viewer. */
  id(type: string, n: number): string;
}

/**
 * A Kunna for teams that start before the backend is up, and for tests of what is built on it. It knows the schema and no
 * rule: a mutation does what it is told, and is refused when the test says so.
 */
export function createMockKunna({ seed = 1, now, delay = 0 }: MockOptions = {}): MockKunna {
  const schema = buildSchema(schemaText);
  const world = new WorldResolver(schema, { seed, now: now ?? new Date() });
  const mutations = new Mutations(schema, world);
  const feed = new MockFeed();
  subscribeBy(schema, world, feed);
  const fieldResolver = resolverOf(schema, world, mutations, feed);
  return {
    fetch: async (input, init) => {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      if (delay > 0) await waited(delay, request.signal);
      if (request.method === "GET") return publicAnswer(world, new URL(request.url));
      return answer({ schema, fieldResolver }, request);
    },
    give: (id, fields) => {
      const object = world.find(id);
      if (!object) throw new Error(`The mock has no ${id}.`);
      world.give(object, world.factsIn(object.__typename, fields));
    },
    refuse: (mutation, refusal) => mutations.refuse(mutation, refusal),
    accept: (mutation) => mutations.accept(mutation),
    emit: (event) => {
      const made = feed.add(eventFields(world, event, now ?? new Date()), (given) => world.make("Event", given));
      return String(world.read(made, "cursor"));
    },
    id: (__typename, n) => idOf({ __typename, n }),
  };
}

/** @throws what the signal says, as soon as it does */
function waited(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    const end = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    signal.addEventListener("abort", end, { once: true });
  });
}

function resolverOf(
  schema: GraphQLSchema,
  world: WorldResolver,
  mutations: Mutations,
  feed: MockFeed,
): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, _context, { fieldName, parentType, returnType }) => {
    if (parentType === schema.getMutationType()) return mutations.answer(fieldName, args);
    if (parentType === schema.getQueryType()) {
      if (fieldName === "events") return feed.after(args.after).slice(0, args.first);
      return world.query(fieldName, returnType, args);
    }
    if (isObject(source)) return world.read(source, fieldName, args);
    return (source as Readonly<Record<string, unknown>>)[fieldName];
  };
}

function isObject(source: unknown): source is MockObject {
  return typeof source === "object" && source !== null && "n" in source && "__typename" in source;
}

const references = ["actor", "person", "program", "version", "enrolment", "evidence", "certificate"] as const;

function eventFields(world: WorldResolver, { facts = {}, ...event }: MockEvent, at: Date): Given {
  const linked = references.map((name) => {
    const id = event[`${name}Id`];
    const object = id === undefined ? null : world.find(id);
    if (id !== undefined && !object) throw new Error(`The mock has no ${name} ${id}.`);
    return [name, object];
  });
  return { ...Object.fromEntries(linked), type: event.type, facts, occurredAt: at.toISOString(), dueAt: null };
}

/** Each subscription is the feed, less what it is not about. */
function subscribeBy(schema: GraphQLSchema, world: WorldResolver, feed: MockFeed): void {
  for (const field of Object.values(schema.getSubscriptionType()?.getFields() ?? {})) {
    field.subscribe = async function* (_root, args, { signal }: { readonly signal: AbortSignal }) {
      for await (const event of feed.follow(args.after, signal)) {
        const about = field.name === "evidenceToReview" ? "evidence" : "certificate";
        if (field.name === "events") {
          if (isWanted(world, event, args.filter ?? {})) yield { events: event };
        } else if (world.read(event, about) && isWanted(world, event, args)) {
          yield { [field.name]: { event, [about]: world.read(event, about), waitsForYou: true } };
        }
      }
    };
    field.resolve = (root) => root[field.name];
  }
}

function isWanted(world: WorldResolver, event: MockObject, filter: Readonly<Record<string, unknown>>): boolean {
  const { types } = filter as { readonly types?: readonly string[] | null };
  if (types && !types.includes(String(world.read(event, "type")))) return false;
  return references.every((name) => {
    const wanted = filter[`${name}Id`];
    const found = world.read(event, name) as MockObject | null;
    return wanted == null || (found !== null && objectOf(String(wanted))?.n === found.n);
  });
}
