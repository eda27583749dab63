/** One statement as it went to the database. */
export interface QueryEvent {
  readonly sql: string;
  readonly params: readonly unknown[];
  readonly durationMs: number;
}

export type QueryListener = (event: QueryEvent) => void;

/** Tells its listeners of each statement; costs nothing while nobody listens. */
export class QueryLog {
  readonly #listeners = new Set<QueryListener>();

  subscribe(listener: QueryListener): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  async observe<T>(sql: string, params: readonly unknown[], run: () => Promise<T>): Promise<T> {
    if (this.#listeners.size === 0) return run();
    const start = performance.now();
    try {
      return await run();
    } finally {
      const event = { sql, params, durationMs: performance.now() - start };
      for (const listener of this.#listeners) listener(event);
    }
  }
}
