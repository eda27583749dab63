import { actorOfToken, hashOfToken } from "@kunna/api";
import type { Database } from "@kunna/database";
import type { Actor } from "@kunna/domain";

/** How long an answer about a token is believed, in milliseconds: a revoked token, or a changed role, is noticed within this. */
const trustedFor = 2_000;
/** Beyond this many tokens in use at once, the oldest answers are forgotten. */
const rememberedAtMost = 10_000;

/** Says whose token it is. A token that is used many times a second is looked up once every two seconds. */
export class Authenticator {
  readonly #database: Database;
  readonly #now: () => Date;
  readonly #answers = new Map<string, { readonly askedAt: number; readonly actor: Promise<Actor | null> }>();

  constructor(database: Database, now: () => Date) {
    this.#database = database;
    this.#now = now;
  }

  /** Null when there is no token, or it is no good (any more). */
  async actorOf(token: string | null): Promise<Actor | null> {
    if (token === null) return null;
    // The token itself is not kept in memory longer than its request.
    const key = hashOfToken(token);
    const known = this.#answers.get(key);
    if (known && performance.now() - known.askedAt < trustedFor) return known.actor;
    const actor = actorOfToken(this.#database, token, this.#now());
    actor.catch(() => this.#answers.delete(key));
    this.#answers.delete(key);
    this.#answers.set(key, { askedAt: performance.now(), actor });
    for (const oldest of this.#answers.keys()) {
      if (this.#answers.size <= rememberedAtMost) break;
      this.#answers.delete(oldest);
    }
    return actor;
  }
}

/** The token of an `Authorization: Bearer` header. */
export function bearerToken(header: unknown): string | null {
  return typeof header === "string" ? (/^Bearer +([\w.~+/=-]+) *$/i.exec(header)?.[1] ?? null) : null;
}
