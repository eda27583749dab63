import type { Reader } from "@kunna/database";
import type { Actor } from "@kunna/domain";
import type { Metrics } from "../../metrics.ts";
import type { Services } from "../../services.ts";
import { currentActors } from "../organisation/index.ts";
import { type FeedEntry, type FeedPlace, readBounds, readEntries } from "./feed-entry.ts";
import type { FeedReader } from "./feed-reader.ts";
import type { Operation } from "./operation.ts";
import { ReaderGroup } from "./reader-group.ts";
import { type Selection, selectionWhere } from "./selection.ts";
import { untilBack } from "./until-back.ts";
import { rightsOf } from "./watched-actor.ts";

/** How many events one read of the feed takes. */
const pageSize = 500;
/** How many events one read of somebody's backlog takes. */
const backlogPage = 100;
/** How many of the last entries are at hand for those who have just read their backlog. */
const entriesKept = 1_000;
/** How long it is believed who has which rights (see decision 0008), and how often that is looked at while nothing comes, in milliseconds. */
const rightsAreGoodFor = 2_000;
const turnEvery = 10_000;

interface RecentEntry extends FeedEntry {
  /** By the clock of performance.now. */
  readonly readAt: number;
}

/** An organisation's feed in this process: read once, and given to all who follow it. */
export class OrganisationFeed {
  readonly #services: Services;
  readonly #organisationId: string;
  readonly #reader: Reader;
  readonly #readers = new Set<FeedReader>();
  readonly #groups = new Map<string, ReaderGroup>();
  readonly #onEmpty: () => void;
  #unsubscribe: () => void = () => {};
  #turns: NodeJS.Timeout | undefined;
  #checkedAt = performance.now();
  #checking: Promise<void> | null = null;
  #opening: Promise<void> | null = null;
  /** Up to where entries have been given to the groups. */
  #position = 0n;
  #recent: RecentEntry[] = [];
  /** Whether it is known where it begins: until then nothing is read, or it would be the whole feed. */
  #isOpen = false;
  #isCalled = false;
  #isReading = false;

  constructor(services: Services, organisationId: string, onEmpty: () => void) {
    this.#services = services;
    this.#organisationId = organisationId;
    this.#reader = services.database.reader(organisationId);
    this.#onEmpty = onEmpty;
  }

  get metrics(): Metrics {
    return this.#services.metrics;
  }

  /** Listens, and then finds where the feed ends: what is placed after that is given to the groups. */
  open(): Promise<void> {
    this.#opening ??= this.#open();
    return this.#opening;
  }

