import { setTimeout as pause } from "node:timers/promises";
import { isConnectionLost } from "@kunna/database";

/** Waits for a database that is away, and reads then. @param isOver whether nobody waits for it any more: then its error is thrown */
export async function untilBack<T>(read: () => Promise<T>, isOver: () => boolean): Promise<T> {
  for (let wait = 100; ; wait = Math.min(wait * 2, 5_000)) {
    try {
      return await read();
    } catch (error) {
      if (!isConnectionLost(error) || isOver()) throw error;
      await pause(wait, undefined, { ref: false });
    }
  }
}
