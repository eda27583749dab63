/**
 * Does the work of many, such as organisations, in turns: a piece for each, round after round, until none has more. So whoever
 * has much to do keeps nobody waiting for longer than a piece, and what fails for one holds up no other.
 * @param piece a piece of the work of one, which says whether there may be more
 * @returns what failed, when the others are done; for whom it did, nothing more is done
 */
export async function inTurns(
  ids: readonly string[],
  isStopped: () => boolean,
  piece: (id: string) => Promise<boolean>,
): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (let waiting = ids; waiting.length > 0; ) {
    const goOn: string[] = [];
    for (const id of waiting) {
      if (isStopped()) return failures;
      try {
        if (await piece(id)) goOn.push(id);
      } catch (error) {
        failures.push(error);
      }
    }
    waiting = goOn;
  }
  return failures;
}

/** @throws what failed, all of it where it is more than one thing */
export function throwFailures(failures: readonly unknown[]): void {
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} things failed; the others are done.`);
  if (failures.length === 1) throw failures[0];
}
