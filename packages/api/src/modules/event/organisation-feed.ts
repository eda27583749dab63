import { isConnectionLost, type Reader } from "@kunna/database";
import type { Actor } from "@kunna/domain";
import type { Metrics } from "../../metrics.ts";
import { visibleError } from "../../schema/errors.ts";
import type { Services } from "../../services.ts";
import { currentActors } from "../organisation/index.ts";
import { type FeedEntry, readBounds, readEntries } from "./feed-entry.ts";
import type { FeedReader } from "./feed-reader.ts";
import type { Operation } from "./operation.ts";
import { pause } from "./pause.ts";
import { ReaderGroup } from "./reader-group.ts";
import { isSelected, type Selection, selectionWhere } from "./selection.ts";
import { FeedFailed } from "./stream-errors.ts";

/** How many events one read of the feed takes. */
const pageSize = 500;
/** How many events one read of somebody's backlog takes. */
const backlogPage = 100;
/** How many of the last entries are at hand for those who have just read their backlog. */
const entriesKept = 1_000;
/** How often rights are looked at while events come, and how many times less while none do, in milliseconds. */
const rightsEvery = 2_000;
const quietTimes = 5;

/** An organisation's feed in this process: read once, and given to all who follow it. */
export class OrganisationFeed {
  readonly #services: Services;
  readonly #organisationId: string;
  readonly #reader: Reader;
  readonly #readers = new Set<FeedReader>();
  readonly #groups = new Map<string, ReaderGroup>();
  readonly #onEmpty: () => void;
  #unsubscribe: () => void = () => {};
  #rightsTimer: NodeJS.Timeout | undefined;
  #turnsSinceCheck = 0;
  #hasGiven = false;
  #opening: Promise<void> | null = null;
  /** Up to where entries have been given to the groups. */
  #position = 0n;
  #recent: FeedEntry[] = [];
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
    this.#rightsTimer = setInterval(() => void this.#turn(), rightsEvery).unref();
    this.#position = (await this.#read(() => readBounds(this.#reader.client))).end;
    this.#isOpen = true;
    this.#call();
  }

  enter(reader: FeedReader): void {
    this.#readers.add(reader);
  }

  leave(reader: FeedReader): void {
    this.#readers.delete(reader);
    for (const [key, group] of this.#groups) if (group.isLeft) this.#groups.delete(key);
    if (this.#readers.size > 0) return;
    this.#unsubscribe();
    clearInterval(this.#rightsTimer);
    this.#onEmpty();
  }

  /** The group of those who ask for the same with the same roles. */
  groupOf(operation: Operation, roles: readonly string[]): ReaderGroup {
    const key = `${roles.toSorted().join()} ${operation.key}`;
    const group = this.#groups.get(key) ?? new ReaderGroup(operation, this.metrics);
    this.#groups.set(key, group);
    return group;
  }

  /** What comes after a place, of all that is at hand; null when that does not reach back so far. */
  entriesAfter(position: bigint): readonly FeedEntry[] | null {
    if (position >= this.#position) return [];
    const [oldest] = this.#recent;
    if (!oldest || oldest.position > position + 1n) return null;
    return this.#recent.slice(Number(position + 1n - oldest.position));
  }

  isSelected({ actor, selection }: FeedReader, entry: FeedEntry): boolean {
    return isSelected(actor, selection, entry);
  }

  /** A page of somebody's backlog, and up to where nothing else is theirs. */
  async readBack(
    actor: Actor,
    selection: Selection,
    after: bigint,
  ): Promise<{ readonly entries: readonly FeedEntry[]; readonly end: bigint }> {
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
      const entries = found.map(({ id, position }) => ({ ...unknown, id, position: position ?? 0n }));
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
    for (const reader of [...this.#readers]) reader.end(visibleError(error) ?? new FeedFailed());
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
      for (const entry of page) {
        // A change of roles comes before what is read by them.
        if (entry.type === "PERSON_CHANGED") await this.#read(() => this.#checkRights());
        this.#position = entry.position;
        this.#recent.push(entry);
        for (const group of this.#groups.values()) group.take(entry);
        this.#hasGiven = true;
      }
      if (this.#recent.length > 2 * entriesKept) this.#recent = this.#recent.slice(-entriesKept);
      if (page.length === pageSize) this.#isCalled = true;
    }
  }

  /** A database that is away for a while is waited for, as long as somebody follows. */
  async #read<T>(read: () => Promise<T>): Promise<T> {
    for (let wait = 100; ; wait = Math.min(wait * 2, 5_000)) {
      try {
        return await read();
      } catch (error) {
        if (!isConnectionLost(error) || this.#readers.size === 0) throw error;
        await pause(wait);
      }
    }
  }

  async #turn(): Promise<void> {
    this.#turnsSinceCheck += 1;
    if (!this.#hasGiven && this.#turnsSinceCheck < quietTimes) return;
    this.#turnsSinceCheck = 0;
    this.#hasGiven = false;
    // A database that is away says nothing of anybody's rights, and gives no events.
    await this.#checkRights().catch(() => {});
  }

  /** Ends the streams of those whose token or roles are not what they were: one statement for all tokens. */
  async #checkRights(): Promise<void> {
    const readers = [...this.#readers];
    const hashes = new Set(readers.flatMap(({ tokenHash }) => tokenHash ?? []));
    const { database, now } = this.#services;
    const actors = hashes.size === 0 ? new Map<string, Actor>() : await currentActors(database, [...hashes], now());
    for (const reader of readers) {
      const { tokenHash } = reader;
      reader.checkRights(tokenHash === null ? await reader.currentActor() : (actors.get(tokenHash) ?? null));
    }
  }
}

/** What a backlog's reader need not know: the database has chosen. */
const unknown = {
  type: "",
  personId: null,
  programId: null,
  enrolmentId: null,
  certificateId: null,
  isOfDraft: false,
  teams: [],
};
