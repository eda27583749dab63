import type { NotificationFrequency, NotificationKind } from "@kunna/domain";
import type { CommandRun } from "../../command.ts";
import { choose, chooseNoneOptional } from "./choices-store.ts";

export interface PreferenceChange {
  /** True: calls off all that may be called off; false: takes that back; null: leaves it. */
  readonly noneOptional: boolean | null;
  /** Kind by kind, which holds before the other. */
  readonly preferences: readonly { readonly kind: NotificationKind; readonly frequency: NotificationFrequency }[];
}

/** Writes what the actor chooses for themselves, and tells it: signed in, or by the link in a mail. */
export async function changePreferences(
  { tx, actor, now, emit }: CommandRun,
  { noneOptional, preferences }: PreferenceChange,
): Promise<void> {
  const { organisationId, personId } = actor;
  const chosen = new Map(preferences.map(({ kind, frequency }) => [kind, frequency]));
  if (noneOptional !== null) await chooseNoneOptional(tx, { organisationId, personId }, noneOptional, now);
  await choose(tx, { organisationId, personId }, chosen, now);
  emit({ type: "NOTIFICATIONS_CHANGED", personId, facts: { noneOptional, preferences: Object.fromEntries(chosen) } });
}
