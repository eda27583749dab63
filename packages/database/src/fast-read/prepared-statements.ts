/** How many texts are remembered, and how many statements a connection keeps. */
const limits = { texts: 1_000, perConnection: 200 };

/**
 * Which statements the server is asked to keep prepared. Clients choose the shapes of their queries, so what is kept is
 * bounded: a text is prepared from its second use on, and a connection that holds too many is replaced.
 */
export class PreparedStatements {
  /** Null: seen once. The least recently used comes first. */
  readonly #names = new Map<string, string | null>();
  readonly #held = new WeakMap<object, Set<string>>();
  #made = 0;

  /** The name under which this connection prepares the text, or has it prepared; null: as a statement of one use. */
  nameFor(connection: object, sql: string): string | null {
    const known = this.#names.get(sql);
    const name = known === undefined ? null : (known ?? `kunna_${++this.#made}`);
    this.#names.delete(sql);
    this.#names.set(sql, name);
    if (name !== null) this.#heldBy(connection).add(name);
    else this.#forgetOldest();
    return name;
  }

  /** Whether the connection should not be used again. */
  isFull(connection: object): boolean {
    return (this.#held.get(connection)?.size ?? 0) >= limits.perConnection;
  }

  #heldBy(connection: object): Set<string> {
    const held = this.#held.get(connection) ?? new Set();
    this.#held.set(connection, held);
    return held;
  }

  /** A name is never given again, so a text that comes back is prepared anew. */
  #forgetOldest(): void {
    for (const sql of this.#names.keys()) {
      if (this.#names.size <= limits.texts) break;
      this.#names.delete(sql);
    }
  }
}
