import type { Database } from "./database.ts";
import { deferred } from "./deferred.ts";
import { placeEvents } from "./outbox.ts";
import { outboxChannel } from "./signal-bus.ts";

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
