import type { EventType } from "@kunna/domain";
import type { CommandEvent, CommandRun } from "./command.ts";

/** What follows on events, in the transaction that tells them and however many they are: it may tell events of its own. */
export type Reaction = (run: CommandRun, events: readonly CommandEvent[]) => Promise<void>;

const reactions = new Map<EventType, Reaction[]>();

/**
 * Lets something follow wherever an event is told, whichever command does it: for what one module's change means to
 * another, where the first may not know the second.
 */
export function whenTold(type: EventType, reaction: Reaction): void {
  reactions.set(type, [...(reactions.get(type) ?? []), reaction]);
}

/** Runs what follows on the events, and on those that are told by that, until nothing more is. */
export async function react(run: CommandRun, told: readonly CommandEvent[]): Promise<void> {
  for (let from = 0; from < told.length; ) {
    const events = told.slice(from);
    from = told.length;
    for (const [type, follow] of reactions) {
      const ofType = events.filter((event) => event.type === type);
      if (ofType.length === 0) continue;
      for (const reaction of follow) await reaction(run, ofType);
    }
  }
}
