import { KunnaError } from "./errors.ts";

/** Too many requests, and a request that came too slowly: said to whoever should come again. */
const comeAgain = [408, 425, 429];

/** Whether another try may go better. */
export function getsBetter(error: unknown): boolean {
  if (!(error instanceof KunnaError)) return false;
  // The roles of the person have changed: what they may see now is another stream, from the same cursor on. Whoever was too
  // slow goes on from there too.
  if (["NETWORK", "RIGHTS_CHANGED", "READER_TOO_SLOW", "UNAVAILABLE"].includes(error.code)) return true;
  return error.status !== null && (error.status >= 500 || comeAgain.includes(error.status));
}

/** Waits so long, or until the signal is aborted. */
export function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal?.addEventListener("abort", end);
    if (signal?.aborted) end();
  });
}

/** Before the second try and before the third, in milliseconds, drawn out by up to as much again. */
const waits = [250, 1_000];

/**
 * Sends a mutation until an answer comes, three times at most, each time with the same key: one that was done, and whose
 * answer was lost, is not done again. An operation without `$idempotencyKey` is sent once.
 * @param key of the caller's choice; left out: a new one
 */
export async function underKey<Result>(
  query: string,
  variables: { readonly idempotencyKey?: unknown; readonly file?: null },
  { signal, idempotencyKey }: { readonly signal?: AbortSignal; readonly idempotencyKey?: string },
  send: (variables: object) => Promise<Result>,
): Promise<Result> {
  if (!/\$idempotencyKey\b/.test(query)) return send(variables);
  const keyed = { ...variables, idempotencyKey: variables.idempotencyKey ?? idempotencyKey ?? newKey() };
  for (const wait of waits) {
    try {
      return await send(keyed);
    } catch (error) {
      if (signal?.aborted || !getsBetter(error)) throw error;
    }
    await pause(wait * (1 + Math.random()), signal);
    signal?.throwIfAborted();
  }
  return send(keyed);
}

/** Not by randomUUID: browsers have that on https alone. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
