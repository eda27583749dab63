import { decoded, encoded, type Given, type MockObject } from "./world.ts";

/** An event that the mock is told to send. Ids are those that the mock gives. */
export interface MockEvent {
  readonly type: string;
  readonly personId?: string;
  readonly programId?: string;
  readonly versionId?: string;
  readonly enrolmentId?: string;
  readonly evidenceId?: string;
  readonly certificateId?: string;
  readonly actorId?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
}

/** What was emitted, in order: each with its place as its cursor, so that who comes back goes on from there. */
export class MockFeed {
  readonly #events: MockObject[] = [];
  readonly #waiting = new Set<() => void>();

  /** @param make makes the event, which has these fields */
  add(given: Given, make: (given: Given) => MockObject): MockObject {
    const event = make({ ...given, cursor: encoded(`feed:${this.#events.length + 1}`) });
    this.#events.push(event);
    for (const wake of this.#waiting) wake();
    return event;
  }

  after(cursor: unknown): readonly MockObject[] {
    return this.#events.slice(this.#placeOf(cursor));
  }

  /** What comes after a cursor, or from now on, until the signal is aborted. */
  async *follow(after: unknown, signal: AbortSignal): AsyncGenerator<MockObject, void> {
    let next = after == null ? this.#events.length : this.#placeOf(after);
    while (!signal.aborted) {
      const event = this.#events[next];
      if (event) {
        next += 1;
        yield event;
      } else await this.#change(signal);
    }
  }

  #placeOf(cursor: unknown): number {
    return Number(decoded(String(cursor ?? ""))?.match(/^feed:(\d+)$/)?.[1] ?? 0);
  }

  #change(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiting.delete(wake);
        signal.removeEventListener("abort", wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal.addEventListener("abort", wake);
    });
  }
}
