import type { JWK } from "jose";
import { z } from "zod";
import { FetchFailed, fetchText, type LtiFetch } from "./limited-fetch.ts";
import { LtiRefusal } from "./problems.ts";

/** Public keys of platforms, by the address of their keyset. */
export interface PlatformKeys {
  /**
   * The keys with this kid, mostly one. @throws LtiRefusal KEY_UNKNOWN, JWKS_UNREACHABLE, JWKS_INVALID
   */
  find(jwksUri: string, kid: string): Promise<readonly JWK[]>;
}

export interface PlatformKeysOptions {
  readonly fetch: LtiFetch;
  readonly now: () => Date;
  readonly loopback: boolean;
  /** Told when keys of before are used, since the platform doesn't answer. */
  readonly onStale?: (jwksUri: string, detail: string) => void;
  /** Milliseconds for one answer. */
  readonly timeout?: number;
}

const minute = 60_000;
/** How long keys are used before they are fetched again. */
const freshFor = 10 * minute;
/** How long keys are used on while they are fetched, or the platform doesn't answer: a key that it took away is trusted no longer. */
const staleFor = 60 * minute;
/** Between two fetches of one keyset, however many tokens name keys that it lacks. */
const refetchAfter = minute / 2;
/** After a fetch that failed: all who come before are refused at once, and do not wait for it too. */
const retryAfter = 5_000;
const maxBytes = 256 * 1024;
const maxKeys = 100;
const maxKeysets = 1_000;

interface Keyset {
  keys: readonly JWK[] | null;
  fetchedAt: number;
  /** When the last fetch ended, whether or not something came. */
  triedAt: number;
  failure: LtiRefusal | null;
  pending: Promise<void> | null;
}

const jwksShape = z.object({ keys: z.array(z.looseObject({ kty: z.string() })).max(maxKeys) });

/**
 * Keeps keysets for ten minutes; then they are fetched again, in the background for an hour. A kid that is not there has the keyset fetched again, at most every 30 s: so a platform
 * may change its keys at any time, and a stranger who makes kids up costs it nothing.
 */
export function platformKeys({ fetch, now, loopback, onStale, timeout = 5_000 }: PlatformKeysOptions): PlatformKeys {
  const keysets = new Map<string, Keyset>();

  async function load(jwksUri: string, keyset: Keyset): Promise<void> {
    try {
      keyset.keys = await fetchKeys(fetch, jwksUri, { timeout, bytes: maxBytes, loopback });
      keyset.fetchedAt = now().getTime();
      keyset.failure = null;
    } catch (error) {
      keyset.failure =
        error instanceof LtiRefusal ? error : new LtiRefusal("JWKS_UNREACHABLE", jwksUri, { cause: error });
    } finally {
      // From its end: one that took long would else be tried again by whoever comes next.
      keyset.triedAt = now().getTime();
    }
  }

  /** Fetches in the background. */
  function refresh(jwksUri: string, keyset: Keyset): void {
    if (keyset.pending !== null) return;
    void loadOnce(jwksUri, keyset).then(() => {
      if (keyset.failure !== null) onStale?.(jwksUri, keyset.failure.detail);
    });
  }

  /** All who wait for one keyset wait for one fetch. */
  function loadOnce(jwksUri: string, keyset: Keyset): Promise<void> {
    keyset.pending ??= load(jwksUri, keyset).finally(() => {
      keyset.pending = null;
    });
    return keyset.pending;
  }

  return {
    async find(jwksUri, kid) {
      const keyset = keysetOf(keysets, jwksUri);
      const age = (since: number) => now().getTime() - since;
      const mayFetch = () =>
        keyset.pending !== null || age(keyset.triedAt) >= (keyset.failure === null ? refetchAfter : retryAfter);
      const held = age(keyset.fetchedAt) < staleFor ? withKid(keyset.keys ?? [], kid) : [];
      if (held.length > 0) {
        // Nobody waits for a platform while there is a key of less than an hour ago.
        if (age(keyset.fetchedAt) >= freshFor && mayFetch()) refresh(jwksUri, keyset);
        return held;
      }
      if (mayFetch()) await loadOnce(jwksUri, keyset);
      if (keyset.keys === null || keyset.failure !== null) {
        throw keyset.failure ?? new LtiRefusal("JWKS_UNREACHABLE", jwksUri);
      }
      return foundOr(withKid(keyset.keys, kid), kid, jwksUri);
    },
  };
}

function keysetOf(keysets: Map<string, Keyset>, jwksUri: string): Keyset {
  const known = keysets.get(jwksUri);
  if (known) return known;
  const [oldest] = keysets.keys();
  if (keysets.size >= maxKeysets && oldest !== undefined) keysets.delete(oldest);
  const keyset: Keyset = { keys: null, fetchedAt: 0, triedAt: Number.NEGATIVE_INFINITY, failure: null, pending: null };
  keysets.set(jwksUri, keyset);
  return keyset;
}

function withKid(keys: readonly JWK[], kid: string): readonly JWK[] {
  // Some platforms leave `use` out; one for encryption signs nothing.
  return keys.filter((key) => key.kid === kid && key.use !== "enc");
}

function foundOr(found: readonly JWK[], kid: string, jwksUri: string): readonly JWK[] {
  if (found.length === 0) throw new LtiRefusal("KEY_UNKNOWN", `${jwksUri} has no key with kid ${kid}.`);
  return found;
}

async function fetchKeys(
  fetch: LtiFetch,
  jwksUri: string,
  limits: { readonly timeout: number; readonly bytes: number; readonly loopback: boolean },
): Promise<readonly JWK[]> {
  try {
    const { status, text } = await fetchText(fetch, jwksUri, { headers: { accept: "application/json" } }, limits);
    if (status !== 200) throw new LtiRefusal("JWKS_UNREACHABLE", `${jwksUri} answered ${status}.`);
    return jwksShape.parse(JSON.parse(text)).keys as JWK[];
  } catch (error) {
    if (error instanceof LtiRefusal) throw error;
    const code = error instanceof FetchFailed && error.failure !== "TOO_LARGE" ? "JWKS_UNREACHABLE" : "JWKS_INVALID";
    const reason =
      error instanceof FetchFailed ? error.message : `It is no JSON Web Key Set of at most ${maxKeys} keys.`;
    throw new LtiRefusal(code, `${jwksUri}: ${reason}`, { cause: error });
  }
}
