import type { Failures } from "./failures.ts";

/**
 * Does the work of many, such as organisations, in turns: a piece for each, round after round, until none has more. So whoever
 * has much to do keeps nobody waiting for longer than a piece, and what fails for one holds up no other.
 * @param piece a piece of the work of one, which says whether there may be more
 * @param failures is told what fails; for whom something does, nothing more is done
 */
export async function inTurns(
  ids: readonly string[],
  isStopped: () => boolean,
  piece: (id: string) => Promise<boolean>,
  failures: Failures,
): Promise<void> {
  for (let waiting = ids; waiting.length > 0; ) {
    const goOn: string[] = [];
    for (const id of waiting) {
      if (isStopped()) return;
      try {
        if (await piece(id)) goOn.push(id);
      } catch (error) {
        failures.add(error);
      }
    }
    waiting = goOn;
  }
}
