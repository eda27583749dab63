import type { Actor } from "@kunna/domain";
import type { GraphQLError } from "graphql";
import type { EventAnswer } from "./event-answer.ts";
import type { FeedEntry, FeedPlace } from "./feed-entry.ts";
import type { FeedReader } from "./feed-reader.ts";
import type { Execution, Operation } from "./operation.ts";
import type { OrganisationFeed } from "./organisation-feed.ts";
import { isSelected } from "./selection.ts";
import { untilBack } from "./until-back.ts";
import { watchPerson } from "./watched-actor.ts";

/** How many entries may wait for their answers before the readers are sent to read the feed themselves. */
const queueLimit = 1_000;

/** How long an answer may be given to others who ask for the same, in milliseconds (see decision 0008). */
const answerIsGoodFor = 2_000;
const answersKept = 256;
/** How long an event is tried to be answered while the database is away, in milliseconds; then the streams end, to be resumed. */
const patience = 60_000;

/** The readers who ask for the same, with the same rights: each event is executed once for all of them. */
export class ReaderGroup {
  readonly key: string;
  readonly #operation: Operation;
  readonly #feed: OrganisationFeed;
  readonly #readers = new Set<FeedReader>();
  /** Those of them who have no backlog left. */
  readonly #members = new Set<FeedReader>();
  readonly #answers = new Map<string, KnownAnswer>();
  #queue: FeedEntry[] = [];
  #isAnswering = false;

  constructor(key: string, operation: Operation, feed: OrganisationFeed) {
    this.key = key;
    this.#operation = operation;
    this.#feed = feed;
  }

  /** Whether nobody asks for this any more. */
  get isLeft(): boolean {
    return this.#readers.size === 0;
  }

  enter(reader: FeedReader): void {
    this.#readers.add(reader);
  }

  /** From now on the reader is given what comes. */
  join(reader: FeedReader): void {
    this.#members.add(reader);
  }

  /** The reader reads on by itself for a while. */
  setAside(reader: FeedReader): void {
    this.#members.delete(reader);
  }

  leave(reader: FeedReader): void {
    this.#readers.delete(reader);
    this.#members.delete(reader);
  }

  /** An entry that has come. It never waits: whoever is slow, it holds up nobody else. */
  take(entry: FeedEntry): void {
    if (this.#members.size === 0) return;
    this.#queue.push(entry);
    if (this.#queue.length > queueLimit) this.#fallBack();
    else if (!this.#isAnswering) this.#answerAll().catch((error: unknown) => this.#failMembers(error));
  }

  /** What an event is to an actor: executed once for all to whom it is the same. */
  async answer(entry: FeedPlace, actor: Actor): Promise<EventAnswer> {
    const known = this.#known(entry, actor);
    const { answer, isPersonal } = await known.first;
    if (!isPersonal || known.personId === actor.personId) return answer;
    const own = known.personal.get(actor.personId) ?? this.#execute(entry, actor);
    known.personal.set(actor.personId, own);
    return (await own).answer;
  }

  /** Lets go of the answers that are too old to be given. */
  forget(): void {
    const now = performance.now();
    for (const [id, { madeAt }] of this.#answers) {
      if (this.#answers.size <= answersKept && now - madeAt < answerIsGoodFor) break;
      this.#answers.delete(id);
    }
  }

  /** How an error is told to these readers. */
  told(error: unknown): GraphQLError {
    return this.#operation.told(error);
  }

  /** Ends the streams of all for whom something failed that nobody expects: it is logged once, and each can be resumed. */
  fail(error: unknown, readers: Iterable<FeedReader> = this.#readers): void {
    const told = this.told(error);
    for (const reader of [...readers]) reader.end(told);
  }

  async #answerAll(): Promise<void> {
    this.#isAnswering = true;
    for (let entry = this.#queue[0]; entry; entry = this.#queue[0]) {
      // What waits in a burst may be given long after it was read.
      await this.#feed.checkRights();
      const audience = this.#audience(entry);
      if (audience.length > 0) await this.#give(entry, audience);
      // Those whom the entry was not for have passed it too; whoever was set aside has not.
      for (const reader of this.#members) reader.pass(entry.position);
      if (this.#queue[0] === entry) this.#queue.shift();
    }
    this.#isAnswering = false;
  }

  /** Who gets the entry. Where nobody's person was asked for, what holds for one holds for all. */
  #audience(entry: FeedEntry): FeedReader[] {
    const behind = [...this.#members].filter((reader) => reader.position < entry.position);
    const [first] = behind;
    if (!first) return [];
    const { actor, isAskedFor } = watchPerson(first.actor);
    const isFirst = isSelected(actor, first.selection, entry);
    if (!isAskedFor()) return isFirst ? behind : [];
    return behind.filter((reader) => isSelected(reader.actor, reader.selection, entry));
  }

  async #give(entry: FeedEntry, audience: readonly FeedReader[]): Promise<void> {
    const [first] = audience;
    if (!first) return;
    this.#feed.metrics.eventsDelivered(audience.length);
    const { answer, isPersonal } = await this.#known(entry, first.actor).first;
    if (!isPersonal) {
      for (const reader of audience) reader.offer(entry, answer);
      return;
    }
    // Executed once a person all the same: answer knows what it has begun.
    await Promise.all(audience.map(async (reader) => reader.offer(entry, await this.answer(entry, reader.actor))));
  }

  #known(entry: FeedPlace, actor: Actor): KnownAnswer {
    const now = performance.now();
    const known = this.#answers.get(entry.id);
    if (known && now - known.madeAt < answerIsGoodFor) return known;
    const made = { madeAt: now, personId: actor.personId, first: this.#execute(entry, actor), personal: new Map() };
    this.#answers.delete(entry.id);
    this.#answers.set(entry.id, made);
    this.forget();
    return made;
  }

  /** A database that is away for a while is waited for: else the event would be lost to those who follow. */
  #execute(entry: FeedPlace, actor: Actor): Promise<Execution> {
    const since = performance.now();
    const isOver = () => this.isLeft || performance.now() - since > patience;
    return untilBack(() => this.#operation.execute(entry.id, actor), isOver);
  }

  #failMembers(error: unknown): void {
    this.#isAnswering = false;
    this.#queue = [];
    this.fail(error, this.#members);
  }

  /** More has come than can be answered: each reads on from where it is, as fast as it goes. */
  #fallBack(): void {
    this.#queue = [];
    const members = [...this.#members];
    this.#members.clear();
    for (const reader of members) reader.readOn();
  }
}

interface KnownAnswer {
  readonly madeAt: number;
  /** Whom the first answer was made for. */
  readonly personId: string;
  readonly first: Promise<Execution>;
  readonly personal: Map<string, Promise<Execution>>;
}
