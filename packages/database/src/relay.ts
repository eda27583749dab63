import type { Database } from "./database.ts";
import { deferred } from "./deferred.ts";
import { placeEvents } from "./outbox.ts";
import { outboxChannel } from "./signal-bus.ts";
import { writtenAtOf } from "./uuid.ts";

export interface Relay {
  /** Stops after the step under way. */
  stop(): Promise<void>;
}

export interface RelayOptions {
  /** How often to look although nobody called: what finds events whose call was lost. */
  readonly pollMs: number;
  /** Told of a step that failed; the relay goes on at its next turn. */
  readonly onError?: (error: unknown) => void;
}

/** Places events (see placeEvents) whenever a transaction that wrote some has committed. Several may run at once. */
export async function startRelay(database: Database, options: RelayOptions): Promise<Relay> {
  const { pollMs, onError = () => {} } = options;
  let stopped = false;
  let called = true; // What was left unplaced before the start.
  let wake = deferred<void>();
  const call = () => {
    called = true;
    wake.resolve();
  };

  const unlisten = await database.signals.listen(outboxChannel, { onMessage: call, onGap: call });
  const poll = setInterval(call, pollMs);
  poll.unref();

  const run = async (): Promise<void> => {
    while (!stopped) {
      if (!called) await wake.promise;
      wake = deferred();
      called = false;
      try {
        while (!stopped && (await placeEvents(database)).length > 0);
      } catch (error) {
        onError(error);
      }
    }
  };
  const running = run();

  return {
    async stop() {
      stopped = true;
      clearInterval(poll);
      wake.resolve();
      await running;
      await unlisten();
    },
  };
}

/** More than these are not counted: the count is to cost little when there are many. */
const countedAtMost = 10_000;

/** How many events wait for their places, and for how long the oldest has: of all organisations. */
export async function relayLag(database: Database): Promise<{ unplaced: number; seconds: number }> {
  const [found] = await database.asSystem(
    (tx) => tx.$queryRaw<Array<{ unplaced: number; oldest: string | null }>>`
      SELECT (
        SELECT count(*)::int FROM (SELECT FROM "Event" WHERE "position" IS NULL LIMIT ${countedAtMost}) AS waiting
      ) AS "unplaced", (
        SELECT "id"::text FROM "Event" WHERE "position" IS NULL ORDER BY "sequence" LIMIT 1
      ) AS "oldest"`,
  );
  // An event's id tells when it was written; its own instant is the domain's, and may be of long ago.
  const writtenAt = found?.oldest ? writtenAtOf(found.oldest) : null;
  return {
    unplaced: found?.unplaced ?? 0,
    seconds: writtenAt === null ? 0 : Math.max(0, Date.now() - writtenAt) / 1_000,
  };
}