  async #open(): Promise<void> {
    this.#unsubscribe = this.#services.feed.subscribe(this.#organisationId, () => this.#call());
    this.#turns = setInterval(() => this.#turn(), turnEvery).unref();
    this.#position = (await this.#read(() => readBounds(this.#reader.client))).end;
    this.#isOpen = true;
    this.#call();
  }

  enter(reader: FeedReader): void {
    this.#readers.add(reader);
  }

  leave(reader: FeedReader): void {
    this.#readers.delete(reader);
    if (reader.group.isLeft) this.#groups.delete(reader.group.key);
    if (this.#readers.size > 0) return;
    this.#unsubscribe();
    clearInterval(this.#turns);
    this.#onEmpty();
  }

  /** The group of those who ask for the same with the same rights. */
  groupOf(operation: Operation, actor: Actor): ReaderGroup {
    const key = `${rightsOf(actor)} ${operation.key}`;
    const group = this.#groups.get(key) ?? new ReaderGroup(key, operation, this);
    this.#groups.set(key, group);
    return group;
  }

  /**
   * What comes after a place, of all that is at hand; null when that does not reach back so far, or was read so long ago
   * that who may read it may be another by now: who is in which team changes, and drafts are published.
   */
  entriesAfter(position: bigint): readonly FeedEntry[] | null {
    if (position >= this.#position) return [];
    const [oldest] = this.#recent;
    if (!oldest || oldest.position > position + 1n) return null;
    const entries = this.#recent.slice(Number(position + 1n - oldest.position));
    const readAt = entries[0]?.readAt ?? 0;
    return performance.now() - readAt < rightsAreGoodFor ? entries : null;
  }

  /** A page of somebody's backlog, and up to where nothing else is theirs. */
  async readBack(
    actor: Actor,
    selection: Selection,
    after: bigint,
  ): Promise<{ readonly entries: readonly FeedPlace[]; readonly end: bigint }> {
    const reader = this.#services.database.reader(this.#organisationId);
    return this.#read(async () => {
      // The end first: what is read after it has all up to it.
      const { end } = await readBounds(reader.client);
      const found = await reader.client.event.findMany({
        where: { AND: [{ position: { gt: after } }, selectionWhere(actor, selection)] },
        orderBy: { position: "asc" },
        take: backlogPage,
        select: { id: true, position: true },
      });
      await reader.end();
      const entries = found.map(({ id, position }) => ({ id, position: position ?? 0n }));
      const last = entries.at(-1)?.position ?? after;
      return { entries, end: entries.length < backlogPage && end > last ? end : last };
    });
  }

  #call(): void {
    this.#isCalled = true;
    if (this.#isOpen && !this.#isReading) this.#readAll().catch((error: unknown) => this.#fail(error));
  }

  /** What can't be read ends the streams that wait for it; each can be resumed from where it is. */
  #fail(error: unknown): void {
    for (const group of [...this.#groups.values()]) group.fail(error);
  }

  async #readAll(): Promise<void> {
    this.#isReading = true;
    try {
      await this.#readWhileCalled();
    } finally {
      this.#isReading = false;
    }
  }

  async #readWhileCalled(): Promise<void> {
    while (this.#isCalled && this.#readers.size > 0) {
      this.#isCalled = false;
      const page = await this.#read(async () => {
        // A read that joined the snapshot of one still open would not see what the signal told of.
        await this.#reader.end();
        return readEntries(this.#reader.client, this.#position, pageSize);
      });
      const readAt = performance.now();
      await this.checkRights(page);
      for (const entry of page) {
        this.#position = entry.position;
        this.#recent.push({ ...entry, readAt });
        for (const group of this.#groups.values()) group.take(entry);
      }
      if (this.#recent.length > 2 * entriesKept) this.#recent = this.#recent.slice(-entriesKept);
      if (page.length === pageSize) this.#isCalled = true;
    }
  }

  /** A database that is away for a while is waited for, as long as somebody follows. */
  #read<T>(read: () => Promise<T>): Promise<T> {
    return untilBack(read, () => this.#readers.size === 0);
  }

  #turn(): void {
    for (const group of this.#groups.values()) group.forget();
    this.#call();
  }

  /**
   * Whoever has lost a right is found before anything is given: at once where the feed tells of it, else within two seconds.
   * @param page what has come
   */
  async checkRights(page: readonly FeedEntry[] = []): Promise<void> {
    if (performance.now() - this.#checkedAt >= rightsAreGoodFor) {
      // All who find it due at once, as after everybody has connected again, wait for the same look.
      this.#checking ??= this.#checkAll().finally(() => {
        this.#checking = null;
      });
      await this.#checking;
    }
    const changed = new Set(page.flatMap(({ type, personId }) => (type === "PERSON_CHANGED" && personId) || []));
    if (changed.size === 0) return;
    const concerned = [...this.#readers].filter(({ actor }) => changed.has(actor.personId));
    await this.#read(() => this.#compareRights(concerned));
  }

  async #checkAll(): Promise<void> {
    const now = performance.now();
    await this.#read(() => this.#compareRights([...this.#readers]));
    this.#checkedAt = now;
  }

  /** Ends the streams of those whose token or roles are not what they were: one statement for all tokens. */
  async #compareRights(readers: readonly FeedReader[]): Promise<void> {
    const hashes = new Set(readers.flatMap(({ tokenHash }) => tokenHash ?? []));
    const { database, now } = this.#services;
    const actors = hashes.size === 0 ? new Map<string, Actor>() : await currentActors(database, [...hashes], now());
    for (const reader of readers) {
      const { tokenHash } = reader;
      reader.checkRights(tokenHash === null ? await reader.currentActor() : (actors.get(tokenHash) ?? null));
    }
  }
}
