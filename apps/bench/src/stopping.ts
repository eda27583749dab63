const running = new Set<() => Promise<void>>();

/** What ends something that was started: once, by whoever started it, or when the whole is told to stop. */
export function stoppable(stop: () => Promise<unknown>): () => Promise<void> {
  let stopped: Promise<void> | null = null;
  const stopOnce = () => {
    stopped ??= stop().then(() => void running.delete(stopOnce));
    return stopped;
  };
  running.add(stopOnce);
  return stopOnce;
}

/** Ends all that still runs, what was started last first. */
export async function stopAll(): Promise<void> {
  for (const stop of [...running].toReversed()) await stop().catch((error: unknown) => console.error(error));
}
