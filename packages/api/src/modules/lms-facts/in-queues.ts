import { Failures } from "../../failures.ts";
import type { Services } from "../../services.ts";
import { Wake } from "../../wake.ts";
import type { ConnectionPlace } from "../lms/index.ts";

/** How often it is looked for what has become due while others are under way, in milliseconds. */
const pollMs = 500;
/** How long those under way are waited for when the worker stops, in milliseconds. */
const stopMs = 2_000;

/** Work with LMSs: a queue of its own for each connection. */
export interface Queues {
  /** How much of one connection is under way at once in a process. */
  readonly mostOfOne: number;
  /** How much is under way at once in a process. */
  readonly mostInAll: number;
  /** The connections that have something due, whichever organisation's, but for those named. */
  readonly due: (services: Services, except: readonly string[]) => Promise<ConnectionPlace[]>;
  /** Takes some of what is due of a connection, so that no other worker does, and gives the work. */
  readonly take: (
    services: Services,
    place: ConnectionPlace,
    most: number,
  ) => Promise<readonly ((signal: AbortSignal) => Promise<void>)[]>;
}

/**
 * Does what is due now and what becomes so meanwhile; ends when nothing is under way. Any number of processes may do it at
 * once. A connection that is slow holds up its own work alone, and one that fails no other.
 * @returns how many pieces were done
 */
export async function workInQueues(
  services: Services,
  queues: Queues,
  isStopped: () => boolean = () => false,
  tell?: (error: unknown) => void,
): Promise<number> {
  const failures = new Failures(tell);
  const [wake, abort] = [new Wake(), new AbortController()];
  const busy = new Map<string, number>();
  const underWay = new Set<Promise<void>>();
  let done = 0;
  const guard = async <T>(work: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await work();
    } catch (error) {
      failures.add(error);
      return undefined;
    }
  };
  const begin = (connectionId: string, work: (signal: AbortSignal) => Promise<void>): void => {
    done += 1;
    busy.set(connectionId, (busy.get(connectionId) ?? 0) + 1);
    const ended: Promise<void> = guard(() => work(abort.signal)).then(() => {
      underWay.delete(ended);
      const left = (busy.get(connectionId) ?? 1) - 1;
      if (left === 0) busy.delete(connectionId);
      else busy.set(connectionId, left);
      wake.call();
    });
    underWay.add(ended);
  };
  const step = async (): Promise<void> => {
    const full = [...busy].flatMap(([id, count]) => (count >= queues.mostOfOne ? id : []));
    for (const place of await queues.due(services, full)) {
      if (isStopped() || underWay.size >= queues.mostInAll) break;
      const most = Math.min(queues.mostOfOne - (busy.get(place.connectionId) ?? 0), queues.mostInAll - underWay.size);
      for (const work of (await guard(() => queues.take(services, place, most))) ?? []) begin(place.connectionId, work);
    }
  };
  try {
    while (!isStopped()) {
      // What ends while the next step looks around may have made something due that the step does not see.
      wake.lower();
      await step();
      if (underWay.size === 0 && !wake.isCalled) break;
      await wake.wait(pollMs);
    }
    failures.end();
    return done;
  } finally {
    if (underWay.size > 0) {
      // What is broken off is done again when its lease ends.
      const timer = setTimeout(() => abort.abort(), stopMs);
      await Promise.all(underWay);
      clearTimeout(timer);
    }
  }
}
